import { arnVerdict } from './arn-verdict.ts';
import { policyRule } from './policy-rule.ts';
import { filled } from './filled-field.ts';

export const missingArnRegion = policyRule({
  meta: {
    id: 'policy/missing-arn-region',
    level: 'error',
    summary: 'An ARN has no region though its service has one',
    why: 'The ARNs of most services have a region: `arn:aws:sqs:eu-west-1:111122223333:orders`. With the field empty an ARN matches nothing.',
    fixes: ['any region'],
    accessAnalyzer: 'MISSING_ARN_REGION',
    needsCatalog: true,
  },
  resource(resource) {
    if (arnVerdict(resource) !== 'missing-region') return undefined;
    const { arn, value, text = '', at } = resource;
    const service = arn?.text('service') ?? '';
    return {
      span: value.span,
      message: `ARNs of ${service} have a region here: with that field empty "${text}" matches no resource`,
      fixes: () => [
        {
          title: 'Any region: *',
          changes: [{ kind: 'set', uri: at.statement.uri, at: value.at, value: filled(text, 3) }],
        },
      ],
    };
  },
});
