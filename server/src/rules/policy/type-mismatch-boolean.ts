import { isPlainValue } from './value-forms.ts';
import { policyRule } from './policy-rule.ts';

export const typeMismatchBoolean = policyRule({
  meta: {
    id: 'policy/type-mismatch-boolean',
    level: 'warning',
    summary: 'A Boolean condition has a value that is neither true nor false',
    why: 'Bool and Null compare with `true` or `false`. With any other value the condition never holds.',
    accessAnalyzer: 'TYPE_MISMATCH_BOOLEAN',
  },
  value(value) {
    const { operator } = value.at;
    const { text } = value;
    if (
      !operator ||
      !(
        (operator.family === 'Bool' || operator.family === 'Null') &&
        isPlainValue(value) &&
        !/^(?:true|false)$/i.test(text)
      )
    )
      return undefined;
    return {
      span: text === '' ? value.value.at : value.value.span,
      message: `"${text}" is neither true nor false, which is what ${operator.base} compares with`,
    };
  },
});
