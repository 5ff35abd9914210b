import { policyRule, type Issue } from './policy-rule.ts';
import { takesPrincipal } from './takes-principal.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
const types: readonly string[] = ['AWS', 'Service', 'Federated', 'CanonicalUser'];

export const invalidPrincipalKey = policyRule({
  meta: {
    id: 'policy/invalid-principal-key',
    level: 'error',
    summary: 'A kind of principal that AWS does not know',
    why: 'Principals are of the kinds `AWS`, `Service`, `Federated` and `CanonicalUser`, in this case. AWS refuses any other.',
    fixes: ['the kind that was meant'],
    accessAnalyzer: 'INVALID_PRINCIPAL_KEY',
  },
  statement({ statement, policy }) {
    const issues: Issue[] = [];
    for (const element of [statement.principal, statement.notPrincipal]) {
      if (!element || !takesPrincipal(policy)) continue;
      for (const { type, typeSpan } of element.entries) {
        if (types.includes(type) || type.startsWith('Fn::')) continue;
        const meant = types.find(
          (one) =>
            one.toLowerCase() === type.toLowerCase().replace(/s$/, '') || one.toLowerCase() === type.toLowerCase(),
        );
        const isFree = meant !== undefined && !element.entries.some((other) => other.type === meant);
        issues.push({
          span: typeSpan,
          message: `"${type}" is no kind of principal: AWS knows AWS, Service, Federated and CanonicalUser`,
          fixes: () =>
            isFree
              ? [
                  {
                    title: `Write ${meant}`,
                    changes: [{ kind: 'rename-key', uri: statement.uri, key: typeSpan, to: meant }],
                  },
                ]
              : [],
        });
      }
    }
    return issues;
  },
});
