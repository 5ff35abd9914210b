import { asksForRepository, isGithub } from './identity-providers.ts';
import { policyRule } from './policy-rule.ts';
import type { StatementReading } from './reading.ts';

export const specificGithubRepoAndBranchRecommended = policyRule({
  meta: {
    id: 'policy/specific-github-repo-and-branch-recommended',
    level: 'warning',
    summary: 'Workflows of more than one repository or branch may assume the role',
    why: 'The subject of a GitHub token says which repository a workflow runs in and what started it. With a wildcard for the repository others than yours may be let in; with one for the branch every branch and pull request is, so that whoever may push one has the role. AWS recommends to name both.',
    fixes: ['the branch main'],
    accessAnalyzer: 'SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED',
  },
  value({ at, text, value }) {
    const { key, operator } = at;
    if (!key.endsWith(':sub') || !isGithub(key.slice(0, -':sub'.length)) || at.at.policy.kind !== 'trust')
      return undefined;
    if (!operator?.wild || operator.negated || at.at.effect !== 'Allow' || !/[*?]/.test(text)) return undefined;
    const [, repository = '', rest = ''] = subject.exec(text) ?? [];
    if (repository === '' || /[*?]/.test(repository))
      return asksForRepository(at.at)
        ? undefined
        : { span: value.span, message: `"${text}" lets workflows of more than one repository assume the role` };
    if (!anyBranch.test(rest) || asksForBranch(at.at)) return undefined;
    return {
      span: value.span,
      message: `"${text}" lets workflows of every branch of ${repository} assume the role`,
      fixes: () => [
        {
          title: 'Only for the branch main',
          choice: true,
          changes: [
            {
              kind: 'set',
              uri: at.at.statement.uri,
              at: value.at,
              value: `repo:${repository}:ref:refs/heads/main`,
            },
          ],
        },
      ],
    };
  },
});

/** https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims */
const subject = /^repo:([^:]+):(.*)$/;
const anyBranch = /^(?:\*+|ref:\*+|ref:refs\/\*+|ref:refs\/heads\/\*+)$/;

/** By another claim of the token. */
function asksForBranch({ tests }: StatementReading): boolean {
  return tests.some(({ key, operator }) => !operator?.negated && /:(?:ref|environment|job_workflow_ref)$/.test(key));
}
