import type { ConditionKey } from '../../catalog/catalog.ts';
import { comparesType } from '../../catalog/condition-operators.ts';
import { operatorLike } from './operator-name.ts';
import { withOperator } from './with-operator.ts';
import { policyRule } from './policy-rule.ts';

export const typeMismatch = policyRule({
  meta: {
    id: 'policy/type-mismatch',
    level: 'warning',
    summary: 'An operator that does not fit the type of the condition key',
    why: 'Each condition key is of a type: text, number, date, Boolean, IP address, ARN. An operator of another family compares it as what it is not, and mostly never holds.',
    fixes: ['the operator for the type of the key'],
    accessAnalyzer: 'TYPE_MISMATCH',
    needsCatalog: true,
  },
  test(test) {
    const { operator, known } = test;
    if (!operator || !known || operator.family === 'Null' || operator.family === 'Binary') return undefined;
    // Tags hold what their owners like to compare.
    if (known.name.includes('/') || known.types.some((type) => comparesType(operator.family, type))) return undefined;
    const [type = 'String'] = known.types;
    const { keySpan, key } = test.test;
    return {
      span: keySpan,
      message: `"${key}" is ${nouns[type]}, which ${operator.base} compares as ${nouns[operator.family] ?? 'something else'}`,
      fixes: () => {
        const base = operator.negated ? negatives[type] : positives[type];
        const changes = base === undefined ? undefined : withOperator(test, operatorLike(operator, base));
        return changes ? [{ title: `Compare with ${operatorLike(operator, base ?? '')}`, changes }] : [];
      },
    };
  },
});

type KeyType = ConditionKey['types'][number];

const nouns: Readonly<Record<string, string>> = {
  String: 'a text',
  ARN: 'an ARN',
  Arn: 'an ARN',
  Bool: 'a Boolean',
  Numeric: 'a number',
  Date: 'a date',
  IPAddress: 'an IP address',
  IpAddress: 'an IP address',
};

const positives: Readonly<Record<KeyType, string | undefined>> = {
  String: 'StringEquals',
  ARN: 'ArnLike',
  Bool: 'Bool',
  Numeric: 'NumericEquals',
  Date: 'DateEquals',
  IPAddress: 'IpAddress',
};

const negatives: Readonly<Record<KeyType, string | undefined>> = {
  String: 'StringNotEquals',
  ARN: 'ArnNotLike',
  Bool: undefined,
  Numeric: 'NumericNotEquals',
  Date: 'DateNotEquals',
  IPAddress: 'NotIpAddress',
};
