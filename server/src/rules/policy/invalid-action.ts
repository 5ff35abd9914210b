import { nearestOf } from '../nearest.ts';
import { hasPlaceholder } from './placeholder.ts';
import { policyRule } from './policy-rule.ts';
import type { ActionReading } from './reading.ts';

export const invalidAction = policyRule({
  meta: {
    id: 'policy/invalid-action',
    level: 'error',
    summary: 'A service has no action of that name',
    why: 'Actions are those of the Service Authorization Reference, which are not always the operations of the API: `s3:ListBucket` is what ListObjects needs, `s3:ListAllMyBuckets` what ListBuckets needs. An action that does not exist allows and denies nothing.',
    fixes: ['the nearest action of the service'],
    accessAnalyzer: 'INVALID_ACTION',
    needsCatalog: true,
  },
  action(action) {
    const { service, name, text, value, at, isWild } = action;
    if (service === '') return withoutService(action);
    if (isWild || action.covered.length > 0) return undefined;
    // What a trust policy may hold, trust/action-not-assume-role says.
    if (at.policy.use?.slot === 'trust' && at.statement.principal) return undefined;
    const actions = at.policy.catalog.actionsOf(service);
    if (!actions || hasPlaceholder(text) || guideActions.has(text.toLowerCase())) return undefined;
    // API Gateway's two components are told apart by invoke/wrong-component.
    if (
      /^(?:apigateway|execute-api)$/.test(service) &&
      /^(?:invoke|invalidatecache|manageconnections|get|put|post|patch|delete|head|options)$/.test(name)
    )
      return undefined;
    return {
      span: value.span,
      message: `"${text}": ${service} has no such action, so nothing is allowed or denied by it`,
      fixes: () => {
        const nearest = nearestOf(
          name,
          actions.map((one) => one.name),
        );
        if (nearest === undefined) return [];
        const span = action.spanOf(service.length + 1, text.length);
        return [
          {
            title: `Write ${text.slice(0, service.length)}:${nearest}`,
            changes: [{ kind: 'replace-text', uri: at.statement.uri, span, text: nearest }],
          },
        ];
      },
    };
  },
});

/** Actions that a guide of AWS uses and the Service Authorization Reference does not list. */
const guideActions: ReadonlySet<string> = new Set([
  // https://docs.aws.amazon.com/lake-formation/latest/dg/hybrid-cross-account.html
  'glue:shareresource',
  // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createdomain-configure-slow-logs.html
  'logs:putlogeventsbatch',
  // https://docs.aws.amazon.com/mediatailor/latest/ug/channel-assembly-access-policies.html
  'mediatailor:getmanifest',
]);

function withoutService({
  text,
  value,
}: ActionReading): { readonly span: typeof value.span; readonly message: string } | undefined {
  if (/^\*+$/.test(text) || hasPlaceholder(text) || value.bare) return undefined;
  return {
    span: text === '' ? value.at : value.span,
    message: `"${text}" names no service: AWS refuses an action that is not a prefix and a name, such as s3:GetObject`,
  };
}
