import type { ConditionKey } from './catalog.ts';

/** What kind of value an operator compares. */
export type OperatorFamily = 'String' | 'Numeric' | 'Date' | 'Bool' | 'Binary' | 'IpAddress' | 'Arn' | 'Null';

export interface ConditionOperator {
  /** In AWS's spelling, with qualifier and suffix: `ForAnyValue:StringLikeIfExists`. */
  readonly name: string;
  /** Without both: `StringLike`. */
  readonly base: string;
  readonly qualifier: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly ifExists: boolean;
  readonly family: OperatorFamily;
  /** `*` and `?` in its values are wildcards. */
  readonly wild: boolean;
  /** `StringNotEquals` and the like: true where the plain operator is false. */
  readonly negated: boolean;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const bases: readonly (readonly [base: string, family: OperatorFamily, more?: { wild?: true; negated?: true }])[] = [
  ['StringEquals', 'String'],
  ['StringNotEquals', 'String', { negated: true }],
  ['StringEqualsIgnoreCase', 'String'],
  ['StringNotEqualsIgnoreCase', 'String', { negated: true }],
  ['StringLike', 'String', { wild: true }],
  ['StringNotLike', 'String', { wild: true, negated: true }],
  ['NumericEquals', 'Numeric'],
  ['NumericNotEquals', 'Numeric', { negated: true }],
  ['NumericLessThan', 'Numeric'],
  ['NumericLessThanEquals', 'Numeric'],
  ['NumericGreaterThan', 'Numeric'],
  ['NumericGreaterThanEquals', 'Numeric'],
  ['DateEquals', 'Date'],
  ['DateNotEquals', 'Date', { negated: true }],
  ['DateLessThan', 'Date'],
  ['DateLessThanEquals', 'Date'],
  ['DateGreaterThan', 'Date'],
  ['DateGreaterThanEquals', 'Date'],
  ['Bool', 'Bool'],
  ['BinaryEquals', 'Binary'],
  ['IpAddress', 'IpAddress'],
  ['NotIpAddress', 'IpAddress', { negated: true }],
  ['ArnEquals', 'Arn', { wild: true }],
  ['ArnLike', 'Arn', { wild: true }],
  ['ArnNotEquals', 'Arn', { wild: true, negated: true }],
  ['ArnNotLike', 'Arn', { wild: true, negated: true }],
  ['Null', 'Null'],
];

const all: readonly ConditionOperator[] = bases.flatMap(([base, family, more]) =>
  [undefined, 'ForAllValues' as const, 'ForAnyValue' as const].flatMap((qualifier) =>
    [false, true]
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists
      .filter((ifExists) => !ifExists || family !== 'Null')
      .map((ifExists) => ({
        name: `${qualifier === undefined ? '' : `${qualifier}:`}${base}${ifExists ? 'IfExists' : ''}`,
        base,
        qualifier,
        ifExists,
        family,
        wild: more?.wild ?? false,
        negated: more?.negated ?? false,
      })),
  ),
);

const byName = new Map(all.map((operator) => [operator.name, operator]));
const byLowerName = new Map(all.map((operator) => [operator.name.toLowerCase(), operator]));

/**
 * The operator of that name, compared without case: many policies in use write `bool`, and AWS takes them. Undefined for a name that
 * is no operator.
 */
export function conditionOperator(name: string): ConditionOperator | undefined {
  return byName.get(name) ?? byLowerName.get(name.toLowerCase());
}

/** Every operator without qualifier and suffix, in AWS's order. */
export function conditionOperators(): readonly ConditionOperator[] {
  return all.filter(({ qualifier, ifExists }) => qualifier === undefined && !ifExists);
}

/**
 * Whether operators of a family compare keys of a type. ARNs are texts too; how they are best compared is told by
 * policy/string-like-operator-with-arn-condition-keys.
 */
export function comparesType(family: OperatorFamily, type: ConditionKey['types'][number]): boolean {
  switch (type) {
    case 'ARN':
    case 'String':
      return family === 'Arn' || family === 'String';
    case 'IPAddress':
      return family === 'IpAddress';
    case 'Bool':
    case 'Date':
    case 'Numeric':
      return family === type;
  }
}
