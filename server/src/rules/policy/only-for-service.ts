import type { Change } from '../../text/change.ts';
import type { Fix } from '../rule.ts';
import type { StatementReading } from './reading.ts';

/**
 * A condition that holds a role action to one service, where it is the statement's only action: of several, the others would be held
 * by a key that their requests do not carry. Which service is the author's choice.
 */
export function onlyForService({ statement, actions }: StatementReading, key: string): readonly Fix[] {
  const { uri, condition, span } = statement;
  if (actions.length !== 1 || !statement.action?.complete) return [];
  const service = 'lambda.amazonaws.com';
  const block = condition?.operators.find(({ name }) => name === 'StringEquals');
  const change: Change = block
    ? { kind: 'add-entry', uri, mapping: block.at, key, value: service }
    : condition
      ? { kind: 'add-entry', uri, mapping: condition.at, key: 'StringEquals', value: { [key]: service } }
      : { kind: 'add-entry', uri, mapping: span, key: 'Condition', value: { StringEquals: { [key]: service } } };
  return [{ title: `Only for one service: ${key}`, choice: true, changes: [change] }];
}
