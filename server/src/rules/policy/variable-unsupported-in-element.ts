import { literalSourceOf } from '../../model/text-value.ts';
import { isPolicyVariable, variableIssues, type Variable } from './variables.ts';
import { policyRule, type Issue } from './policy-rule.ts';

export const variableUnsupportedInElement = policyRule({
  meta: {
    id: 'policy/variable-unsupported-in-element',
    level: 'error',
    summary: 'A policy variable stands where none is filled in',
    why: 'Variables are filled in in Resource and in the values of conditions. In Action, Principal and Sid they stay the letters that they are, and AWS refuses them.',
    accessAnalyzer: 'VARIABLE_UNSUPPORTED_IN_ELEMENT',
  },
  action({ source, value, element }) {
    return variableIssues(source, value, (variable) => find(variable, element.key));
  },
  principal({ source, value, element }) {
    return variableIssues(source, value, (variable) => find(variable, element.key));
  },
  statement({ statement }) {
    return (
      statement.sid &&
      variableIssues(literalSourceOf(statement.sid), statement.sid, (variable) => find(variable, 'Sid'))
    );
  },
});

function find(variable: Variable, element: string): Omit<Issue, 'span'> | undefined {
  if (!variable.isClosed || !isPolicyVariable(variable)) return undefined;
  return { message: `"\${${variable.content}}" is not filled in in ${element}: AWS refuses it there` };
}
