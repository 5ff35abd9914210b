import { arnVerdict } from './arn-verdict.ts';
import { policyRule } from './policy-rule.ts';

export const invalidArnServiceCase = policyRule({
  meta: {
    id: 'policy/invalid-arn-service-case',
    level: 'error',
    summary: 'The service of an ARN is not in small letters',
    why: 'ARNs are compared letter for letter, and AWS writes services in small letters: an ARN of `S3` matches nothing.',
    fixes: ['small letters'],
    accessAnalyzer: 'INVALID_ARN_SERVICE_CASE',
    needsCatalog: true,
  },
  resource(resource) {
    if (arnVerdict(resource) !== 'service-case') return undefined;
    const { arn, value, at } = resource;
    const service = arn?.text('service') ?? '';
    return {
      span: arn?.span('service') ?? value.span,
      message: `"${service}" is not in small letters: the ARN matches no resource`,
      fixes: () =>
        arn
          ? [
              {
                title: `Write ${service.toLowerCase()}`,
                changes: [
                  {
                    kind: 'replace-text',
                    uri: at.statement.uri,
                    span: arn.span('service'),
                    text: service.toLowerCase(),
                  },
                ],
              },
            ]
          : [],
    };
  },
});
