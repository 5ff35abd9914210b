import { operatorLike } from './operator-name.ts';
import { withOperator } from './with-operator.ts';
import { policyRule } from './policy-rule.ts';

export const missingQualifier = policyRule({
  meta: {
    id: 'policy/missing-qualifier',
    level: 'error',
    summary: 'A key with several values is compared without ForAllValues or ForAnyValue',
    why: 'A request carries a set of values for such a key. Without a qualifier the condition does not say whether all of them or any of them must match.',
    fixes: ['ForAnyValue', 'ForAllValues'],
    accessAnalyzer: 'MISSING_QUALIFIER',
    needsCatalog: true,
  },
  test(test) {
    const { operator, known } = test;
    if (!operator || operator.qualifier || operator.family === 'Null' || !known?.multivalued) return undefined;
    const { keySpan, key } = test.test;
    return {
      span: keySpan,
      message: `a request has several values of "${key}", and ${operator.base} does not say whether all or any of them must match`,
      fixes: () =>
        (['ForAnyValue', 'ForAllValues'] as const).flatMap((qualifier) => {
          const name = operatorLike({ ...operator, qualifier }, operator.base);
          const changes = withOperator(test, name);
          return changes ? [{ title: `Compare with ${name}`, choice: true as const, changes }] : [];
        }),
    };
  },
});
