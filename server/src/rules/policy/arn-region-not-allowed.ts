import { arnVerdict } from './arn-verdict.ts';
import { policyRule } from './policy-rule.ts';

export const arnRegionNotAllowed = policyRule({
  meta: {
    id: 'policy/arn-region-not-allowed',
    level: 'error',
    summary: 'An ARN has a region though its service has none',
    why: 'Some services are global, and the region of their ARNs stays empty: `arn:aws:iam::111122223333:role/name`. An ARN with one matches nothing.',
    fixes: ['remove the region'],
    accessAnalyzer: 'ARN_REGION_NOT_ALLOWED',
    needsCatalog: true,
  },
  resource(resource) {
    if (arnVerdict(resource) !== 'region-not-allowed') return undefined;
    const { arn, value, at } = resource;
    const service = arn?.text('service') ?? '';
    return {
      span: arn?.span('region') ?? value.span,
      message: `ARNs of ${service} have no region here: with "${arn?.text('region') ?? ''}" it matches no resource`,
      fixes: () =>
        arn
          ? [
              {
                title: 'Leave the region empty',
                changes: [{ kind: 'replace-text', uri: at.statement.uri, span: arn.span('region'), text: '' }],
              },
            ]
          : [],
    };
  },
});
