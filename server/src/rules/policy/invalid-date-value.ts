import { isEpoch } from './value-forms.ts';
import { policyRule } from './policy-rule.ts';

export const invalidDateValue = policyRule({
  meta: {
    id: 'policy/invalid-date-value',
    level: 'warning',
    summary: 'A date is written as seconds since 1970',
    why: 'IAM takes seconds since 1970 for a date, but not to the second, and nobody can read them. AWS advises the form of ISO 8601: `2026-01-31T09:00:00Z`.',
    fixes: ['the date in ISO 8601'],
    accessAnalyzer: 'INVALID_DATE_VALUE',
  },
  value(value) {
    const { operator, key, at } = value.at;
    const { text } = value;
    if (operator?.family !== 'Date' || key === 'aws:epochtime' || !isEpoch(text)) return undefined;
    const date = new Date(Number(text) * 1000);
    const iso = Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace('.000Z', 'Z');
    return {
      span: value.value.span,
      message: `"${text}" is a date in seconds since 1970, which IAM may not read as exactly that second`,
      fixes: () =>
        iso === undefined
          ? []
          : [
              {
                title: `Write ${iso}`,
                changes: [{ kind: 'set', uri: at.statement.uri, at: value.value.at, value: iso }],
              },
            ],
    };
  },
});
