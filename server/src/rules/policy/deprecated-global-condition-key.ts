import { deprecatedArnKey } from './condition-key-forms.ts';
import { policyRule } from './policy-rule.ts';

export const deprecatedGlobalConditionKey = policyRule({
  meta: {
    id: 'policy/deprecated-global-condition-key',
    level: 'warning',
    summary: 'The key aws:ARN, which aws:PrincipalArn has replaced',
    why: '`aws:ARN` is older than `aws:PrincipalArn`, which names the principal of the request also when it is a role session, and `aws:SourceArn`, which names the resource that a service calls for.',
    fixes: ['aws:PrincipalArn'],
    accessAnalyzer: 'DEPRECATED_GLOBAL_CONDITION_KEY',
  },
  test({ key, test, at }) {
    const { kind } = at.policy;
    if (key !== deprecatedArnKey || !(kind !== 'scp' && kind !== 'rcp')) return undefined;
    return {
      span: test.keySpan,
      message: `"${test.key}" is a key of old that newer services do not set: aws:PrincipalArn took its place`,
      fixes: () => [
        {
          title: 'Write aws:PrincipalArn',
          changes: [{ kind: 'rename-key', uri: at.statement.uri, key: test.keySpan, to: 'aws:PrincipalArn' }],
        },
      ],
    };
  },
});
