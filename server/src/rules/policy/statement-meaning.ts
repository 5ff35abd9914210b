import type { PrincipalElement, Statement, TextElement } from '../../model/policy.ts';
import { literalOf } from '../../model/text-value.ts';

const known = new WeakMap<Statement, string | null>();

/** Everything but the Sid, in one text; undefined when something cannot be read. */
export function meaningOf(statement: Statement): string | undefined {
  let meaning = known.get(statement);
  if (meaning === undefined) known.set(statement, (meaning = workedOut(statement) ?? null));
  return meaning ?? undefined;
}

function workedOut(statement: Statement): string | undefined {
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
