import { actionsWithoutTags, asksForResourceTag, placedOn, servicesNamed, withoutThem } from './key-support.ts';
import { policyRule } from './policy-rule.ts';

export const allowWithUnsupportedTagConditionKeyForService = policyRule({
  meta: {
    id: 'policy/allow-with-unsupported-tag-condition-key-for-service',
    level: 'hint',
    summary: 'Actions are allowed by a tag that their service never tells',
    why: 'Not every service says which tags the resource of a request has. Where `aws:ResourceTag` is absent the condition does not hold, and nothing is allowed. Put the actions of such services into a statement of their own that names the resources.',
    fixes: ['the actions that it never holds for removed'],
    accessAnalyzer: 'ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE',
    needsCatalog: true,
  },
  test(test) {
    if (test.at.effect !== 'Allow' || !asksForResourceTag(test)) return undefined;
    const actions = actionsWithoutTags(test.at);
    const place = placedOn(actions, test);
    return (
      place && {
        ...place,
        message: `requests to ${servicesNamed(actions)} have no "${test.test.key}": this statement never allows them`,
        fixes: () => withoutThem(actions, test),
      }
    );
  },
});
