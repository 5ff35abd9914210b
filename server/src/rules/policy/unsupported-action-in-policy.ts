import { resourceOf, servicesOf } from './own-services.ts';
import { policyRule } from './policy-rule.ts';

export const unsupportedActionInPolicy = policyRule({
  meta: {
    id: 'policy/unsupported-action-in-policy',
    level: 'error',
    summary: "A resource's policy speaks of actions of another service",
    why: 'The policy of a bucket is about what may be done with that bucket: `s3:` actions. Actions of other services let nobody do anything there, and Amazon S3 refuses a policy that has them; likewise for queues, topics, keys and their like. What a principal may do elsewhere stands in its own policy, or in that of the other resource.',
    accessAnalyzer: 'UNSUPPORTED_ACTION_IN_POLICY',
    needsCatalog: true,
  },
  action({ at, service, text, value, isNot }) {
    const own = at.policy.service;
    const services = servicesOf(own);
    if (own === undefined || !services || isNot || services.includes(service)) return undefined;
    // A service that does not exist is told as such.
    if (!at.policy.catalog.service(service)) return undefined;
    return {
      span: value.span,
      message: `"${text}" in the policy of ${resourceOf(own)} has no effect: the policy is about ${own} actions only`,
    };
  },
});
