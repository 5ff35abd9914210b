import { arnVerdict } from './arn-verdict.ts';
import { policyRule } from './policy-rule.ts';
import { formHint } from './form-hint.ts';

export const invalidArnResource = policyRule({
  meta: {
    id: 'policy/invalid-arn-resource',
    level: 'error',
    summary: 'The last field of an ARN has the form of no resource of its service',
    why: 'The Service Authorization Reference lists the forms of ARNs for each service, such as `table/${TableName}` for DynamoDB. An ARN of another form matches nothing.',
    accessAnalyzer: 'INVALID_ARN_RESOURCE',
    needsCatalog: true,
  },
  resource(resource) {
    if (arnVerdict(resource) !== 'resource') return undefined;
    const { arn, value, at } = resource;
    const service = arn?.text('service') ?? '';
    return {
      span: arn?.span('resource') ?? value.span,
      message: `"${arn?.text('resource') ?? ''}" has the form of no ${service} resource${formHint(service, at.policy.catalog)}`,
    };
  },
});
