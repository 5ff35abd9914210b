import { policyRule } from './policy-rule.ts';

export const roleTrustPolicySyntaxErrorNotprincipal = policyRule({
  meta: {
    id: 'policy/role-trust-policy-syntax-error-notprincipal',
    level: 'error',
    summary: 'A trust policy has a NotPrincipal',
    why: 'A trust policy says by Principal who may assume the role. AWS refuses NotPrincipal in it. Whom to leave out can be said by a Deny statement with a condition on `aws:PrincipalArn`.',
    accessAnalyzer: 'ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL',
  },
  statement({ statement: { notPrincipal }, policy }) {
    if (policy.kind !== 'trust' || !notPrincipal) return undefined;
    return {
      span: notPrincipal.keySpan,
      message: 'NotPrincipal in a trust policy: AWS refuses it, for a trust policy names those who may assume the role',
    };
  },
});
