import { policyRule } from './policy-rule.ts';
import { asksForSource, serviceCallers } from './service-callers.ts';

export const recommendedConditionKeyForServicePrincipal = policyRule({
  meta: {
    id: 'policy/recommended-condition-key-for-service-principal',
    level: 'hint',
    summary: 'A service is held to its caller by aws:Referer',
    why: 'Some services put the account they call for into `aws:Referer`. The key was made for what web browsers send; `aws:SourceAccount` and `aws:SourceArn` say the same, and nothing else.',
    fixes: ['aws:SourceAccount'],
    accessAnalyzer: 'RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL',
  },
  test({ key, test, at, operator, values }) {
    if (key !== 'aws:referer' || !operator || operator.negated || operator.family === 'Null') return undefined;
    const [caller] = serviceCallers(at);
    if (!caller || asksForSource(at)) return undefined;
    const isAccount = values.length > 0 && values.every(({ text }) => /^\d{12}$/.test(text));
    return {
      span: test.keySpan,
      message: `for whom ${caller.text} calls is better asked by aws:SourceAccount than by "${test.key}"`,
      fixes: () =>
        isAccount
          ? [
              {
                title: 'Write aws:SourceAccount',
                changes: [{ kind: 'rename-key', uri: at.statement.uri, key: test.keySpan, to: 'aws:SourceAccount' }],
              },
            ]
          : [],
    };
  },
});
