import { policyRule } from './policy-rule.ts';

export const emptyArrayCondition = policyRule({
  meta: {
    id: 'policy/empty-array-condition',
    level: 'hint',
    summary: 'A condition key is compared with an empty list',
    why: 'A condition key that is compared with nothing narrows nothing.',
    accessAnalyzer: 'EMPTY_ARRAY_CONDITION',
  },
  test(test) {
    const { operator } = test;
    const { isList, complete, conditional, values, at, keySpan } = test.test;
    if (!operator || !isList || !complete || conditional || values.length > 0) return undefined;
    if (!(!operator.qualifier && !operator.ifExists)) return undefined;
    return {
      span: at,
      word: keySpan,
      message: `"${test.test.key}" is compared with no value: the condition has no effect`,
    };
  },
});
