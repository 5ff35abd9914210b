import { starMeaning } from './star-meaning.ts';
import { policyRule } from './policy-rule.ts';

export const redundantStatementDueToWildcardInCondition = policyRule({
  meta: {
    id: 'policy/redundant-statement-due-to-wildcard-in-condition',
    level: 'hint',
    summary: 'A condition that never holds',
    why: 'Under ForAnyValue with a negated operator some value of the request must not match a star, and every value does: the statement has no effect.',
    accessAnalyzer: 'REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION',
  },
  test(test) {
    const found = starMeaning(test);
    if (found?.meaning !== 'never') return undefined;
    return {
      span: found.star.value.span,
      message: `"${found.star.text}" under ${test.test.operator} never holds: the statement has no effect`,
    };
  },
});
