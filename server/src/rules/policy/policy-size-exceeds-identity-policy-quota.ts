import { identityPolicyQuota } from '../../catalog/policy-quotas.ts';
import { policyRule } from './policy-rule.ts';
import { sizeIssue } from './sizes.ts';

export const policySizeExceedsIdentityPolicyQuota = policyRule({
  meta: {
    id: 'policy/policy-size-exceeds-identity-policy-quota',
    level: 'warning',
    summary: 'An IAM policy is longer than its quota',
    why: 'IAM counts the characters without white space: 6,144 for a managed policy; for all inline policies together 10,240 of a role, 5,120 of a group, 2,048 of a user. It refuses longer ones (`LimitExceeded`). Split the policy.',
    accessAnalyzer: 'POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA',
  },
  policy(policy) {
    return sizeIssue(
      policy,
      policy.kind === 'identity' || policy.kind === 'boundary'
        ? identityPolicyQuota(policy.use?.command ? policy.use.name : policy.use?.carrier)
        : undefined,
    );
  },
});
