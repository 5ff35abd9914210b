import type { Statement } from '../../model/policy.ts';
import { literalOf } from '../../model/text-value.ts';
import { wordOfStatement } from './elements.ts';
import { policyRule, type Issue } from './policy-rule.ts';
import { meaningOf } from './statement-meaning.ts';

export const redundantStatement = policyRule({
  meta: {
    id: 'policy/redundant-statement',
    level: 'hint',
    summary: 'A statement stands twice',
    why: 'The second of two equal statements changes nothing, until somebody edits one of them and forgets the other.',
    fixes: ['remove the second'],
    accessAnalyzer: 'REDUNDANT_STATEMENT',
  },
  policy({ document }) {
    const { statements, uri } = document;
    if (statements.length < 2) return undefined;
    const issues: Issue[] = [];
    const seen = new Map<string, Statement[]>();
    for (const statement of statements) {
      if (!statement.complete || statement.conditional) continue;
      const brief = `${literalOf(statement.effect)} ${literalOf(statement.action?.values[0])} ${statement.action?.values.length} ${literalOf(statement.resource?.values[0])} ${statement.resource?.values.length}`;
      const alike = seen.get(brief);
      if (alike) alike.push(statement);
      else seen.set(brief, [statement]);
    }
    for (const [same, statement] of [...seen.values()].flatMap(equalPairs)) {
      issues.push({
        span: same.span,
        word: wordOfStatement(same),
        message: 'this statement stands in the policy twice',
        related: [{ uri, span: wordOfStatement(statement), message: 'the same statement again' }],
        fixes: () => [{ title: 'Remove the second of them', changes: [{ kind: 'remove', uri, at: statement.span }] }],
      });
    }
    return issues;
  },
});

/** Each statement that says what one before it says, with the first that says so. */
function equalPairs(alike: readonly Statement[]): readonly (readonly [first: Statement, again: Statement])[] {
  if (alike.length < 2) return [];
  const firsts = new Map<string, Statement>();
  return alike.flatMap((statement) => {
    const meaning = meaningOf(statement);
    if (meaning === undefined) return [];
    const first = firsts.get(meaning);
    if (first) return [[first, statement] as const];
    firsts.set(meaning, statement);
    return [];
  });
}
