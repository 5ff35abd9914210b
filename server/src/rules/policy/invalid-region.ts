import { mayBeRegion, partitions } from '../../catalog/partitions.ts';
import { nearestOf } from '../nearest.ts';
import { isPlainValue } from './value-forms.ts';
import { policyRule } from './policy-rule.ts';

export const invalidRegion = policyRule({
  meta: {
    id: 'policy/invalid-region',
    level: 'error',
    summary: 'A condition names a region that does not exist',
    why: 'A region is named as on the list of regions: `eu-west-1`. With any other value the condition never holds; under a negated operator it always does.',
    fixes: ['the nearest region'],
    accessAnalyzer: 'INVALID_REGION',
  },
  value(value) {
    const { key, operator, at } = value.at;
    const { text } = value;
    if ((key !== 'aws:requestedregion' && key !== 'ec2:region') || operator?.family !== 'String') return undefined;
    if (!isPlainValue(value) || /[*?]/.test(text) || !/^[a-z]+-[a-z0-9-]+$/.test(text) || mayBeRegion(text))
      return undefined;
    return {
      span: value.value.span,
      message: `"${text}" is no region: no request goes there`,
      fixes: () => {
        const nearest = nearestOf(
          text,
          partitions.flatMap(({ regions }) => Object.keys(regions)),
          2,
        );
        return nearest === undefined
          ? []
          : [
              {
                title: `Write ${nearest}`,
                changes: [{ kind: 'set', uri: at.statement.uri, at: value.value.at, value: nearest }],
              },
            ];
      },
    };
  },
});
