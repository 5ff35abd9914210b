import type { Api } from '../../model/facts.ts';
import type { Span } from '../../text/span.ts';
import type { Unit } from '../../graph/unit.ts';
import type { Rule } from '../rule.ts';

export const resourcePolicyOnHttpApi: Rule = {
  meta: {
    id: 'invoke/resource-policy-on-http-api',
    level: 'error',
    summary: 'An HTTP or WebSocket API has a resource policy',
    why:
      'Resource policies are for REST APIs. CloudFormation refuses the property on an HTTP or WebSocket API, an import leaves the extension out: in neither case does the policy guard anything. ' +
      'Who may call such an API is said by the authorization of its routes.',
  },
  *check({ unit }) {
    for (const api of unit.apis) {
      if (api.kind === 'rest') continue;
      const kind = api.kind === 'http' ? 'HTTP' : 'WebSocket';
      for (const { uri, span } of policyKeysOf(api, unit)) {
        yield { uri, span, message: `${kind} APIs take no resource policy: this one guards nothing` };
      }
    }
  },
};

/** Where the API's resource, and its definition, say that there is one. */
function policyKeysOf(api: Api, unit: Unit): readonly { readonly uri: string; readonly span: Span }[] {
  const definition = unit.definedIn.get(api);
  const defined = definition?.apis.find(({ id }) => id === '')?.policyKey;
  return [
    ...(api.policyKey ? [{ uri: api.uri, span: api.policyKey }] : []),
    ...(definition && defined ? [{ uri: definition.uri, span: defined }] : []),
  ];
}
