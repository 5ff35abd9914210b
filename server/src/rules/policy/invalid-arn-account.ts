import { arnVerdict } from './arn-verdict.ts';
import { policyRule } from './policy-rule.ts';

export const invalidArnAccount = policyRule({
  meta: {
    id: 'policy/invalid-arn-account',
    level: 'error',
    summary: 'The account of an ARN is not 12 digits',
    why: 'An account id has 12 digits, zeros in front included. An ARN with any other matches nothing.',
    accessAnalyzer: 'INVALID_ARN_ACCOUNT',
    needsCatalog: true,
  },
  resource(resource) {
    if (arnVerdict(resource) !== 'account') return undefined;
    const { arn, value } = resource;
    return {
      span: arn?.span('account') ?? value.span,
      message: `"${arn?.text('account') ?? ''}" is no account, which has 12 digits: the ARN matches no resource`,
    };
  },
});
