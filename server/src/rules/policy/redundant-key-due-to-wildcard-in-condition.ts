import { starMeaning } from './star-meaning.ts';
import { policyRule } from './policy-rule.ts';

export const redundantKeyDueToWildcardInCondition = policyRule({
  meta: {
    id: 'policy/redundant-key-due-to-wildcard-in-condition',
    level: 'hint',
    summary: 'A condition that always holds',
    why: 'A star matches every value, and with ForAllValues or IfExists a request without the key passes too: the test narrows nothing.',
    fixes: ['remove it'],
    accessAnalyzer: 'REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION',
  },
  test(test) {
    const found = starMeaning(test);
    if (found?.meaning !== 'always') return undefined;
    const { condition, uri } = test.at.statement;
    const { keySpan, operatorSpan, blockAt } = test.test;
    return {
      span: found.star.value.span,
      message: `"${found.star.text}" under ${test.test.operator} always holds, with the key and without it`,
      fixes: () => {
        if (!condition?.complete) return [];
        const isLast = condition.tests.length === 1;
        const isAlone = condition.tests.filter((one) => one.blockAt.start === blockAt.start).length === 1;
        const at = isLast ? condition.keySpan : isAlone ? operatorSpan : keySpan;
        return [{ title: 'Remove the test', changes: [{ kind: 'remove', uri, at }] }];
      },
    };
  },
});
