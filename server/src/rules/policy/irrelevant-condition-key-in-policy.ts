import { policyRule } from './policy-rule.ts';

export const irrelevantConditionKeyInPolicy = policyRule({
  meta: {
    id: 'policy/irrelevant-condition-key-in-policy',
    level: 'hint',
    summary: 'A key that says nothing in the policy of a bucket',
    why: '`s3:ResourceAccount` is the account of the bucket, and in the policy of that bucket always the same. It is made for policies of identities.',
    accessAnalyzer: 'IRRELEVANT_CONDITION_KEY_IN_POLICY',
  },
  test({ key, test, at }) {
    if (key !== 's3:resourceaccount' || at.policy.service !== 's3') return undefined;
    return { span: test.keySpan, message: `"${test.key}" is the account of this very bucket, whatever the request` };
  },
});
