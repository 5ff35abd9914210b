import { conditionOperator, type ConditionOperator } from '../catalog/condition-operators.ts';
import type { ConditionElement, ConditionTest } from '../model/policy.ts';
import { literalOf, printed } from '../model/text-value.ts';
import { code, counted } from './markdown.ts';

/** What an operator without `Not` says of the key and one value, or several of which one is enough. */
const comparisons: Readonly<Record<string, readonly [one: string, several: string]>> = {
  StringEquals: ['is', 'is one of'],
  StringEqualsIgnoreCase: ['is, in any case,', 'is, in any case, one of'],
  StringLike: ['is like', 'is like one of'],
  NumericEquals: ['is', 'is one of'],
  NumericLessThan: ['is less than', 'is less than one of'],
  NumericLessThanEquals: ['is at most', 'is at most one of'],
  NumericGreaterThan: ['is more than', 'is more than one of'],
  NumericGreaterThanEquals: ['is at least', 'is at least one of'],
  DateEquals: ['is', 'is one of'],
  DateLessThan: ['is before', 'is before one of'],
  DateLessThanEquals: ['is not after', 'is not after one of'],
  DateGreaterThan: ['is after', 'is after one of'],
  DateGreaterThanEquals: ['is not before', 'is not before one of'],
  Bool: ['is', 'is one of'],
  BinaryEquals: ['is', 'is one of'],
  IpAddress: ['is in', 'is in one of'],
  ArnEquals: ['is like', 'is like one of'],
  ArnLike: ['is like', 'is like one of'],
};

const negations: Readonly<Record<string, readonly [one: string, several: string]>> = {
  StringNotEquals: ['is not', 'is none of'],
  StringNotEqualsIgnoreCase: ['is not, in any case,', 'is, in any case, none of'],
  StringNotLike: ['is not like', 'is like none of'],
  NumericNotEquals: ['is not', 'is none of'],
  DateNotEquals: ['is not', 'is none of'],
  NotIpAddress: ['is not in', 'is in none of'],
  ArnNotEquals: ['is not like', 'is like none of'],
  ArnNotLike: ['is not like', 'is like none of'],
};

/**
 * When a test holds, as a clause: `over TLS`, `` when `s3:prefix` is `a` ``. What is not written out, or not known to AWS, is said in
 * general words.
 */
export function sayTest(test: ConditionTest): string {
  const operator = conditionOperator(test.operator);
  const key = code(test.key);
  if (!operator || !test.complete || test.conditional || test.values.length === 0)
    return `when ${key} passes the test ${code(test.operator)}`;
  if (operator.family === 'Null') return whenThere(test, key);
  return inPlainWords(test, operator) ?? `when ${compared(test, operator, key)}`;
}

function whenThere(test: ConditionTest, key: string): string {
  const wanted = new Set(test.values.map((value) => literalOf(value)?.toLowerCase()));
  const [only] = wanted;
  if (wanted.size > 1 || (only !== 'true' && only !== 'false')) return `when ${key} passes the test \`Null\``;
  return only === 'true' ? `when the request has no ${key}` : `when the request has ${key}`;
}

/** Keys that everybody has words for, under the operators that mean just that. */
const plainWords: readonly (readonly [key: string, bases: string, words: string])[] = [
  ['aws:sourceip', 'IpAddress', 'from'],
  ['aws:sourcevpce', 'StringEquals', 'through VPC endpoint'],
  ['aws:sourcevpc', 'StringEquals', 'from VPC'],
  ['aws:sourcearn', 'ArnLike ArnEquals StringEquals StringLike', 'on behalf of'],
  ['aws:sourceaccount', 'StringEquals', 'on behalf of account'],
  ['aws:principalorgid', 'StringEquals', 'by members of organization'],
  ['aws:requestedregion', 'StringEquals', 'in region'],
  ['iam:passedtoservice', 'StringEquals', 'to be passed to'],
];

function inPlainWords(test: ConditionTest, { qualifier, ifExists, base }: ConditionOperator): string | undefined {
  if (qualifier !== undefined || ifExists) return undefined;
  const key = test.key.toLowerCase();
  const [only, second] = test.values.map((value) => literalOf(value)?.toLowerCase());
  if (base === 'Bool' && !second && key === 'aws:securetransport') {
    if (only === 'true') return 'over TLS';
    if (only === 'false') return 'without TLS';
  }
  if (base === 'Bool' && !second && key === 'aws:multifactorauthpresent' && only === 'true')
    return 'signed in with MFA';
  const [, , words] = plainWords.find(([name, bases]) => name === key && bases.split(' ').includes(base)) ?? [];
  return words === undefined ? undefined : `${words} ${alternatives(test)}`;
}

function compared(test: ConditionTest, operator: ConditionOperator, key: string): string {
  const { qualifier, ifExists, negated, base } = operator;
  const isSeveral = test.values.length > 1;
  const texts = test.values.map(literalOf);
  const isAny = operator.wild && !negated && texts.some((text) => text !== undefined && /^\*+$/.test(text));
  const [one, several] = (negated ? negations : comparisons)[base] ?? ['is', 'is one of'];
  const values = isSeveral ? alternatives(test, negated ? 'and' : 'or') : alternatives(test);
  const passes = `${isSeveral ? several : one} ${values}`;
  if (qualifier === 'ForAllValues') return `every value of ${key} ${passes} (or there is none)`;
  if (qualifier === 'ForAnyValue') return `a value of ${key} ${passes}${ifExists ? ' (or there is none)' : ''}`;
  if (isAny && !ifExists) return `the request has ${key}`;
  return `${key} ${passes}${ifExists || negated ? ' (or absent)' : ''}`;
}

function alternatives({ values }: ConditionTest, last = 'or'): string {
  const words = values.map((value) => (literalOf(value) === '' ? 'the empty text' : code(printed(value))));
  const shown = words.length > 3 ? [...words.slice(0, 2), `${words.length - 2} more`] : words;
  return shown.length === 1 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} ${last} ${shown.at(-1)}`;
}

/** When a condition holds: all of its tests; empty for one without tests. */
export function sayCondition(condition: ConditionElement | undefined, most = 3): string {
  if (!condition) return '';
  const clauses = condition.tests.map(sayTest);
  const shown = clauses.length > most ? clauses.slice(0, most - 1) : clauses;
  const rest = clauses.length - shown.length;
  const all = [
    ...shown,
    ...(rest > 0 ? [`under ${counted(rest, 'more condition')}`] : []),
    ...(condition.complete ? [] : ['under conditions that are not written here']),
  ];
  return all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1)}` : (all[0] ?? '');
}
