import { policyRule, type Issue } from './policy-rule.ts';

export const emptyArrayAction = policyRule({
  meta: {
    id: 'policy/empty-array-action',
    level: 'hint',
    summary: 'A list of actions is empty',
    why: 'An empty Action allows and denies nothing.',
    accessAnalyzer: 'EMPTY_ARRAY_ACTION',
  },
  statement({ statement }) {
    const issues: Issue[] = [];
    for (const element of [statement.action, statement.notAction]) {
      if (!element?.isList || !element.complete || element.conditional || element.values.length > 0) continue;
      issues.push({
        span: element.at,
        word: element.keySpan,
        message: `an empty ${element.key} is about no actions: the statement has no effect`,
      });
    }
    return issues;
  },
});
