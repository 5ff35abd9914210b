import { serviceControlPolicyQuota } from '../../catalog/policy-quotas.ts';
import { policyRule } from './policy-rule.ts';
import { sizeIssue } from './sizes.ts';

export const policySizeExceedsScpQuota = policyRule({
  meta: {
    id: 'policy/policy-size-exceeds-scp-quota',
    level: 'error',
    summary: 'A service control policy is longer than the quota',
    why: 'AWS Organizations takes 5,120 characters in a service control policy, and refuses longer ones. Split the policy.',
    accessAnalyzer: 'POLICY_SIZE_EXCEEDS_SCP_QUOTA',
  },
  policy(policy) {
    return sizeIssue(policy, policy.kind === 'scp' ? serviceControlPolicyQuota : undefined);
  },
});
