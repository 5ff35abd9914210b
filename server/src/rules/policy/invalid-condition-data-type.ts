import { policyRule } from './policy-rule.ts';

export const invalidConditionDataType = policyRule({
  meta: {
    id: 'policy/invalid-condition-data-type',
    level: 'error',
    summary: 'The values of one condition key are of different JSON types',
    why: 'Values of one key are all texts, all numbers or all booleans; AWS refuses a list of mixed ones.',
    fixes: ['write them all as texts'],
    accessAnalyzer: 'INVALID_CONDITION_DATA_TYPE',
  },
  test({ test, at }) {
    // CloudFormation makes texts of numbers and booleans.
    if (test.values.length < 2 || at.policy.document.host !== 'plain') return undefined;
    const [first] = test.values;
    const other = test.values.find(({ bare }) => bare !== first?.bare);
    if (!first || !other) return undefined;
    const { uri } = at.statement;
    const bare = test.values.filter((value) => value.bare);
    return {
      span: other.span,
      message: `"${test.key}" is compared with ${first.bare ?? 'a text'} and with ${other.bare ?? 'a text'}: AWS wants one kind`,
      related: [{ uri, span: first.span, message: first.bare ?? 'a text' }],
      fixes: () => [
        {
          title: 'Write all of them as texts',
          changes: bare.map(({ at: place, parts }) => ({
            kind: 'set' as const,
            uri,
            at: place,
            value: parts[0]?.kind === 'literal' ? parts[0].source.text : '',
          })),
        },
      ],
    };
  },
});
