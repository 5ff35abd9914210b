import { hasElementLike, wordOfStatement } from './elements.ts';
import { policyRule } from './policy-rule.ts';

export const missingAction = policyRule({
  meta: {
    id: 'policy/missing-action',
    level: 'error',
    summary: 'A statement names no actions',
    why: 'A statement says by Action or NotAction what it allows or denies. AWS refuses one that has neither: `MalformedPolicyDocument: Policy statement must contain actions`.',
    accessAnalyzer: 'MISSING_ACTION',
  },
  statement({ statement }) {
    if (!statement.complete || statement.keys.length === 0) return undefined;
    if (hasElementLike(statement, 'Action', 'NotAction')) return undefined;
    return {
      span: wordOfStatement(statement),
      message: 'the statement has neither Action nor NotAction: AWS refuses it (Policy statement must contain actions)',
    };
  },
});
