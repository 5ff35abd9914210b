import { literalSourceOf } from '../../model/text-value.ts';
import { policyRule } from './policy-rule.ts';

export const invalidVersion = policyRule({
  meta: {
    id: 'policy/invalid-version',
    level: 'error',
    summary: 'The Version of a policy is none that AWS knows',
    why: 'Version names the policy language, not the day on which the policy was written. There are two: `2012-10-17`, and `2008-10-17`, which has no policy variables. AWS refuses any other.',
    fixes: ['2012-10-17'],
    accessAnalyzer: 'INVALID_VERSION',
  },
  policy({ document }) {
    const { version, uri } = document;
    const source = literalSourceOf(version);
    if (!version || !source || version.bare || source.text === '2012-10-17' || source.text === '2008-10-17')
      return undefined;
    return {
      span: source.text === '' ? version.at : version.span,
      message: `Version "${source.text}" is no policy language: AWS knows 2012-10-17 and 2008-10-17`,
      fixes: () => [
        { title: 'Write 2012-10-17', changes: [{ kind: 'set', uri, at: version.at, value: '2012-10-17' }] },
      ],
    };
  },
});
