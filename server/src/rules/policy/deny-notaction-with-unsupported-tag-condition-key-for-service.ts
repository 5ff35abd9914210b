import { asksForResourceTag } from './key-support.ts';
import { policyRule } from './policy-rule.ts';

export const denyNotactionWithUnsupportedTagConditionKeyForService = policyRule({
  meta: {
    id: 'policy/deny-notaction-with-unsupported-tag-condition-key-for-service',
    level: 'warning',
    summary: 'All actions but some are denied by a tag, which many services never tell',
    why: 'Not every service says which tags the resource of a request has, and NotAction is about all of them. Where `aws:ResourceTag` is absent the condition does not hold, and nothing is denied, whatever the tags. List the actions that are meant by Action.',
    accessAnalyzer: 'DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE',
  },
  test(test) {
    const { notAction, uri } = test.at.statement;
    if (test.at.effect !== 'Deny' || !notAction || !asksForResourceTag(test)) return undefined;
    return {
      span: notAction.keySpan,
      message: `actions of services that tell no "${test.test.key}" are not denied by this statement`,
      related: [{ uri, span: test.test.keySpan, message: 'the key' }],
    };
  },
});
