import { nullForm } from './null-form.ts';
import { starMeaning } from './star-meaning.ts';
import { policyRule } from './policy-rule.ts';

export const equivalentToNullFalse = policyRule({
  meta: {
    id: 'policy/equivalent-to-null-false',
    level: 'hint',
    summary: 'A condition that asks only whether a key is there',
    why: 'A star matches every value, so the condition holds whenever the request has the key. `Null: false` says just that.',
    fixes: ['Null'],
    accessAnalyzer: 'EQUIVALENT_TO_NULL_FALSE',
  },
  test(test) {
    const found = starMeaning(test);
    if (found?.meaning !== 'present') return undefined;
    return {
      span: found.star.value.span,
      message: `"${found.star.text}" holds for every request that has "${test.test.key}": Null says so in plain words`,
      fixes: () => nullForm(test, 'false'),
    };
  },
});
