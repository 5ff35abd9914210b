import { isPlainValue } from './value-forms.ts';
import { policyRule } from './policy-rule.ts';

export const typeMismatchNumber = policyRule({
  meta: {
    id: 'policy/type-mismatch-number',
    level: 'warning',
    summary: 'A numeric condition has a value that is no number',
    why: 'Numeric operators compare numbers. With any other value the condition never holds.',
    accessAnalyzer: 'TYPE_MISMATCH_NUMBER',
  },
  value(value) {
    const { operator } = value.at;
    const { text } = value;
    if (
      !operator ||
      !(operator.family === 'Numeric' && isPlainValue(value) && !/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text))
    )
      return undefined;
    return {
      span: text === '' ? value.value.at : value.value.span,
      message: `"${text}" is no number, which is what ${operator.base} compares with`,
    };
  },
});
