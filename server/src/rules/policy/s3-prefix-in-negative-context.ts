import { policyRule } from './policy-rule.ts';

export const s3PrefixInNegativeContext = policyRule({
  meta: {
    id: 'policy/s3-prefix-in-negative-context',
    level: 'warning',
    summary: 'The key s3:prefix keeps callers out by the prefixes that they name',
    why: 'A caller lists the objects under `private/` by asking for `priv`, or for no prefix at all, and such a request does not match the condition. Prefixes are held by what is allowed: `StringLike` in an Allow, `StringNotLike` in a Deny.',
    accessAnalyzer: 'S3_PREFIX_IN_NEGATIVE_CONTEXT',
  },
  test(test) {
    const { key, operator, at } = test;
    if (key !== 's3:prefix' || operator?.family !== 'String' || !test.values.some(({ text }) => text !== ''))
      return undefined;
    const keepsOut = at.effect === 'Deny' ? !operator.negated : at.effect === 'Allow' && operator.negated;
    if (!keepsOut) return undefined;
    return {
      span: test.test.keySpan,
      message: `a caller who names a shorter prefix, or none, is not met by this ${operator.base} and lists these objects all the same`,
    };
  },
});
