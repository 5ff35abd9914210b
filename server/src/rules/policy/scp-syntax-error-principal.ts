import { policyRule } from './policy-rule.ts';

export const scpSyntaxErrorPrincipal = policyRule({
  meta: {
    id: 'policy/scp-syntax-error-principal',
    level: 'error',
    summary: 'A service control policy names a Principal',
    why: 'A service control policy holds for every user and role of the accounts it is attached to. AWS Organizations refuses one with a Principal or NotPrincipal. Whom a statement is about can be said by a condition on `aws:PrincipalArn`.',
    fixes: ['remove it'],
    accessAnalyzer: 'SCP_SYNTAX_ERROR_PRINCIPAL',
  },
  statement({ statement, policy }) {
    if (policy.kind !== 'scp') return undefined;
    return [statement.principal, statement.notPrincipal].flatMap((element) =>
      element
        ? [
            {
              span: element.keySpan,
              message: `${element.key} in a service control policy: AWS refuses it, for the policy is about every user and role of its accounts`,
              fixes: () => [
                {
                  title: `Remove the ${element.key}`,
                  changes: [{ kind: 'remove' as const, uri: statement.uri, at: element.keySpan }],
                },
              ],
            },
          ]
        : [],
    );
  },
});
