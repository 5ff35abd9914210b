import type { Change } from '../../text/change.ts';
import type { Fix } from '../rule.ts';
import type { TestReading } from './reading.ts';

/**
 * Says by the operator Null whether the request has the key: `true` for absent, `false` for present. Nothing where the condition says
 * something of the key by Null already.
 */
export function nullForm(test: TestReading, value: 'true' | 'false'): readonly Fix[] {
  const { statement } = test.at;
  const { condition, uri } = statement;
  const { key, keySpan, operator, operatorSpan, blockAt } = test.test;
  if (!condition?.complete) return [];
  const title = `Write Null: ${key}: ${value}`;
  const block = condition.operators.find(({ name }) => name === 'Null');
  const inNull = condition.tests.filter((one) => one.operator === 'Null');
  if (inNull.some((one) => one.key.toLowerCase() === test.key)) return [];
  const isAlone = condition.tests.filter((one) => one.blockAt.start === blockAt.start).length === 1;
  if (!block && isAlone) {
    return [
      {
        title,
        changes: [
          { kind: 'rename-key', uri, key: operatorSpan, to: 'Null' },
          { kind: 'set', uri, at: test.test.at, value },
        ],
      },
    ];
  }
  const add: Change = block
    ? { kind: 'add-entry', uri, mapping: block.at, key, value }
    : { kind: 'add-entry', uri, mapping: condition.at, key: 'Null', value: { [key]: value }, after: operator };
  return [{ title, changes: [{ kind: 'remove', uri, at: isAlone ? operatorSpan : keySpan }, add] }];
}
