import { isIdentityProviderKey } from '../../catalog/catalog.ts';
import { isSingleAudience } from './identity-providers.ts';
import { operatorLike } from './operator-name.ts';
import { policyRule } from './policy-rule.ts';
import { withOperator } from './with-operator.ts';

export const confirmAudienceClaimType = policyRule({
  meta: {
    id: 'policy/confirm-audience-claim-type',
    level: 'hint',
    summary: 'A set operator stands before an audience, which with most providers is one value',
    why: 'Whether a token is for one audience or several is for its provider to say. ForAllValues and ForAnyValue are for several; ForAllValues holds for a token without an audience too.',
    fixes: ['the operator without it'],
    accessAnalyzer: 'CONFIRM_AUDIENCE_CLAIM_TYPE',
  },
  test(test) {
    const { operator, key, at } = test;
    if (!operator?.qualifier || operator.family === 'Null' || at.policy.kind !== 'trust') return undefined;
    if (!key.endsWith(':aud') || !isIdentityProviderKey(key) || isSingleAudience(test)) return undefined;
    const { qualifier } = operator;
    return {
      span: test.test.keySpan,
      message: `${qualifier} is right only where a token has several values of "${test.test.key}"`,
      fixes: () => {
        const name = operatorLike({ ...operator, qualifier: undefined }, operator.base);
        const changes = withOperator(test, name);
        return changes ? [{ title: `Compare with ${name}`, choice: true, changes }] : [];
      },
    };
  },
});
