import { hasElementLike, wordOfStatement } from './elements.ts';
import { policyRule } from './policy-rule.ts';

export const missingPrincipal = policyRule({
  meta: {
    id: 'policy/missing-principal',
    level: 'error',
    summary: 'A statement of a resource-based policy does not say whom it is about',
    why: 'A resource-based policy says by Principal who is let in or kept out. AWS refuses a statement without one: `MalformedPolicy: Missing required field Principal`.',
    fixes: ['the account'],
    accessAnalyzer: 'MISSING_PRINCIPAL',
  },
  statement({ statement, policy }) {
    const slot = policy.use?.slot;
    // Policies of VPC endpoints may be read so that everybody is meant.
    if (slot !== 'resource' && slot !== 'rcp') return undefined;
    if (!statement.complete || statement.keys.length === 0) return undefined;
    if (hasElementLike(statement, 'Principal', 'NotPrincipal')) return undefined;
    const { span, uri } = statement;
    const account =
      policy.document.host === 'template'
        ? { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' }
        : 'arn:aws:iam::111122223333:root';
    return {
      span: wordOfStatement(statement),
      message: 'the statement has no Principal: AWS refuses it, for it does not say whom it is about',
      fixes: () => [
        {
          title: slot === 'rcp' ? 'Add Principal: "*"' : 'Let it be about the account',
          choice: true,
          changes: [
            {
              kind: 'add-entry',
              uri,
              mapping: span,
              key: 'Principal',
              value: slot === 'rcp' ? '*' : { AWS: account },
              ...(statement.effect ? { after: 'Effect' } : {}),
            },
          ],
        },
      ],
    };
  },
});
