import { policyRule } from './policy-rule.ts';
import { alsoAsk, deniesWithoutKey, demandsOneOf } from './rcp-conditions.ts';

export const rcpMissingServiceConditionKeyNullCheck = policyRule({
  meta: {
    id: 'policy/rcp-missing-service-condition-key-null-check',
    level: 'warning',
    summary: 'A resource control policy shuts out services that say nothing of where their calls come from',
    why: 'Not every service sends `aws:SourceOrgID` and its like with its calls. A Deny for all whose key is another keeps those out. A Null condition on `aws:SourceAccount` or `aws:SourceArn` holds the statement to calls that say where they come from.',
    fixes: ['a Null condition'],
    accessAnalyzer: 'RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK',
  },
  test(test) {
    if (!ofOrganization.test(test.key) || !deniesWithoutKey(test) || demandsOneOf(test.at, ofSource)) return undefined;
    return {
      span: test.test.keySpan,
      message: `a service that sends no "${test.test.key}" with its calls is denied as well`,
      fixes: () => alsoAsk(test.at, 'Null', 'aws:SourceAccount', 'false'),
    };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceorgid */
const ofOrganization = /^aws:source(?:orgid|orgpaths|account)$/;
const ofSource = /^aws:source(?:orgid|orgpaths|account|arn)$/;
