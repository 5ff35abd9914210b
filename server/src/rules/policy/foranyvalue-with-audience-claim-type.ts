import { isSingleAudience } from './identity-providers.ts';
import { operatorLike } from './operator-name.ts';
import { policyRule } from './policy-rule.ts';
import { withOperator } from './with-operator.ts';

export const foranyvalueWithAudienceClaimType = policyRule({
  meta: {
    id: 'policy/foranyvalue-with-audience-claim-type',
    level: 'warning',
    summary: 'ForAnyValue stands before an audience, which is one value',
    why: 'A token of this provider is for one audience. ForAnyValue is for keys with several values, and before this one says something that is not so.',
    fixes: ['the operator without it'],
    accessAnalyzer: 'FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE',
  },
  test(test) {
    const { operator } = test;
    if (operator?.qualifier !== 'ForAnyValue' || operator.family === 'Null' || !isSingleAudience(test))
      return undefined;
    return {
      span: test.test.keySpan,
      message: `"${test.test.key}" has one value, and ForAnyValue is for keys with several`,
      fixes: () => {
        const name = operatorLike({ ...operator, qualifier: undefined }, operator.base);
        const changes = withOperator(test, name);
        return changes ? [{ title: `Compare with ${name}`, changes }] : [];
      },
    };
  },
});
