import { isPlainValue } from './value-forms.ts';
import { policyRule } from './policy-rule.ts';

export const typeMismatchString = policyRule({
  meta: {
    id: 'policy/type-mismatch-string',
    level: 'warning',
    summary: 'A binary condition has a value that is not base64',
    why: 'BinaryEquals compares bytes, which the policy writes in base64. With any other value the condition never holds.',
    accessAnalyzer: 'TYPE_MISMATCH_STRING',
  },
  value(value) {
    const { operator } = value.at;
    const { text } = value;
    if (
      !operator ||
      !(
        operator.family === 'Binary' &&
        isPlainValue(value) &&
        !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)
      )
    )
      return undefined;
    return {
      span: text === '' ? value.value.at : value.value.span,
      message: `"${text}" is not base64, which is what ${operator.base} compares with`,
    };
  },
});
