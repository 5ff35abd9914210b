import { policyRule, type Issue } from './policy-rule.ts';

export const nullWithQualifier = policyRule({
  meta: {
    id: 'policy/null-with-qualifier',
    level: 'hint',
    summary: 'The operator Null has a set qualifier',
    why: '`ForAllValues:Null` always holds and `ForAnyValue:Null` never does, whatever the request carries.',
    fixes: ['Null'],
    accessAnalyzer: 'NULL_WITH_QUALIFIER',
  },
  statement({ statement }) {
    const { condition, uri } = statement;
    return condition?.operators
      .filter(({ name }) => /^for(?:all|any)values?:null$/i.test(name))
      .map(({ name, span }): Issue => ({
        span,
        message: `"${name}" ${/^forall/i.test(name) ? 'always holds' : 'never holds'}, whatever the request carries`,
        fixes: () =>
          condition.operators.some((other) => other.name === 'Null')
            ? []
            : [{ title: 'Write Null', changes: [{ kind: 'rename-key', uri, key: span, to: 'Null' }] }],
      }));
  },
});
