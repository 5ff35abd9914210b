import { arnVerdict } from './arn-verdict.ts';
import { policyRule } from './policy-rule.ts';
import { filled } from './filled-field.ts';

export const missingArnAccount = policyRule({
  meta: {
    id: 'policy/missing-arn-account',
    level: 'error',
    summary: 'An ARN has no account though its service has one',
    why: 'The ARNs of most services have an account: `arn:aws:sqs:eu-west-1:111122223333:orders`. With the field empty an ARN matches nothing.',
    fixes: ['any account'],
    accessAnalyzer: 'MISSING_ARN_ACCOUNT',
    needsCatalog: true,
  },
  resource(resource) {
    if (arnVerdict(resource) !== 'missing-account') return undefined;
    const { arn, value, text = '', at } = resource;
    const service = arn?.text('service') ?? '';
    return {
      span: value.span,
      message: `ARNs of ${service} have an account here: with that field empty "${text}" matches no resource`,
      fixes: () => [
        {
          title: 'Any account: *',
          changes: [{ kind: 'set', uri: at.statement.uri, at: value.at, value: filled(text, 4) }],
        },
      ],
    };
  },
});
