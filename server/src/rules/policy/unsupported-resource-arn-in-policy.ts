import { resourceOf, servicesOf } from './own-services.ts';
import { policyRule } from './policy-rule.ts';

export const unsupportedResourceArnInPolicy = policyRule({
  meta: {
    id: 'policy/unsupported-resource-arn-in-policy',
    level: 'error',
    summary: "A resource's policy names a resource of another service",
    why: 'The policy of a bucket is about that bucket. The ARN of another kind of resource matches no request there, and Amazon S3 refuses a policy that has one; likewise for queues, topics, keys and their like.',
    accessAnalyzer: 'UNSUPPORTED_RESOURCE_ARN_IN_POLICY',
    needsCatalog: true,
  },
  resource({ at, arn, value }) {
    // A backup vault keeps recovery points, some of which have ARNs of the service that made them:
    // https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html
    const own = at.policy.service;
    const services = servicesOf(own);
    const service = arn?.text('service');
    if (own === undefined || own === 'backup' || !services || !arn || service === undefined || arn.count < 6)
      return undefined;
    if (services.includes(service) || !at.policy.catalog.arnFormatsOf(service)) return undefined;
    return {
      span: value.span,
      message: `a resource of ${service} in the policy of ${resourceOf(own)} is never asked for: the policy is about that resource only`,
    };
  },
});
