import { policyRule } from './policy-rule.ts';
import { alsoAsk, asksOf, deniesWithoutKey } from './rcp-conditions.ts';

export const rcpMissingRelatedPrincipalConditionKey = policyRule({
  meta: {
    id: 'policy/rcp-missing-related-principal-condition-key',
    level: 'warning',
    summary: 'A resource control policy shuts out AWS services with the strangers',
    why: 'A resource control policy holds for AWS services that call on your behalf too, and they have no `aws:PrincipalOrgID` and no account of yours: a Deny for all whose key is another keeps them out. `aws:PrincipalIsAWSService` leaves them in.',
    fixes: ['a condition that leaves AWS services in'],
    accessAnalyzer: 'RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY',
  },
  test(test) {
    if (!ofPrincipal.test(test.key) || !deniesWithoutKey(test) || asksOf(test.at, ofService)) return undefined;
    return {
      span: test.test.keySpan,
      message: `AWS services that call on your behalf have no "${test.test.key}", and are denied as well`,
      fixes: () => alsoAsk(test.at, 'BoolIfExists', 'aws:PrincipalIsAWSService', 'false'),
    };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principal-properties */
const ofPrincipal = /^aws:principal(?:orgid|orgpaths|account|arn|tag\/.+)$/;
const ofService = /^aws:principal(?:isawsservice|servicename|servicenameslist)$/;
