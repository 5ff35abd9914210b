import { ipRange } from './ip-range.ts';
import { isPlainValue } from './value-forms.ts';
import { policyRule } from './policy-rule.ts';

export const typeMismatchIpRange = policyRule({
  meta: {
    id: 'policy/type-mismatch-ip-range',
    level: 'error',
    summary: 'An IP condition has a value that is no address and no range',
    why: 'IP operators take an address or a range in CIDR form: `203.0.113.0/24`, `2001:db8::/32`. AWS refuses any other value.',
    accessAnalyzer: 'TYPE_MISMATCH_IP_RANGE',
  },
  value(value) {
    const { operator } = value.at;
    const { text } = value;
    if (operator?.family !== 'IpAddress' || !isPlainValue(value) || ipRange(text)) return undefined;
    // A range to be filled in.
    if (!/\d|^$/.test(text)) return undefined;
    return {
      span: text === '' ? value.value.at : value.value.span,
      message: `"${text}" is no address and no range such as 203.0.113.0/24: AWS refuses it`,
    };
  },
});
