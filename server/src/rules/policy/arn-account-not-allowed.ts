import { arnVerdict } from './arn-verdict.ts';
import { policyRule } from './policy-rule.ts';

export const arnAccountNotAllowed = policyRule({
  meta: {
    id: 'policy/arn-account-not-allowed',
    level: 'error',
    summary: 'An ARN has an account though its kind of resource has none',
    why: 'The names of buckets are unique across accounts, and the account of their ARNs stays empty: `arn:aws:s3:::bucket`. An ARN with one matches nothing.',
    fixes: ['remove the account'],
    accessAnalyzer: 'ARN_ACCOUNT_NOT_ALLOWED',
    needsCatalog: true,
  },
  resource(resource) {
    if (arnVerdict(resource) !== 'account-not-allowed') return undefined;
    const { arn, value, at } = resource;
    const service = arn?.text('service') ?? '';
    return {
      span: arn?.span('account') ?? value.span,
      message: `ARNs of ${service} have no account here: with "${arn?.text('account') ?? ''}" it matches no resource`,
      fixes: () =>
        arn
          ? [
              {
                title: 'Leave the account empty',
                changes: [{ kind: 'replace-text', uri: at.statement.uri, span: arn.span('account'), text: '' }],
              },
            ]
          : [],
    };
  },
});
