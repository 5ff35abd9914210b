import { tagFormOf } from './condition-key-forms.ts';
import { policyRule } from './policy-rule.ts';

export const missingTagKeyInCondition = policyRule({
  meta: {
    id: 'policy/missing-tag-key-in-condition',
    level: 'error',
    summary: 'A condition key on tags does not say which tag',
    why: 'The tag is part of the key: `aws:ResourceTag/team`. Without it the key is never in a request, and the condition compares with nothing.',
    accessAnalyzer: 'MISSING_TAG_KEY_IN_CONDITION',
    needsCatalog: true,
  },
  test(test) {
    if (test.known || !test.key.includes(':')) return undefined;
    const form = tagFormOf(test);
    if (form === undefined) return undefined;
    const { keySpan, key } = test.test;
    return {
      span: keySpan,
      message: `"${key}" does not say which tag: the key is ${form.replace(/\/.*$/, '')}/ and the name of one`,
    };
  },
});
