import { matchesWildcard } from '../../catalog/wildcard.ts';
import type { StatementReading } from './reading.ts';
import { policyRule } from './policy-rule.ts';

export const dynamodbAttributesWithoutSelect = policyRule({
  meta: {
    id: 'policy/dynamodb-attributes-without-select',
    level: 'warning',
    summary: 'The key dynamodb:Attributes is held without dynamodb:Select',
    why: '`dynamodb:Attributes` looks at the attributes that a request names. A read that names none returns the whole item, unless `dynamodb:Select` is held to `SPECIFIC_ATTRIBUTES`.',
    fixes: ['hold dynamodb:Select'],
    accessAnalyzer: 'DYNAMODB_ATTRIBUTES_WITHOUT_SELECT',
  },
  test(test) {
    const { key, at } = test;
    if (key !== 'dynamodb:attributes' || at.effect !== 'Allow' || !at.statement.condition?.complete) return undefined;
    if (at.tests.some((other) => other.key === 'dynamodb:select') || !mayRead(at)) return undefined;
    return {
      span: test.test.keySpan,
      message: 'a read that names no attributes returns all of them, unless dynamodb:Select is SPECIFIC_ATTRIBUTES',
      fixes: () => {
        const { condition, uri } = at.statement;
        const block = condition?.operators.find(({ name }) => name === 'StringEqualsIfExists');
        if (!condition) return [];
        const value = 'SPECIFIC_ATTRIBUTES';
        return [
          {
            title: 'Hold dynamodb:Select to SPECIFIC_ATTRIBUTES',
            changes: [
              block
                ? { kind: 'add-entry', uri, mapping: block.at, key: 'dynamodb:Select', value }
                : {
                    kind: 'add-entry',
                    uri,
                    mapping: condition.at,
                    key: 'StringEqualsIfExists',
                    value: { 'dynamodb:Select': value },
                  },
            ],
          },
        ];
      },
    };
  },
});

const reads = ['dynamodb:getitem', 'dynamodb:batchgetitem', 'dynamodb:query', 'dynamodb:scan'];

function mayRead({ actions }: StatementReading): boolean {
  return actions.some(({ text, isNot }) => isNot || reads.some((read) => matchesWildcard(text.toLowerCase(), read)));
}
