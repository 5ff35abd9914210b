import { variableIssues, type Variable } from './variables.ts';
import { policyRule, type Issue } from './policy-rule.ts';

export const emptyVariable = policyRule({
  meta: {
    id: 'policy/empty-variable',
    level: 'error',
    summary: 'A policy variable has no name',
    why: '`${}` stands for nothing: AWS refuses it. The characters themselves are written `${$}{}`.',
    accessAnalyzer: 'EMPTY_VARIABLE',
  },
  resource({ source, value }) {
    return variableIssues(source, value, (variable) => find(variable));
  },
  value({ source, value }) {
    return variableIssues(source, value, (variable) => find(variable));
  },
});

function find(variable: Variable): Omit<Issue, 'span'> | undefined {
  if (!variable.isClosed || variable.content.trim() !== '') return undefined;
  return { message: 'an empty variable stands for nothing: AWS refuses it' };
}
