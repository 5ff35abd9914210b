import { shapeOfStatement } from '../../model/policy-shape.ts';
import { statementRule } from '../rule.ts';
import { refuserOf } from './refuser.ts';

const identitySlots = new Set(['identity', 'boundary']);

export const principalInIdentityPolicy = statementRule({
  meta: {
    id: 'trust/principal-in-identity-policy',
    level: 'error',
    summary: 'An identity-based policy names a Principal',
    why:
      'The principal of an identity-based policy is whoever it is attached to. AWS refuses one that names its own: ' +
      '`MalformedPolicyDocument: Policy document should not specify a principal`. A Principal belongs to resource-based policies and to the trust policies of roles.',
    fixes: ['remove it'],
    accessAnalyzer: 'UNSUPPORTED_PRINCIPAL',
  },
  *checkStatement(statement, policy) {
    const use = policy.use;
    if (!use || !identitySlots.has(use.slot)) return;
    // A trust policy in the wrong place is one mistake, and has a rule of its own.
    if (use.slot === 'identity' && shapeOfStatement(statement) === 'trust') return;
    const principal = statement.principal ?? statement.notPrincipal;
    if (!principal) return;
    const elsewhere = use.uri !== policy.document.uri;
    yield {
      uri: statement.uri,
      span: principal.keySpan,
      message: `${principal.key} in an identity-based policy: ${refuserOf(use)} refuses it, for the principal is whoever the policy is attached to`,
      related: elsewhere
        ? [{ uri: use.uri, span: use.span, message: `used as a permissions policy by ${use.name}` }]
        : [],
      fixes: () => [
        {
          title: `Remove the ${principal.key}`,
          changes: [{ kind: 'remove', uri: statement.uri, at: principal.keySpan }],
        },
      ],
    };
  },
});
