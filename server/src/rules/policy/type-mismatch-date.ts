import { isEpoch, isIsoDate, isPlainValue } from './value-forms.ts';
import { policyRule } from './policy-rule.ts';

export const typeMismatchDate = policyRule({
  meta: {
    id: 'policy/type-mismatch-date',
    level: 'warning',
    summary: 'A date condition has a value that is no date',
    why: 'Date operators compare dates in the form of ISO 8601: `2026-01-31T09:00:00Z`. With any other value the condition never holds.',
    accessAnalyzer: 'TYPE_MISMATCH_DATE',
  },
  value(value) {
    const { operator } = value.at;
    const { text } = value;
    if (!operator || !(operator.family === 'Date' && isPlainValue(value) && !isIsoDate(text) && !isEpoch(text)))
      return undefined;
    return {
      span: text === '' ? value.value.at : value.value.span,
      message: `"${text}" is no date, such as 2026-01-31T09:00:00Z, which is what ${operator.base} compares with`,
    };
  },
});
