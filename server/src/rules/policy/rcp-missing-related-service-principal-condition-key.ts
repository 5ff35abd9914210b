import { policyRule } from './policy-rule.ts';
import { alsoAsk, asksOf, deniesWithoutKey, demandsOneOf } from './rcp-conditions.ts';

export const rcpMissingRelatedServicePrincipalConditionKey = policyRule({
  meta: {
    id: 'policy/rcp-missing-related-service-principal-condition-key',
    level: 'warning',
    summary: 'A resource control policy that is about AWS services shuts out your own users and roles',
    why: 'Only requests of AWS services have `aws:SourceOrgID` and its like. A Deny for all whose key is another keeps out your own users and roles, who have none. `aws:PrincipalIsAWSService` holds the statement to services.',
    fixes: ['a condition that holds it to AWS services'],
    accessAnalyzer: 'RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY',
  },
  test(test) {
    if (!ofSource.test(test.key) || !deniesWithoutKey(test)) return undefined;
    if (asksOf(test.at, ofService) || demandsOneOf(test.at, ofSource)) return undefined;
    return {
      span: test.test.keySpan,
      message: `your own users and roles have no "${test.test.key}", and are denied as well`,
      fixes: () => alsoAsk(test.at, 'BoolIfExists', 'aws:PrincipalIsAWSService', 'true'),
    };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceorgid */
const ofSource = /^aws:source(?:orgid|orgpaths|account|arn)$/;
const ofService = /^aws:principal(?:isawsservice|servicename|servicenameslist)$/;
