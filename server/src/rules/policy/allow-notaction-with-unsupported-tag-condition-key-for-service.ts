import { asksForResourceTag } from './key-support.ts';
import { policyRule } from './policy-rule.ts';

export const allowNotactionWithUnsupportedTagConditionKeyForService = policyRule({
  meta: {
    id: 'policy/allow-notaction-with-unsupported-tag-condition-key-for-service',
    level: 'hint',
    summary: 'All actions but some are allowed by a tag, which many services never tell',
    why: 'Not every service says which tags the resource of a request has, and NotAction is about all of them. Where `aws:ResourceTag` is absent the condition does not hold, and nothing is allowed. List the actions that are meant by Action.',
    accessAnalyzer: 'ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE',
  },
  test(test) {
    const { notAction, uri } = test.at.statement;
    if (test.at.effect !== 'Allow' || !notAction || !asksForResourceTag(test)) return undefined;
    return {
      span: notAction.keySpan,
      message: `actions of services that tell no "${test.test.key}" are not allowed by this statement`,
      related: [{ uri, span: test.test.keySpan, message: 'the key' }],
    };
  },
});
