import { policyRule, type Issue } from './policy-rule.ts';

export const emptyArrayResource = policyRule({
  meta: {
    id: 'policy/empty-array-resource',
    level: 'hint',
    summary: 'A list of resources is empty',
    why: 'An empty Resource reaches nothing, and the statement has no effect.',
    accessAnalyzer: 'EMPTY_ARRAY_RESOURCE',
  },
  statement({ statement }) {
    const issues: Issue[] = [];
    for (const element of [statement.resource, statement.notResource]) {
      if (!element?.isList || !element.complete || element.conditional || element.values.length > 0) continue;
      issues.push({
        span: element.at,
        word: element.keySpan,
        message: `an empty ${element.key} is about no resources: the statement has no effect`,
      });
    }
    return issues;
  },
});
