import { policyRule, type Issue } from './policy-rule.ts';

export const nullWithIfExists = policyRule({
  meta: {
    id: 'policy/null-with-if-exists',
    level: 'error',
    summary: 'The operator Null has the suffix IfExists',
    why: 'Null itself asks whether the key exists, so NullIfExists is no operator, and AWS refuses it.',
    fixes: ['Null'],
    accessAnalyzer: 'NULL_WITH_IF_EXISTS',
  },
  statement({ statement }) {
    const { condition, uri } = statement;
    return condition?.operators
      .filter(({ name }) => /^(?:for(?:all|any)values?:)?nullifexists$/i.test(name))
      .map(({ name, span }): Issue => ({
        span,
        message: `"${name}" is no condition operator: Null itself asks whether the key exists`,
        fixes: () =>
          condition.operators.some((other) => other.name === 'Null')
            ? []
            : [{ title: 'Write Null', changes: [{ kind: 'rename-key', uri, key: span, to: 'Null' }] }],
      }));
  },
});
