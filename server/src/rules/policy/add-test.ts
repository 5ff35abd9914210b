import type { Statement } from '../../model/policy.ts';
import type { Change, Value } from '../../text/change.ts';

/**
 * The change that asks one more thing of a request: beside the tests of the same operator, in the condition that is there, or in a new
 * one. Undefined where the condition cannot be read, or asks something of the key under that operator already.
 */
export function addTest(statement: Statement, operator: string, key: string, value: Value): Change | undefined {
  const { uri, condition, span } = statement;
  if (!condition)
    return { kind: 'add-entry', uri, mapping: span, key: 'Condition', value: { [operator]: { [key]: value } } };
  if (!condition.complete) return undefined;
  const block = condition.operators.find(({ name }) => name === operator);
  if (!block) return { kind: 'add-entry', uri, mapping: condition.at, key: operator, value: { [key]: value } };
  const isThere = condition.tests.some(
    (test) => test.operator === operator && test.key.toLowerCase() === key.toLowerCase(),
  );
  return isThere ? undefined : { kind: 'add-entry', uri, mapping: block.at, key, value };
}
