import { policyRule } from './policy-rule.ts';
import { repeatedSids } from './sids.ts';

export const uniqueSidsRequired = policyRule({
  meta: {
    id: 'policy/unique-sids-required',
    level: 'error',
    summary: 'Two statements of an IAM policy have the same Sid',
    why: 'IAM refuses a policy in which a Sid stands twice: `MalformedPolicyDocument: Statement IDs (SID) in a single policy must be unique`.',
    fixes: ['a number behind the name'],
    accessAnalyzer: 'UNIQUE_SIDS_REQUIRED',
  },
  policy(policy) {
    return policy.kind === 'identity' || policy.kind === 'boundary'
      ? repeatedSids(policy, 'IAM refuses the policy')
      : undefined;
  },
});
