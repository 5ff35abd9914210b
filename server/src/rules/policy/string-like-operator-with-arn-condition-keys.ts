import { operatorLike } from './operator-name.ts';
import { withOperator } from './with-operator.ts';
import { policyRule } from './policy-rule.ts';

export const stringLikeOperatorWithArnConditionKeys = policyRule({
  meta: {
    id: 'policy/string-like-operator-with-arn-condition-keys',
    level: 'warning',
    summary: 'A key that holds an ARN is compared with StringLike',
    why: 'StringLike takes an ARN for a text: a star in one field reaches into the next ones. ArnLike compares field by field.',
    fixes: ['ArnLike'],
    accessAnalyzer: 'STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS',
    needsCatalog: true,
  },
  test(test) {
    const { operator, known } = test;
    if (operator?.family !== 'String' || !operator.wild || known?.types[0] !== 'ARN') return undefined;
    const like = operatorLike(operator, operator.negated ? 'ArnNotLike' : 'ArnLike');
    return {
      span: test.test.keySpan,
      message: `"${test.test.key}" is an ARN, and a star under ${operator.base} reaches from one of its fields into the next ones`,
      fixes: () => {
        const changes = withOperator(test, like);
        return changes ? [{ title: `Compare with ${like}`, changes }] : [];
      },
    };
  },
});
