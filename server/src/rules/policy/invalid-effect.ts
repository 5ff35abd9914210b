import { literalSourceOf } from '../../model/text-value.ts';
import { policyRule } from './policy-rule.ts';

export const invalidEffect = policyRule({
  meta: {
    id: 'policy/invalid-effect',
    level: 'error',
    summary: 'Effect is neither Allow nor Deny',
    why: 'A statement allows or denies; AWS refuses any other word: `MalformedPolicyDocument: Invalid effect`.',
    fixes: ['Allow', 'Deny'],
    accessAnalyzer: 'INVALID_EFFECT',
  },
  statement({ statement }) {
    const { effect, uri } = statement;
    const source = literalSourceOf(effect);
    // The right word in another case is told by policy/case-of-effect.
    if (!effect || !source || effect.bare || /^(?:allow|deny)$/i.test(source.text)) return undefined;
    return {
      span: source.text === '' ? effect.at : effect.span,
      message: `Effect "${source.text}" is neither Allow nor Deny: AWS refuses the policy`,
      fixes: () =>
        ['Allow', 'Deny'].map((value) => ({
          title: `Write ${value}`,
          choice: true as const,
          changes: [{ kind: 'set' as const, uri, at: effect.at, value }],
        })),
    };
  },
});
