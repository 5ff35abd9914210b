import { resourceControlPolicyQuota } from '../../catalog/policy-quotas.ts';
import { policyRule } from './policy-rule.ts';
import { sizeIssue } from './sizes.ts';

export const policySizeExceedsRcpQuota = policyRule({
  meta: {
    id: 'policy/policy-size-exceeds-rcp-quota',
    level: 'error',
    summary: 'A resource control policy is longer than the quota',
    why: 'AWS Organizations takes 5,120 characters in a resource control policy, and refuses longer ones. Split the policy.',
    accessAnalyzer: 'POLICY_SIZE_EXCEEDS_RCP_QUOTA',
  },
  policy(policy) {
    return sizeIssue(policy, policy.kind === 'rcp' ? resourceControlPolicyQuota : undefined);
  },
});
