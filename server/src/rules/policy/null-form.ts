import type { Fix } from '../rule.ts';
import type { TestReading } from './reading.ts';
import { withOperator } from './with-operator.ts';

/** Says by the operator Null whether the request has the key: `true` for absent, `false` for present. */
export function nullForm(test: TestReading, value: 'true' | 'false'): readonly Fix[] {
  const changes = withOperator(test, 'Null', value);
  return changes ? [{ title: `Write Null: ${test.test.key}: ${value}`, changes }] : [];
}
