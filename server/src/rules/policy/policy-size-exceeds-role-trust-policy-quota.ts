import { trustPolicyQuota } from '../../catalog/policy-quotas.ts';
import { policyRule } from './policy-rule.ts';
import { sizeIssue } from './sizes.ts';

export const policySizeExceedsRoleTrustPolicyQuota = policyRule({
  meta: {
    id: 'policy/policy-size-exceeds-role-trust-policy-quota',
    level: 'warning',
    summary: 'A trust policy is longer than the quota',
    why: 'IAM takes 2,048 characters without white space in a trust policy. The quota can be raised to 4,096.',
    accessAnalyzer: 'POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA',
  },
  policy(policy) {
    return sizeIssue(policy, policy.kind === 'trust' ? trustPolicyQuota : undefined);
  },
});
