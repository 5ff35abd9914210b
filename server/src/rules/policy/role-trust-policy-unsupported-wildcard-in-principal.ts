import { literalSourceOf } from '../../model/text-value.ts';
import { policyRule } from './policy-rule.ts';

export const roleTrustPolicyUnsupportedWildcardInPrincipal = policyRule({
  meta: {
    id: 'policy/role-trust-policy-unsupported-wildcard-in-principal',
    level: 'error',
    summary: 'The Principal of a trust policy is a bare "*"',
    why: 'In a trust policy AWS takes `"*"` only as an AWS principal, `{ "AWS": "*" }`, and refuses `"Principal": "*"`: `MalformedPolicyDocument: AssumeRole policy contains an invalid principal: "STAR":"*"`.',
    fixes: ['only this account'],
    accessAnalyzer: 'ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL',
  },
  statement({ statement, policy }) {
    const bare = statement.principal?.bare;
    if (policy.kind !== 'trust' || !bare || literalSourceOf(bare)?.text !== '*') return undefined;
    const account =
      policy.document.host === 'template'
        ? { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' }
        : 'arn:aws:iam::111122223333:root';
    return {
      span: bare.span,
      message: 'Principal "*" in a trust policy: AWS refuses it (AssumeRole policy contains an invalid principal)',
      fixes: () => [
        {
          title: 'Let only this account assume the role',
          changes: [{ kind: 'set', uri: statement.uri, at: bare.at, value: { AWS: account } }],
        },
      ],
    };
  },
});
