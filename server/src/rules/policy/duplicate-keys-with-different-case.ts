import { policyRule, type Issue } from './policy-rule.ts';

export const duplicateKeysWithDifferentCase = policyRule({
  meta: {
    id: 'policy/duplicate-keys-with-different-case',
    level: 'error',
    summary: 'A condition key stands twice under one operator, in different case',
    why: 'Condition keys are compared without case, so `aws:SourceIp` and `aws:sourceip` are one key, and AWS refuses to take it twice.',
    accessAnalyzer: 'DUPLICATE_KEYS_WITH_DIFFERENT_CASE',
  },
  statement({ statement, tests }) {
    if (tests.length < 2) return undefined;
    const seen = new Map<string, { readonly key: string; readonly keySpan: Issue['span'] }>();
    const issues: Issue[] = [];
    for (const { test, key } of tests) {
      const name = `${test.blockAt.start} ${key}`;
      const first = seen.get(name);
      if (!first) seen.set(name, test);
      else if (first.key !== test.key)
        issues.push({
          span: test.keySpan,
          message: `"${test.key}" and "${first.key}" are one key, which AWS refuses to take twice`,
          related: [{ uri: statement.uri, span: first.keySpan, message: 'the same key in other case' }],
        });
    }
    return issues;
  },
});
