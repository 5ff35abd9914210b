import type { Span } from '../../text/span.ts';
import { isPolicyVariable, variableIssues, type Variable } from './variables.ts';
import { policyRule, type Issue } from './policy-rule.ts';

export const missingBraceInVariable = policyRule({
  meta: {
    id: 'policy/missing-brace-in-variable',
    level: 'error',
    summary: 'A policy variable is not closed',
    why: 'A variable runs from `${` to `}`. Without the brace AWS refuses the policy, or takes the letters as they are.',
    fixes: ['close it'],
    accessAnalyzer: 'MISSING_BRACE_IN_VARIABLE',
  },
  resource({ source, value, at }) {
    return variableIssues(source, value, (variable, span) => find(variable, span, at.statement.uri));
  },
  value({ source, value, at }) {
    return variableIssues(source, value, (variable, span) => find(variable, span, at.at.statement.uri));
  },
});

function find(variable: Variable, span: Span, uri: string): Omit<Issue, 'span'> | undefined {
  if (variable.isClosed || !isPolicyVariable(variable)) return undefined;
  const text = `\${${variable.content}`;
  return {
    message: `"${text}" has no closing brace: AWS takes it for no variable`,
    fixes: () => {
      const key = /^[\w.:/-]+/.exec(variable.content)?.[0];
      return key === undefined
        ? []
        : [
            {
              title: 'Close the brace',
              changes: [{ kind: 'replace-text', uri, span, text: `\${${key}}${variable.content.slice(key.length)}` }],
            },
          ];
    },
  };
}
