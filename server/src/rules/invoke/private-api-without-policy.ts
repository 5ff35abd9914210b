import { resourcePoliciesOf } from '../../graph/api-policies.ts';
import { opaqueHolderOf } from '../../graph/out-of-sight.ts';
import type { Unit } from '../../graph/unit.ts';
import type { Api, DeclaredResource } from '../../model/facts.ts';
import { literalOf } from '../../model/text-value.ts';
import type { Value } from '../../text/change.ts';
import { resourceOf } from '../new-resource.ts';
import type { Fix, Rule } from '../rule.ts';

export const privateApiWithoutPolicy: Rule = {
  meta: {
    id: 'invoke/private-api-without-policy',
    level: 'error',
    summary: 'A private API has no resource policy',
    why:
      'A private API is reached through VPC endpoints, and answers only those that its resource policy lets in. Without one it cannot be deployed: ' +
      "`Private REST API doesn't have a resource policy attached to it`.",
    fixes: ['a resource policy for the VPC endpoint, or the VPC, of the template'],
  },
  *check({ unit }) {
    for (const api of unit.apis) {
      const [type] = api.endpointTypes;
      const isPrivate = api.endpointTypes.every((one) => literalOf(one)?.toUpperCase() === 'PRIVATE');
      if (!type || !isPrivate || api.kind !== 'rest' || api.id === '' || mayHavePolicy(api, unit)) continue;
      yield {
        uri: api.uri,
        span: type.span,
        message: `"${literalOf(type)}" needs a resource policy, and ${api.id} has none: it cannot be deployed (Private REST API doesn't have a resource policy attached to it)`,
        fixes: () => fixesOf(api, unit),
      };
    }
  },
};

/** A macro or a custom resource that is handed the API may give it one. */
function mayHavePolicy(api: Api, unit: Unit): boolean {
  if (!api.policyComplete || api.policyKey || !unit.complete || resourcePoliciesOf(api, unit).length > 0) return true;
  return opaqueHolderOf(api.id, api.uri, unit) !== undefined;
}

function fixesOf(api: Api, unit: Unit): readonly Fix[] {
  const resource = resourceOf(api.id, api.uri, unit);
  if (!resource || !api.properties) return [];
  const { uri, properties } = api;
  const gates = [...gatesOf('AWS::EC2::VPCEndpoint', api, unit), ...gatesOf('AWS::EC2::VPC', api, unit)];
  return gates.slice(0, 3).map(({ id, type }): Fix => {
    const key = type === 'AWS::EC2::VPC' ? 'aws:SourceVpc' : 'aws:SourceVpce';
    const statement: Value = {
      Effect: 'Allow',
      Principal: '*',
      Action: 'execute-api:Invoke',
      Resource: 'execute-api:/*',
      Condition: { StringEquals: { [key]: { Ref: id } } },
    };
    const title = `Let in who comes through ${id} (${key})`;
    if (resource.type === 'AWS::Serverless::Api') {
      const value: Value = { ResourcePolicy: { CustomStatements: [statement] } };
      return { title, changes: [{ kind: 'add-entry', uri, mapping: properties, key: 'Auth', value }] };
    }
    const value: Value = { Version: '2012-10-17', Statement: [statement] };
    return { title, changes: [{ kind: 'add-entry', uri, mapping: properties, key: 'Policy', value }] };
  });
}

/** What calls may come through: resources that do not need the API themselves, and exist whenever it does. */
function gatesOf(type: string, api: Api, unit: Unit): readonly DeclaredResource[] {
  return unit.resources.filter(
    (one) => one.type === type && one.uri === api.uri && !one.conditional && !one.mentions.includes(api.id),
  );
}
