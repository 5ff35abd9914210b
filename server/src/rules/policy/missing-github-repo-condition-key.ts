import { addTest } from './add-test.ts';
import { asksForRepository, isGithub, oidcPrincipals } from './identity-providers.ts';
import { policyRule, type Issue } from './policy-rule.ts';

export const missingGithubRepoConditionKey = policyRule({
  meta: {
    id: 'policy/missing-github-repo-condition-key',
    level: 'warning',
    summary: 'Workflows of every repository on GitHub may assume the role',
    why: 'GitHub gives tokens to the workflows of everybody who has a repository there. Without a condition on `token.actions.githubusercontent.com:sub` each of them may assume the role.',
    fixes: ['a condition on the repository and branch'],
    accessAnalyzer: 'MISSING_GITHUB_REPO_CONDITION_KEY',
  },
  statement(at) {
    const { condition } = at.statement;
    if (condition && !condition.complete) return undefined;
    return oidcPrincipals(at).flatMap(({ principal, name }): readonly Issue[] => {
      if (!isGithub(name) || asksForRepository(at) || at.tests.some(({ key }) => key === `${name}:sub`)) return [];
      return [
        {
          span: principal.value.span,
          message: `workflows of any repository on GitHub may assume the role, as no condition asks for ${name}:sub`,
          fixes: () => {
            const change =
              at.principals.length === 1
                ? addTest(at.statement, 'StringEquals', `${name}:sub`, 'repo:octo-org/octo-repo:ref:refs/heads/main')
                : undefined;
            return change ? [{ title: 'Only for one repository and branch', choice: true, changes: [change] }] : [];
          },
        },
      ];
    });
  },
});
