import { nullForm } from './null-form.ts';
import { policyRule } from './policy-rule.ts';

export const emptyArrayConditionIfexists = policyRule({
  meta: {
    id: 'policy/empty-array-condition-ifexists',
    level: 'hint',
    summary: 'A condition key is compared with an empty list',
    why: 'IfExists with no values holds only where the request lacks the key. `Null` says that in plain words.',
    fixes: ['Null: true'],
    accessAnalyzer: 'EMPTY_ARRAY_CONDITION_IFEXISTS',
  },
  test(test) {
    const { operator } = test;
    const { isList, complete, conditional, values, at, keySpan } = test.test;
    if (!operator || !isList || !complete || conditional || values.length > 0) return undefined;
    if (!(!operator.qualifier && operator.ifExists)) return undefined;
    return {
      span: at,
      word: keySpan,
      message: `IfExists with no value holds only where the request has no "${test.test.key}": Null says so`,
      fixes: () => nullForm(test, 'true'),
    };
  },
});
