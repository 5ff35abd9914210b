import { policyRule } from './policy-rule.ts';

export const emptyArrayConditionForanyvalue = policyRule({
  meta: {
    id: 'policy/empty-array-condition-foranyvalue',
    level: 'hint',
    summary: 'A condition key is compared with an empty list',
    why: 'ForAnyValue with no values never holds: the statement has no effect.',
    accessAnalyzer: 'EMPTY_ARRAY_CONDITION_FORANYVALUE',
  },
  test(test) {
    const { operator } = test;
    const { isList, complete, conditional, values, at, keySpan } = test.test;
    if (!operator || !isList || !complete || conditional || values.length > 0) return undefined;
    if (!(operator.qualifier === 'ForAnyValue')) return undefined;
    return {
      span: at,
      word: keySpan,
      message: `ForAnyValue with no value never holds: the statement has no effect`,
    };
  },
});
