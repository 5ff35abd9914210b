import { nullForm } from './null-form.ts';
import { starMeaning } from './star-meaning.ts';
import { policyRule } from './policy-rule.ts';

export const equivalentToNullTrue = policyRule({
  meta: {
    id: 'policy/equivalent-to-null-true',
    level: 'hint',
    summary: 'A condition that asks only whether a key is missing',
    why: 'A star matches every value, so the negated condition holds only where the request lacks the key. `Null: true` says just that.',
    fixes: ['Null'],
    accessAnalyzer: 'EQUIVALENT_TO_NULL_TRUE',
  },
  test(test) {
    const found = starMeaning(test);
    if (found?.meaning !== 'absent') return undefined;
    return {
      span: found.star.value.span,
      message: `"${found.star.text}" holds only for a request without "${test.test.key}": Null says so in plain words`,
      fixes: () => nullForm(test, 'true'),
    };
  },
});
