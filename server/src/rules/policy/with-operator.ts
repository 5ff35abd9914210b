import { CopyOf, type Change, type Value } from '../../text/change.ts';
import type { TestReading } from './reading.ts';

/**
 * Changes that put a test under another operator, with its value as it is or another one: the operator is renamed where nothing else
 * stands under it. Undefined where the condition says something of the key under that operator already.
 */
export function withOperator(test: TestReading, operator: string, value?: Value): readonly Change[] | undefined {
  const { condition, uri } = test.at.statement;
  const { key, keySpan, operatorSpan, blockAt, at } = test.test;
  if (!condition?.complete) return undefined;
  const target = condition.operators.find(({ name }) => name === operator);
  const there = condition.tests.filter((one) => one.operator === operator);
  if (there.some((one) => one.key.toLowerCase() === test.key)) return undefined;
  const isAlone = condition.tests.filter((one) => one.blockAt.start === blockAt.start).length === 1;
  if (!target && isAlone) {
    const renamed: Change = { kind: 'rename-key', uri, key: operatorSpan, to: operator };
    return value === undefined ? [renamed] : [renamed, { kind: 'set', uri, at, value, keepsComments: true }];
  }
  const moved = value ?? new CopyOf(uri, keySpan);
  const add: Change = target
    ? { kind: 'add-entry', uri, mapping: target.at, key, value: moved }
    : {
        kind: 'add-entry',
        uri,
        mapping: condition.at,
        key: operator,
        value: { [key]: moved },
        after: test.test.operator,
      };
  return [{ kind: 'remove', uri, at: isAlone ? operatorSpan : keySpan, keepsComments: true }, add];
}
