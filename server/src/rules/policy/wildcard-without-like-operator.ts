import { operatorLike } from './operator-name.ts';
import { withOperator } from './with-operator.ts';
import { policyRule } from './policy-rule.ts';

export const wildcardWithoutLikeOperator = policyRule({
  meta: {
    id: 'policy/wildcard-without-like-operator',
    level: 'warning',
    summary: 'A wildcard stands where the operator takes it for a letter',
    why: '`*` and `?` are wildcards under the Like operators and the ARN operators only. Under StringEquals they are letters, and the condition holds for that very text alone.',
    fixes: ['the Like operator, ArnLike for an ARN'],
    accessAnalyzer: 'WILDCARD_WITHOUT_LIKE_OPERATOR',
  },
  value(value) {
    const test = value.at;
    const { operator, at } = test;
    if (operator?.family !== 'String' || operator.wild || !/[*?]/.test(value.text.replace(/\$\{[^}]*\}/g, '')))
      return undefined;
    return {
      span: value.value.span,
      message: `"${value.text}" is compared letter for letter by ${operator.base}: its wildcard stands for nothing else`,
      fixes: () => {
        // No Like is blind to case.
        if (operator.base.endsWith('IgnoreCase') || !at.statement.condition) return [];
        const family = test.known?.types[0] === 'ARN' ? 'Arn' : 'String';
        const like = operatorLike(operator, `${family}${operator.negated ? 'Not' : ''}Like`);
        const changes = withOperator(test, like);
        return changes ? [{ title: `Compare with ${like}`, changes }] : [];
      },
    };
  },
});
