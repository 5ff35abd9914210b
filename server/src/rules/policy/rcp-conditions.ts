import type { Fix } from '../rule.ts';
import { addTest } from './add-test.ts';
import type { StatementReading, TestReading } from './reading.ts';

/**
 * A test of a Deny in a resource control policy that holds for a request without the key, so that it keeps out whoever never has it.
 * False for a condition that cannot be read as a whole.
 */
export function deniesWithoutKey({ at, operator }: TestReading): boolean {
  if (at.policy.kind !== 'rcp' || at.effect !== 'Deny' || !at.statement.condition?.complete || !operator) return false;
  if (operator.family === 'Null') return false;
  return operator.negated
    ? operator.qualifier !== 'ForAnyValue'
    : operator.ifExists || operator.qualifier === 'ForAllValues';
}

/** Keys in lower case. */
export function asksOf({ tests }: StatementReading, keys: RegExp): boolean {
  return tests.some(({ key }) => keys.test(key));
}

/** The statement holds only for requests that have one of the keys. */
export function demandsOneOf({ tests }: StatementReading, keys: RegExp): boolean {
  return tests.some(
    ({ key, operator, values }) =>
      keys.test(key) && operator?.family === 'Null' && values.length === 1 && /^false$/i.test(values[0]?.text ?? ''),
  );
}

/** A condition beside the others. */
export function alsoAsk({ statement }: StatementReading, operator: string, key: string, value: string): readonly Fix[] {
  const change = addTest(statement, operator, key, value);
  return change ? [{ title: `Add ${operator}: ${key}: ${value}`, changes: [change] }] : [];
}
