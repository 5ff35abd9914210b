import { perUnit } from '../graph/per-unit.ts';
import { resolverOf } from '../graph/resolve.ts';
import type { Unit } from '../graph/unit.ts';
import type { PrincipalElement, Statement, TextElement } from '../model/policy.ts';
import type { TextValue } from '../model/text-value.ts';

/** The statement with what its references stand for, as far as the unit says: a role's ARN in place of `GetAtt Role.Arn`. */
export const resolvedStatement = perUnit((statement: Statement, unit: Unit): Statement => {
  const resolver = resolverOf(unit);
  const text = (value: TextValue): TextValue => resolver.standsFor(value, statement.uri);
  const element = (one: TextElement | undefined): TextElement | undefined =>
    one && { ...one, values: one.values.map(text) };
  const principal = (one: PrincipalElement | undefined): PrincipalElement | undefined =>
    one && { ...one, entries: one.entries.map((entry) => ({ ...entry, values: entry.values.map(text) })) };
  const { condition } = statement;
  return {
    ...statement,
    principal: principal(statement.principal),
    notPrincipal: principal(statement.notPrincipal),
    resource: element(statement.resource),
    notResource: element(statement.notResource),
    condition: condition && {
      ...condition,
      tests: condition.tests.map((test) => ({ ...test, values: test.values.map(text) })),
    },
  };
});
