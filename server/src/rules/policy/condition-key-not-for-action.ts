import { conditionKeysFor, type Action } from '../../catalog/catalog.ts';
import { actionsWithoutKey } from './key-support.ts';
import { knownActions } from './known-actions.ts';
import { policyRule } from './policy-rule.ts';
import type { TestReading } from './reading.ts';

export const conditionKeyNotForAction = policyRule({
  meta: {
    id: 'policy/condition-key-not-for-action',
    level: 'warning',
    summary: 'A condition key that no action of the statement has',
    why:
      "A service's condition key is in the requests of some of its actions only: `s3:prefix` when a bucket is listed, not when an object is read. Where it is absent, a test such as StringEquals fails, so that an Allow " +
      'never holds and a Deny never bites; a negated test, or one with IfExists, passes for everyone. Which action has which keys stands in the Service Authorization Reference.',
    needsCatalog: true,
  },
  test(test) {
    const { known, key, at } = test;
    if (!known || !at.isWhole || at.effect === undefined) return undefined;
    // Of actions that are written out AWS's validator says so itself: policy/unsupported-action-for-condition-key.
    if (actionsWithoutKey(test).length > 0) return undefined;
    const service = key.slice(0, key.indexOf(':'));
    // Global keys, some of which bear the prefix of a service, can be in every request.
    if ('description' in known || !wellListed.has(service)) return undefined;
    const meaning = meaningOfAbsence(test);
    const actions = meaning && knownActions(at);
    if (!actions || !actions.every((action) => surelyLacks(action, known.name))) return undefined;
    // A key that the reference lists for no action at all may be in any.
    const all = at.policy.catalog.actionsOf(service) ?? [];
    if (all.every((action) => surelyLacks(action, known.name))) return undefined;
    return {
      span: test.test.keySpan,
      message: `${subjectOf(actions)} "${test.test.key}" in its requests: ${
        meaning === 'passes'
          ? 'the test passes for each of them'
          : at.effect === 'Allow'
            ? 'this statement allows nothing'
            : 'this statement denies nothing'
      }`,
    };
  },
});

/** Services of which AWS's reference says for each action which keys it has; others set keys there that no page tells. */
const wellListed: ReadonlySet<string> = new Set([
  'dynamodb',
  'ec2',
  'ecs',
  'iam',
  'kms',
  'lambda',
  'rds',
  's3',
  'secretsmanager',
  'sns',
  'sts',
]);

function surelyLacks(action: Action, key: string): boolean {
  return wellListed.has(action.service) && !conditionKeysFor(action).includes(key);
}

/** What the test says of a request without the key. */
function meaningOfAbsence({ operator, values, isWhole }: TestReading): 'passes' | 'fails' | undefined {
  if (!operator) return undefined;
  if (operator.family === 'Null') {
    const [only, second] = values;
    if (!isWhole || !only || second) return undefined;
    return only.text.toLowerCase() === 'true' ? 'passes' : 'fails';
  }
  if (operator.ifExists || operator.qualifier === 'ForAllValues') return 'passes';
  return operator.negated && operator.qualifier === undefined ? 'passes' : 'fails';
}

function subjectOf(actions: readonly Action[]): string {
  const [only, second] = actions;
  return only && !second ? `${only.service}:${only.name} has no` : `none of these ${actions.length} actions has`;
}
