import { globalKey } from '../../catalog/catalog.ts';
import { isSingleAudience } from './identity-providers.ts';
import { operatorLike } from './operator-name.ts';
import { withOperator } from './with-operator.ts';
import { policyRule } from './policy-rule.ts';

export const forallvaluesWithSingleValuedKey = policyRule({
  meta: {
    id: 'policy/forallvalues-with-single-valued-key',
    level: 'warning',
    summary: 'ForAllValues stands before a key that has one value',
    why: 'ForAllValues holds when every value of the request matches, and so when there is none: a request without the key passes. Before a key with a single value it opens the condition to all that lack it.',
    fixes: ['the operator without it'],
    accessAnalyzer: 'FORALLVALUES_WITH_SINGLE_VALUED_KEY',
  },
  test(test) {
    const { operator, key } = test;
    // What other services set is not known well enough.
    const isSingle = globalKey(key)?.multivalued === false || isSingleAudience(test);
    if (operator?.qualifier !== 'ForAllValues' || operator.family === 'Null' || !isSingle) return undefined;
    return {
      span: test.test.keySpan,
      message: `ForAllValues holds for a request without "${test.test.key}" too, and that key never has more than one value`,
      fixes: () => {
        const name = operatorLike({ ...operator, qualifier: undefined }, operator.base);
        const changes = withOperator(test, name);
        return changes ? [{ title: `Compare with ${name}`, changes }] : [];
      },
    };
  },
});
