import type { Fix } from '../rule.ts';
import { addTest } from './add-test.ts';
import type { StatementReading } from './reading.ts';

/**
 * A condition that holds a role action to one service, where it is the statement's only action: of several, the others would be held
 * by a key that their requests do not carry. Which service is the author's choice.
 */
export function onlyForService({ statement, actions }: StatementReading, key: string): readonly Fix[] {
  if (actions.length !== 1 || !statement.action?.complete) return [];
  const change = addTest(statement, 'StringEquals', key, 'lambda.amazonaws.com');
  return change ? [{ title: `Only for one service: ${key}`, choice: true, changes: [change] }] : [];
}
