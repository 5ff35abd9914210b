import type { Span } from '../../text/span.ts';
import { isPolicyVariable, variableIssues, type Variable } from './variables.ts';
import { policyRule, type Issue } from './policy-rule.ts';

export const missingQuoteInVariable = policyRule({
  meta: {
    id: 'policy/missing-quote-in-variable',
    level: 'error',
    summary: 'The default of a policy variable is not in single quotes',
    why: "A variable may have a default, in single quotes: `${aws:username, 'nobody'}`. Without the quotes AWS refuses the policy.",
    fixes: ['single quotes'],
    accessAnalyzer: 'MISSING_QUOTE_IN_VARIABLE',
  },
  resource({ source, value, at }) {
    return variableIssues(source, value, (variable, span) => find(variable, span, at.statement.uri));
  },
  value({ source, value, at }) {
    return variableIssues(source, value, (variable, span) => find(variable, span, at.at.statement.uri));
  },
});

function find(variable: Variable, span: Span, uri: string): Omit<Issue, 'span'> | undefined {
  if (!variable.isClosed || !isPolicyVariable(variable)) return undefined;
  const comma = variable.content.indexOf(',');
  if (comma < 0) return undefined;
  const key = variable.content.slice(0, comma).trim();
  const fallback = variable.content.slice(comma + 1).trim();
  if (/^'[^']*'$/.test(fallback)) return undefined;
  const plain = fallback.replace(/^['"]+|['"]+$/g, '');
  return {
    message: `the default "${fallback}" is not in single quotes: AWS refuses the variable`,
    fixes: () => [
      { title: `Write '${plain}'`, changes: [{ kind: 'replace-text', uri, span, text: `\${${key}, '${plain}'}` }] },
    ],
  };
}
