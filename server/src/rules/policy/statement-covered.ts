import { coveredStatements } from './covering.ts';
import { nameOfStatement, wordOfStatement } from './elements.ts';
import { policyRule } from './policy-rule.ts';

export const statementCovered = policyRule({
  meta: {
    id: 'policy/statement-covered',
    level: 'hint',
    summary: 'An Allow that another Allow of the same policy covers',
    why: 'What one statement allows already, a second need not allow again: whoever narrows the one is surprised that nothing changes.',
    fixes: ['remove the covered statement'],
  },
  policy(policy) {
    const { uri } = policy.document;
    return coveredStatements(policy, 'Allow', 'Allow').map(([narrow, wide]) => ({
      span: wordOfStatement(narrow.statement),
      message: `${nameOfStatement(wide.statement) ?? 'another statement'} allows all of this already`,
      related: [{ uri, span: wordOfStatement(wide.statement), message: 'the statement that covers it' }],
      fixes: () => [
        {
          title: 'Remove the covered statement',
          choice: true,
          changes: [{ kind: 'remove', uri, at: narrow.statement.span }],
        },
      ],
    }));
  },
});
