import { arnVerdict } from './arn-verdict.ts';
import { policyRule } from './policy-rule.ts';
import { partitionById } from '../../catalog/partitions.ts';
import { nearestOf } from '../nearest.ts';

export const invalidArnRegion = policyRule({
  meta: {
    id: 'policy/invalid-arn-region',
    level: 'error',
    summary: 'The region of an ARN is none of its partition',
    why: 'An ARN whose region does not exist, or belongs to another partition, matches nothing.',
    fixes: ['the nearest region'],
    accessAnalyzer: 'INVALID_ARN_REGION',
    needsCatalog: true,
  },
  resource(resource) {
    if (arnVerdict(resource) !== 'region') return undefined;
    const { arn, value, at } = resource;
    return {
      span: arn?.span('region') ?? value.span,
      message: `"${arn?.text('region') ?? ''}" is no region of the partition "${arn?.text('partition') ?? ''}": the ARN matches no resource`,
      fixes: () => {
        const [partition, region] = [arn?.text('partition') ?? '', arn?.text('region') ?? ''];
        const nearest = nearestOf(region, Object.keys(partitionById(partition)?.regions ?? {}), 2);
        if (!arn || nearest === undefined) return [];
        const span = arn.span('region');
        return [
          {
            title: `Write ${nearest}`,
            changes: [{ kind: 'replace-text', uri: at.statement.uri, span, text: nearest }],
          },
        ];
      },
    };
  },
});
