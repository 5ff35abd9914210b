import { mayMeet } from '../../catalog/wildcard.ts';
import { literalOf } from '../../model/text-value.ts';
import { coveredStatements, coversConditions } from './covering.ts';
import { nameOfStatement, wordOfStatement } from './elements.ts';
import { policyRule } from './policy-rule.ts';
import type { StatementReading } from './reading.ts';

export const statementCovered = policyRule({
  meta: {
    id: 'policy/statement-covered',
    level: 'hint',
    summary: 'An Allow that another Allow of the same policy covers',
    why:
      'What one statement allows already, a second need not allow again: whoever narrows the one is surprised that nothing changes. ' +
      'Statements that only happen to overlap are left alone: one of a list of many other actions, one under a condition of its own, and one whose Sid says what it is for, unless all of the service is allowed beside it.',
    fixes: ['remove the covered statement'],
  },
  policy(policy) {
    const { uri } = policy.document;
    return coveredStatements(policy, 'Allow', 'Allow', saysTheSame).map(([narrow, wide]) => ({
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

/**
 * The wider one is the same statement once more, only wider. Where it is about other things as well, or the narrower one has a condition
 * or a name of its own, each stands for a purpose, and its author means it to stay when the other goes: AWS's own policies are written so.
 */
function saysTheSame(narrow: StatementReading, wide: StatementReading): boolean {
  if (!coversConditions(narrow, wide)) return false;
  const isAbout = wide.actions.every(({ text }) =>
    narrow.actions.some((action) => mayMeet(text.toLowerCase(), action.text.toLowerCase())),
  );
  return isAbout && (!isNamed(narrow) || allowsEverything(wide));
}

/** By a name that somebody chose: not as the console numbers statements. */
function isNamed({ statement }: StatementReading): boolean {
  const sid = literalOf(statement.sid) ?? '';
  return sid !== '' && !/^(?:stmt|statement|visualeditor|sid)?\d*$/i.test(sid);
}

/** All of a service, or of all services, on everything. */
function allowsEverything({ actions, resources }: StatementReading): boolean {
  return (
    actions.every(({ name, isNot }) => !isNot && name === '*') &&
    resources.some(({ value, isNot }) => !isNot && literalOf(value) === '*')
  );
}
