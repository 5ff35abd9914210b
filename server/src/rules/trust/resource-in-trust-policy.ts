import { statementRule } from '../rule.ts';

export const resourceInTrustPolicy = statementRule({
  meta: {
    id: 'trust/resource-in-trust-policy',
    level: 'error',
    summary: 'A trust policy names a Resource',
    why: 'The resource of a trust policy is the role that it belongs to. AWS refuses any other: `MalformedPolicyDocument: Has prohibited field Resource`.',
    fixes: ['remove it'],
    accessAnalyzer: 'ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE',
  },
  *checkStatement(statement, policy) {
    if (policy.use?.slot !== 'trust' || !(statement.principal ?? statement.notPrincipal)) return;
    const use = policy.use;
    for (const element of [statement.resource, statement.notResource]) {
      if (!element) continue;
      yield {
        uri: statement.uri,
        span: element.keySpan,
        message: `${element.key} in a trust policy: AWS refuses it, for the resource is the role itself (Has prohibited field ${element.key})`,
        related:
          use.uri === statement.uri
            ? []
            : [{ uri: use.uri, span: use.span, message: `used as the trust policy by ${use.name}` }],
        fixes: () => [
          {
            title: `Remove the ${element.key}`,
            changes: [{ kind: 'remove', uri: statement.uri, at: element.keySpan }],
          },
        ],
      };
    }
  },
});
