import { roleWithTrust, servicesUsing } from '../../graph/role-use.ts';
import type { PlacedPolicy } from '../../graph/unit.ts';
import type { Statement } from '../../model/policy.ts';
import type { Change, Value } from '../../text/change.ts';
import { statementRule, type Fix, type RuleContext } from '../rule.ts';

export const principalMissingInTrustPolicy = statementRule({
  meta: {
    id: 'trust/principal-missing-in-trust-policy',
    level: 'error',
    summary: 'A trust policy does not say who may assume the role',
    why: 'Each statement of a trust policy names a Principal: a service such as `apigateway.amazonaws.com`, an account, a role, an identity provider. AWS refuses a statement without one.',
    fixes: ['let the service that uses the role assume it', 'let the account assume it'],
    accessAnalyzer: 'MISSING_PRINCIPAL',
  },
  *checkStatement(statement, policy, context) {
    const use = policy.use;
    if (use?.slot !== 'trust' || !statement.complete) return;
    if (statement.principal ?? statement.notPrincipal) return;
    // With a Resource it is a permissions policy in the wrong place, which is told as such.
    if (statement.resource ?? statement.notResource) return;
    const key = statement.action?.keySpan ?? statement.notAction?.keySpan;
    if (!key) return;
    yield {
      uri: statement.uri,
      span: key,
      message: 'nobody is named who may assume the role: AWS refuses a trust policy without a Principal',
      related:
        use.uri === statement.uri
          ? []
          : [{ uri: use.uri, span: use.span, message: `used as the trust policy by ${use.name}` }],
      fixes: () => fixesOf(statement, policy, context),
    };
  },
});

function fixesOf(statement: Statement, policy: PlacedPolicy, { unit }: RuleContext): readonly Fix[] {
  const { document } = policy;
  const role = roleWithTrust(document, unit);
  const used = role ? servicesUsing(role, unit) : [];
  const services = used.length > 0 ? used : ['apigateway.amazonaws.com'];
  const add = (value: Value): Change[] => [
    {
      kind: 'add-entry',
      uri: statement.uri,
      mapping: statement.span,
      key: 'Principal',
      value,
      before: statement.action ? 'Action' : 'NotAction',
    },
  ];
  const [only, second] = services;
  const account: Value =
    document.host === 'template'
      ? { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' }
      : 'arn:aws:iam::111122223333:root';
  return [
    {
      title: `Let ${services.join(' and ')} assume the role`,
      changes: add({ Service: only !== undefined && second === undefined ? only : services }),
    },
    { title: 'Let the account assume the role', changes: add({ AWS: account }) },
  ];
}
