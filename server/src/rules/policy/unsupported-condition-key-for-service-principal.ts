import { policyRule } from './policy-rule.ts';
import { serviceCallers } from './service-callers.ts';

export const unsupportedConditionKeyForServicePrincipal = policyRule({
  meta: {
    id: 'policy/unsupported-condition-key-for-service-principal',
    level: 'error',
    summary: 'A condition asks for a key that the service does not have',
    why: 'A service principal belongs to no organization: `cloudfront.amazonaws.com` comes without `aws:PrincipalOrgID`, and the condition never holds. Which service works for whom is asked by `aws:SourceArn` and its like.',
    accessAnalyzer: 'UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL',
  },
  test({ key, test, at, operator }) {
    if (!operator || operator.family === 'Null') return undefined;
    const caller = serviceCallers(at).find(({ text }) => (unsupported.get(text) ?? []).includes(key));
    if (!caller) return undefined;
    return { span: test.keySpan, message: `${caller.text} comes without "${test.key}"` };
  },
});

/**
 * What AWS's validator publishes of its list.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-unsupported-condition-key-for-service-principal
 */
const unsupported: ReadonlyMap<string, readonly string[]> = new Map([
  ['cloudfront.amazonaws.com', ['aws:principalorgid']],
]);
