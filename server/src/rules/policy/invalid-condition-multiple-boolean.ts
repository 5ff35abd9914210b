import { policyRule } from './policy-rule.ts';

export const invalidConditionMultipleBoolean = policyRule({
  meta: {
    id: 'policy/invalid-condition-multiple-boolean',
    level: 'error',
    summary: 'A Boolean condition has several values',
    why: 'A Boolean is compared with `true` or with `false`. AWS refuses a condition with more than one value.',
    accessAnalyzer: 'INVALID_CONDITION_MULTIPLE_BOOLEAN',
  },
  test({ test, operator }) {
    if (operator?.family !== 'Bool' || operator.qualifier || test.conditional || test.values.length < 2)
      return undefined;
    return {
      span: test.keySpan,
      message: `"${test.key}" is compared with ${test.values.length} Boolean values: AWS takes one`,
    };
  },
});
