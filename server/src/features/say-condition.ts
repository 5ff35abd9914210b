import { globalKey, isIdentityProviderKey, type Catalog, type Descriptions } from '../catalog/catalog.ts';
import { capital, code, page } from './markdown.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const operators: Readonly<Record<string, string>> = {
  stringequals: 'the texts are the same, letter for letter',
  stringnotequals: 'the text is none of these',
  stringequalsignorecase: 'the texts are the same but for upper and lower case',
  stringnotequalsignorecase: 'the text is none of these, upper and lower case aside',
  stringlike: 'the text fits the pattern: `*` is any run of characters, `?` is one',
  stringnotlike: 'the text fits none of the patterns',
  numericequals: 'the numbers are equal',
  numericnotequals: 'the number is none of these',
  numericlessthan: 'the number is less than this',
  numericlessthanequals: 'the number is at most this',
  numericgreaterthan: 'the number is greater than this',
  numericgreaterthanequals: 'the number is at least this',
  dateequals: 'the dates are the same',
  datenotequals: 'the date is none of these',
  datelessthan: 'the date is before this',
  datelessthanequals: 'the date is this or before',
  dategreaterthan: 'the date is after this',
  dategreaterthanequals: 'the date is this or after',
  bool: 'the truth value is this',
  binaryequals: 'the bytes are the same',
  ipaddress: 'the address is in the range',
  notipaddress: 'the address is in none of the ranges',
  arnequals: 'the ARN fits the pattern, field by field: a `*` does not cross a colon',
  arnlike: 'the ARN fits the pattern, field by field: a `*` does not cross a colon',
  arnnotequals: 'the ARN fits none of the patterns',
  arnnotlike: 'the ARN fits none of the patterns',
  null: '`true`: the request has no such key; `false`: it has one',
};

/** What a condition operator asks for. Undefined for one that AWS does not know. */
export function sayOperator(operator: string): string | undefined {
  const match = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/i.exec(operator);
  const meaning = operators[(match?.[2] ?? '').toLowerCase()];
  if (!match || meaning === undefined) return undefined;
  const set = match[1]?.toLowerCase();
  return page(
    `**Holds when ${meaning}**`,
    set === 'forallvalues'
      ? '`ForAllValues`: every value that the request carries must pass; a request without the key passes too.'
      : set === 'foranyvalue'
        ? '`ForAnyValue`: one value that the request carries must pass.'
        : undefined,
    match[3] ? '`IfExists`: a request without the key passes.' : undefined,
  );
}

/** What a condition key holds. Undefined for one that nobody knows. */
export function sayConditionKey(
  name: string,
  catalog: Catalog | undefined,
  descriptions: Descriptions | undefined,
): string | undefined {
  const global = globalKey(name);
  const known = global ?? catalog?.conditionKey(name);
  if (!known)
    return isIdentityProviderKey(name)
      ? page(`**A claim of the identity provider ${code(name.slice(0, name.lastIndexOf(':')))}**`, code(name))
      : undefined;
  const meaning = global?.description ?? descriptions?.conditionKey(known.name);
  return page(
    meaning === undefined ? code(known.name) : `**${capital(meaning)}**`,
    `${code(known.name)}, ${known.types.join(' or ')}${known.multivalued ? ', several values: compare it with `ForAllValues` or `ForAnyValue`' : ''}${global ? ', in requests to every service' : ''}`,
  );
}

/**
 * What stands for a policy variable, `${aws:username}` or `${aws:username, 'nobody'}`, when a request comes. Undefined for a word that is
 * none; in the older version of the policy language all of them are plain text.
 */
export function sayVariable(
  inside: string,
  counts: boolean | undefined,
  catalog: Catalog | undefined,
): string | undefined {
  if (inside.length > 500) return undefined;
  const text = inside.trim();
  const [, name = text, fallback] = /^(.*?)\s*,\s*'(.*)'$/s.exec(text) ?? [];
  const letter = name === '*' || name === '?' || name === '$';
  const key = globalKey(name) ?? catalog?.conditionKey(name);
  if (!letter && !key && !isIdentityProviderKey(name)) return undefined;
  if (counts === false)
    return page(
      `**Plain text here: ${code(`\${${inside}}`)}**`,
      'Variables count with `"Version": "2012-10-17"` only; the older version takes them by the letter.',
    );
  if (letter) return `**The character ${code(name)} itself**, where it would be a sign otherwise`;
  const meaning = globalKey(name)?.description;
  return page(
    meaning === undefined
      ? `**The value of ${code(name)} in the request**`
      : `**Filled in at each request: ${meaning}**`,
    meaning === undefined ? undefined : code(name),
    fallback === undefined
      ? 'In a request without it, the text matches nothing.'
      : `In a request without it, ${code(fallback)} stands here.`,
  );
}
