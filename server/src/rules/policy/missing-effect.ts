import { hasElementLike, wordOfStatement } from './elements.ts';
import { policyRule } from './policy-rule.ts';

export const missingEffect = policyRule({
  meta: {
    id: 'policy/missing-effect',
    level: 'error',
    summary: 'A statement has no Effect',
    why: 'A statement says whether it allows or denies. AWS refuses one that does not: `MalformedPolicyDocument: Missing required field Effect`.',
    fixes: ['Allow', 'Deny'],
    accessAnalyzer: 'MISSING_EFFECT',
  },
  statement({ statement }) {
    const { complete, keys, span, uri } = statement;
    if (!complete || hasElementLike(statement, 'Effect')) return undefined;
    const before = keys.find(({ name }) => name !== 'Sid')?.name;
    return {
      span: wordOfStatement(statement),
      message: 'the statement has no Effect: AWS refuses it (Missing required field Effect)',
      fixes: () =>
        ['Allow', 'Deny'].map((value) => ({
          title: `Add Effect: ${value}`,
          choice: true as const,
          changes: [
            {
              kind: 'add-entry' as const,
              uri,
              mapping: span,
              key: 'Effect',
              value,
              ...(before === undefined ? {} : { before }),
            },
          ],
        })),
    };
  },
});
