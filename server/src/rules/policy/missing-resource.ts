import { shapeOfStatement } from '../../model/policy-shape.ts';
import { hasElementLike, wordOfStatement } from './elements.ts';
import { policyRule } from './policy-rule.ts';
import type { StatementReading } from './reading.ts';

export const missingResource = policyRule({
  meta: {
    id: 'policy/missing-resource',
    level: 'error',
    summary: 'A statement names no resources where its kind of policy demands them',
    why: 'Identity-based policies, boundaries, service control policies and bucket policies say by Resource or NotResource what they are about. AWS refuses a statement that has neither: `MalformedPolicyDocument: Policy statement must contain resources`.',
    fixes: ['Resource `*`, to be narrowed'],
    accessAnalyzer: 'MISSING_RESOURCE',
  },
  statement(reading) {
    const { statement } = reading;
    if (!statement.complete || statement.keys.length === 0 || !isDemanded(reading)) return undefined;
    if (hasElementLike(statement, 'Resource', 'NotResource')) return undefined;
    // A trust policy in the wrong place is told as such.
    if (shapeOfStatement(statement) === 'trust') return undefined;
    const { span, uri } = statement;
    return {
      span: (statement.action ?? statement.notAction)?.keySpan ?? wordOfStatement(statement),
      message:
        'the statement has neither Resource nor NotResource: AWS refuses it (Policy statement must contain resources)',
      fixes: () => [
        {
          title: 'Add Resource: "*", to be narrowed',
          choice: true,
          changes: [
            {
              kind: 'add-entry',
              uri,
              mapping: span,
              key: 'Resource',
              value: '*',
              after: statement.action ? 'Action' : 'NotAction',
            },
          ],
        },
      ],
    };
  },
});

/** A loose statement without a Principal is of an identity-based policy, or lacks its Principal: it is refused in either case. */
function isDemanded({ statement, policy }: StatementReading): boolean {
  switch (policy.use?.slot) {
    case 'identity':
    case 'boundary':
    case 'scp':
    case 'rcp':
      return true;
    case 'resource':
      return policy.service === 's3';
    case 'trust':
    case 'endpoint':
      return false;
    case undefined:
      return !hasElementLike(statement, 'Principal', 'NotPrincipal');
  }
}
