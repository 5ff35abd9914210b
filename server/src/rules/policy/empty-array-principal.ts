import { policyRule, type Issue } from './policy-rule.ts';

export const emptyArrayPrincipal = policyRule({
  meta: {
    id: 'policy/empty-array-principal',
    level: 'hint',
    summary: 'A list of principals is empty',
    why: 'A Principal of nobody lets nobody in and keeps nobody out: the statement has no effect.',
    accessAnalyzer: 'EMPTY_ARRAY_PRINCIPAL',
  },
  statement({ statement }) {
    const issues: Issue[] = [];
    for (const element of [statement.principal, statement.notPrincipal]) {
      for (const { type, typeSpan, at, isList, values, complete } of element?.entries ?? []) {
        if (!isList || !complete || values.length > 0) continue;
        issues.push({
          span: at,
          word: typeSpan,
          message: `the list of ${type} principals is empty: it is about nobody`,
        });
      }
    }
    return issues;
  },
});
