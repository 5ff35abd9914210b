import { conditionOperator, conditionOperators } from '../../catalog/condition-operators.ts';
import { nearestOf } from '../nearest.ts';
import { policyRule, type Issue } from './policy-rule.ts';

export const invalidConditionOperator = policyRule({
  meta: {
    id: 'policy/invalid-condition-operator',
    level: 'error',
    summary: 'A condition operator that AWS does not know',
    why: 'AWS refuses a policy with an operator that is not on its list, such as `StringEqual` or `Like`: `MalformedPolicyDocument: Invalid Condition type`.',
    fixes: ['the nearest operator'],
    accessAnalyzer: 'INVALID_CONDITION_OPERATOR',
  },
  statement({ statement }) {
    const { condition, uri } = statement;
    if (!condition) return undefined;
    return condition.operators
      .filter(({ name }) => !conditionOperator(name) && !isNullIfExists(name) && !/^Fn::|[${<]/.test(name))
      .map(({ name, span }): Issue => {
        const nearest = nearestOperator(name);
        return {
          span,
          message: `"${name}" is no condition operator: AWS refuses the policy`,
          fixes: () =>
            nearest === undefined || condition.operators.some((other) => other.name === nearest)
              ? []
              : [{ title: `Write ${nearest}`, changes: [{ kind: 'rename-key', uri, key: span, to: nearest }] }],
        };
      });
  },
});

/** Told by policy/null-with-if-exists. */
function isNullIfExists(name: string): boolean {
  return /^(?:for(?:all|any)values?:)?nullifexists$/i.test(name);
}

/** Qualifier and suffix stay where they can be told. */
function nearestOperator(name: string): string | undefined {
  const [, qualifier = '', base = '', ifExists = ''] = /^(for\w*:)?(.*?)(ifexists)?$/i.exec(name) ?? [];
  const nearest = nearestOf(
    base,
    conditionOperators().map((operator) => operator.name),
  );
  if (nearest === undefined) return undefined;
  const before = qualifier === '' ? '' : /all/i.test(qualifier) ? 'ForAllValues:' : 'ForAnyValue:';
  const found = `${before}${nearest}${ifExists === '' ? '' : 'IfExists'}`;
  return conditionOperator(found) ? found : undefined;
}
