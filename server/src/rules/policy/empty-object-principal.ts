import { policyRule, type Issue } from './policy-rule.ts';

export const emptyObjectPrincipal = policyRule({
  meta: {
    id: 'policy/empty-object-principal',
    level: 'hint',
    summary: 'A Principal is empty',
    why: 'A Principal of nobody lets nobody in and keeps nobody out: the statement has no effect.',
    accessAnalyzer: 'EMPTY_OBJECT_PRINCIPAL',
  },
  statement({ statement }) {
    const issues: Issue[] = [];
    for (const element of [statement.principal, statement.notPrincipal]) {
      if (!element?.complete || element.bare || element.entries.length > 0) continue;
      issues.push({
        span: element.at,
        word: element.keySpan,
        message: `an empty ${element.key} is about nobody: the statement has no effect`,
      });
    }
    return issues;
  },
});
