import { policyRule } from './policy-rule.ts';

export const redundantConditionValueNum = policyRule({
  meta: {
    id: 'policy/redundant-condition-value-num',
    level: 'hint',
    summary: 'Several numbers under an operator that only the outermost decides',
    why: 'Of several values one must match. Under NumericLessThan the greatest decides, under NumericGreaterThan the least; the others change nothing.',
    fixes: ['the value that decides'],
    accessAnalyzer: 'REDUNDANT_CONDITION_VALUE_NUM',
  },
  test({ operator, test, values, isWhole, at }) {
    if (operator?.family !== 'Numeric' || operator.qualifier || !/Less|Greater/.test(operator.base)) return undefined;
    const numbers = values.map(({ text }) => Number(text));
    if (values.length < 2 || !isWhole || numbers.some((number) => Number.isNaN(number))) return undefined;
    const isLess = operator.base.includes('Less');
    const decides = isLess ? Math.max(...numbers) : Math.min(...numbers);
    const text = values[numbers.indexOf(decides)]?.text ?? '';
    return {
      span: test.keySpan,
      message: `of these values only the ${isLess ? 'greatest' : 'least'}, ${text}, decides under ${operator.base}`,
      fixes: () => [
        { title: `Keep ${text} alone`, changes: [{ kind: 'set', uri: at.statement.uri, at: test.at, value: text }] },
      ],
    };
  },
});
