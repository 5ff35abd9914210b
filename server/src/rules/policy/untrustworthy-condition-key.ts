import { policyRule } from './policy-rule.ts';
import { serviceCallers } from './service-callers.ts';

export const untrustworthyConditionKey = policyRule({
  meta: {
    id: 'policy/untrustworthy-condition-key',
    level: 'warning',
    summary: 'Access hangs on what the caller says of itself',
    why: 'The Referer and the User-Agent of a request are whatever its sender writes. Whoever knows the value gets in.',
    accessAnalyzer: 'UNTRUSTWORTHY_CONDITION_KEY',
  },
  test({ key, test, operator, at }) {
    if ((key !== 'aws:referer' && key !== 'aws:useragent') || at.effect !== 'Allow') return undefined;
    if (!operator || operator.negated || operator.family === 'Null') return undefined;
    // A service writes it itself: policy/recommended-condition-key-for-service-principal.
    if (key === 'aws:referer' && serviceCallers(at).length > 0) return undefined;
    return { span: test.keySpan, message: `any caller can send the "${test.key}" that is asked for here` };
  },
});
