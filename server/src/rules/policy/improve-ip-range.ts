import { withoutHostBits } from './ip-range.ts';
import { isPlainValue } from './value-forms.ts';
import { policyRule } from './policy-rule.ts';

export const improveIpRange = policyRule({
  meta: {
    id: 'policy/improve-ip-range',
    level: 'hint',
    summary: 'A range has bits behind its mask',
    why: 'The bits of an address behind the mask are ignored: `203.0.113.7/24` is all of `203.0.113.0/24`. Either the mask or the address is not what was meant.',
    fixes: ['the range without them'],
    accessAnalyzer: 'IMPROVE_IP_RANGE',
  },
  value(value) {
    const { operator, at } = value.at;
    if (operator?.family !== 'IpAddress' || !isPlainValue(value)) return undefined;
    const plain = withoutHostBits(value.text);
    if (plain === undefined) return undefined;
    return {
      span: value.value.span,
      message: `"${value.text}" is all of ${plain}: what stands behind the mask is ignored`,
      fixes: () => [
        {
          title: `Write ${plain}`,
          changes: [{ kind: 'set', uri: at.statement.uri, at: value.value.at, value: plain }],
        },
      ],
    };
  },
});
