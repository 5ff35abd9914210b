import type { Span } from '../../text/span.ts';
import { isPolicyVariable, variableIssues, type Variable } from './variables.ts';
import { policyRule, type Issue } from './policy-rule.ts';

export const unsupportedSpaceInVariable = policyRule({
  meta: {
    id: 'policy/unsupported-space-in-variable',
    level: 'error',
    summary: 'A policy variable has a space in its name',
    why: 'A name of a variable has no spaces, not even at its ends: `${ aws:username }` is not filled in.',
    fixes: ['remove it'],
    accessAnalyzer: 'UNSUPPORTED_SPACE_IN_VARIABLE',
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
  const [key = '', ...rest] = variable.content.split(',');
  // The name of a tag may have blanks inside.
  const plain = key.trim().replace(/\s*:\s*/, ':');
  if (plain === key || key.trim() === '') return undefined;
  return {
    message: `"\${${key}}" has a space in its name: AWS fills in nothing`,
    fixes: () => [
      {
        title: 'Remove the spaces',
        changes: [{ kind: 'replace-text', uri, span, text: `\${${[plain, ...rest].join(',')}}` }],
      },
    ],
  };
}
