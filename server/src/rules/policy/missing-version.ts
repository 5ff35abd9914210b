import { policyRule } from './policy-rule.ts';

export const missingVersion = policyRule({
  meta: {
    id: 'policy/missing-version',
    level: 'warning',
    summary: 'A policy does not say its Version',
    why: 'Without Version the policy is read in the language of 2008: a variable such as `${aws:username}` is then the text itself, and matches nothing.',
    fixes: ['Version 2012-10-17'],
    accessAnalyzer: 'MISSING_VERSION',
  },
  policy({ document }) {
    const { keys, complete, statementKey, span, uri } = document;
    if (!complete || !statementKey || keys.length === 0) return undefined;
    if (keys.some(({ name }) => name.toLowerCase() === 'version')) return undefined;
    return {
      span: statementKey,
      message:
        'without Version the policy is read in the language of 2008, where a variable such as ${aws:username} is mere text',
      fixes: () => [
        {
          title: 'Add Version 2012-10-17',
          changes: [
            {
              kind: 'add-entry',
              uri,
              mapping: span,
              key: 'Version',
              value: '2012-10-17',
              before: keys[0]?.name ?? 'Statement',
            },
          ],
        },
      ],
    };
  },
});
