import { literalSourceOf } from '../../model/text-value.ts';
import { policyRule } from './policy-rule.ts';

export const caseOfEffect = policyRule({
  meta: {
    id: 'policy/case-of-effect',
    level: 'error',
    summary: 'Effect is written in another case',
    why: 'Effect is `Allow` or `Deny`, letter for letter. The deployment refuses `allow` and `ALLOW`.',
    fixes: ['the right case'],
    accessAnalyzer: 'INVALID_EFFECT',
  },
  statement({ statement, effect: right }) {
    const { effect, uri } = statement;
    const source = literalSourceOf(effect);
    if (right || !effect || !source || !/^(?:allow|deny)$/i.test(source.text)) return undefined;
    const value = source.text.toLowerCase() === 'allow' ? 'Allow' : 'Deny';
    return {
      span: effect.span,
      message: `Effect "${source.text}" is refused: AWS knows only ${value}, in this case`,
      fixes: () => [{ title: `Write ${value}`, changes: [{ kind: 'set', uri, at: effect.at, value }] }],
    };
  },
});
