import { literalOf } from '../../model/text-value.ts';
import type { PrincipalElement, Statement, TextElement } from '../../model/policy.ts';
import { wordOfStatement } from './elements.ts';
import { policyRule, type Issue } from './policy-rule.ts';

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
      if (!alike) {
        seen.set(brief, [statement]);
        continue;
      }
      const full = meaningOf(statement);
      const same = full === undefined ? undefined : alike.find((other) => meaningOf(other) === full);
      alike.push(statement);
      if (!same) continue;
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

/** Everything but the Sid, in one text; undefined when something cannot be read. */
function meaningOf(statement: Statement): string | undefined {
  const { condition } = statement;
  if (condition && !condition.complete) return undefined;
  const parts = [
    [literalOf(statement.effect)],
    textsOf(statement.action),
    textsOf(statement.notAction),
    textsOf(statement.resource),
    textsOf(statement.notResource),
    principalsOf(statement.principal),
    principalsOf(statement.notPrincipal),
    ...(condition?.tests ?? [])
      .map(({ operator, key, values, complete }) => [
        operator,
        key.toLowerCase(),
        ...(complete ? values.map(literalOf).sort() : [undefined]),
      ])
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
  ];
  return parts.some((part) => part?.includes(undefined)) ? undefined : JSON.stringify(parts);
}

function textsOf(element: TextElement | undefined): readonly (string | undefined)[] | null {
  if (!element) return null;
  if (!element.complete || element.conditional) return [undefined];
  return [...new Set(element.values.map((value) => literalOf(value)))].sort();
}

function principalsOf(element: PrincipalElement | undefined): readonly (string | undefined)[] | null {
  if (!element) return null;
  if (!element.complete) return [undefined];
  if (element.bare) return [literalOf(element.bare)];
  return element.entries.flatMap(({ type, values }) => [type, ...values.map((value) => literalOf(value)).sort()]);
}
