import { literalSourceOf } from '../../model/text-value.ts';
import type { PolicyReading } from './reading.ts';
import { isPolicyVariable, variableIssues, type Variable } from './variables.ts';
import { policyRule, type Issue } from './policy-rule.ts';

export const variableUnsupportedInVersion = policyRule({
  meta: {
    id: 'policy/variable-unsupported-in-version',
    level: 'error',
    summary: 'A policy variable stands in a policy of the language of 2008',
    why: 'Variables came with Version `2012-10-17`. In a policy without Version, or with `2008-10-17`, `${aws:username}` is the text itself, and matches nothing.',
    fixes: ['Version 2012-10-17'],
    accessAnalyzer: 'VARIABLE_UNSUPPORTED_IN_VERSION',
  },
  resource({ source, value, at }) {
    return variableIssues(source, value, (variable) => find(variable, at.policy));
  },
  value({ source, value, at }) {
    return variableIssues(source, value, (variable) => find(variable, at.at.policy));
  },
});

function find(variable: Variable, { document }: PolicyReading): Omit<Issue, 'span'> | undefined {
  const { version, keys, complete, uri, span } = document;
  if (!variable.isClosed || !isPolicyVariable(variable) || !complete || keys.length === 0) return undefined;
  if (version ? literalSourceOf(version)?.text !== '2008-10-17' : keys.some(({ name }) => name === 'Version'))
    return undefined;
  return {
    message: `"\${${variable.content}}" is mere text in a policy ${version ? 'of 2008-10-17' : 'without Version'}, and matches nothing`,
    fixes: () => [
      {
        title: version ? 'Write Version 2012-10-17' : 'Add Version 2012-10-17',
        changes: [
          version
            ? { kind: 'set', uri, at: version.at, value: '2012-10-17' }
            : {
                kind: 'add-entry',
                uri,
                mapping: span,
                key: 'Version',
                value: '2012-10-17',
                before: keys[0]?.name ?? 'Statement',
              },
        ],
      },
    ],
  };
}
