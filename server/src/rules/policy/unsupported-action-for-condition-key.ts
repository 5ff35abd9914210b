import { actionsWithoutKey, consequence, placedOn, withoutThem } from './key-support.ts';
import { policyRule } from './policy-rule.ts';

export const unsupportedActionForConditionKey = policyRule({
  meta: {
    id: 'policy/unsupported-action-for-condition-key',
    level: 'error',
    summary: 'A condition key that is never in the requests of some of the actions',
    why: 'Each action has condition keys of its own: `s3:prefix` comes with `s3:ListBucket`, not with `s3:GetBucketLocation`. For an action without the key the condition does not do what it says: an Allow never holds for it, and a Deny never bites; a negated test passes whatever the value. Put those actions into a statement of their own.',
    fixes: ['the actions that it never holds for removed'],
    accessAnalyzer: 'UNSUPPORTED_ACTION_FOR_CONDITION_KEY',
    needsCatalog: true,
  },
  test(test) {
    const actions = actionsWithoutKey(test);
    const place = placedOn(actions, test);
    if (!place) return undefined;
    const [only, second] = actions;
    const subject =
      only && !second ? `requests for "${only.text}" have` : `requests for ${actions.length} of these actions have`;
    return {
      ...place,
      message: `${subject} no "${test.test.key}": ${consequence(test, actions.length)}`,
      fixes: () => withoutThem(actions, test),
    };
  },
});
