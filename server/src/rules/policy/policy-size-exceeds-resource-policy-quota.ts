import { resourcePolicyQuota } from '../../catalog/policy-quotas.ts';
import { policyRule } from './policy-rule.ts';
import { sizeIssue } from './sizes.ts';

export const policySizeExceedsResourcePolicyQuota = policyRule({
  meta: {
    id: 'policy/policy-size-exceeds-resource-policy-quota',
    level: 'warning',
    summary: 'A resource-based policy is longer than its service takes',
    why: 'Each service limits the policies of its resources, such as 20 KB for a bucket, 8 KB for a queue or an API. It refuses longer ones.',
    accessAnalyzer: 'POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA',
  },
  policy(policy) {
    return sizeIssue(policy, policy.service === undefined ? undefined : resourcePolicyQuota(policy.service));
  },
});
