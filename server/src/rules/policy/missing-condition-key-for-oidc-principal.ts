import { addTest } from './add-test.ts';
import { isGithub, oidcPrincipals } from './identity-providers.ts';
import { policyRule, type Issue } from './policy-rule.ts';

export const missingConditionKeyForOidcPrincipal = policyRule({
  meta: {
    id: 'policy/missing-condition-key-for-oidc-principal',
    level: 'warning',
    summary: 'Everybody whom an OpenID Connect provider knows may assume the role',
    why: "A provider gives tokens to all of its users, for all of its applications. Without a condition on one of the provider's claims, such as `aud` or `sub`, each of them may assume the role.",
    fixes: ['a condition on the audience'],
    accessAnalyzer: 'MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL',
  },
  statement(at) {
    const { condition } = at.statement;
    if (condition && !condition.complete) return undefined;
    return oidcPrincipals(at).flatMap(({ principal, name }): readonly Issue[] => {
      // GitHub has rules of its own.
      if (isGithub(name) || at.tests.some(({ key }) => key.startsWith(`${name}:`))) return [];
      return [
        {
          span: principal.value.span,
          message: `everybody with a token of ${name} may assume the role, as no condition asks for one of its claims`,
          fixes: () => {
            const isOwn = principal.text.startsWith('arn:') && at.principals.length === 1;
            const change = isOwn
              ? addTest(at.statement, 'StringEquals', `${name}:aud`, 'sts.amazonaws.com')
              : undefined;
            return change ? [{ title: `Only for one audience: ${name}:aud`, choice: true, changes: [change] }] : [];
          },
        },
      ];
    });
  },
});
