import { policyRule } from './policy-rule.ts';

export const invalidVariableForOperator = policyRule({
  meta: {
    id: 'policy/invalid-variable-for-operator',
    level: 'error',
    summary: 'A policy variable stands where the operator takes none',
    why: 'Policy variables are filled in under the operators for texts and ARNs only. Under any other the condition compares with the letters of the variable, and AWS refuses it.',
    accessAnalyzer: 'INVALID_VARIABLE_FOR_OPERATOR',
  },
  value({ text, value, at }) {
    const { operator } = at;
    if (!operator || operator.family === 'String' || operator.family === 'Arn' || !/\$\{[\w.-]+:[^}]*\}/.test(text))
      return undefined;
    return {
      span: value.span,
      message: `"${text}" has a policy variable, which ${operator.base} does not take: AWS refuses it`,
    };
  },
});
