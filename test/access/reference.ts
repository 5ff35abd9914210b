/**
 * AWS's evaluation of literal policies, written down as its pages tell it and for nothing but to be plain: every element is looked at
 * in turn, every pattern is tried at every split. Shares no code with the engine that it judges.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */

type OneOrMany<T> = T | readonly T[];
export type PrincipalJson = '*' | Readonly<Record<string, OneOrMany<string>>>;

export interface StatementJson {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: PrincipalJson;
  readonly NotPrincipal?: PrincipalJson;
  readonly Action?: OneOrMany<string>;
  readonly NotAction?: OneOrMany<string>;
  readonly Resource?: OneOrMany<string>;
  readonly NotResource?: OneOrMany<string>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMany<string>>>>>;
}

export interface PolicyJson {
  readonly Version?: string;
  readonly Statement: readonly StatementJson[];
}

export interface PlainRequest {
  readonly kind: 'role' | 'user' | 'anonymous';
  readonly arn: string;
  readonly account: string;
  readonly action: string;
  readonly resource: string;
  /** Every key that the request carries, in lower case; it carries no other. */
  readonly context: Readonly<Record<string, readonly string[]>>;
}

export interface PlainPolicies {
  readonly identity: readonly PolicyJson[];
  readonly resource?: PolicyJson | undefined;
  readonly boundary?: PolicyJson | undefined;
  readonly session?: PolicyJson | undefined;
  readonly scp?: PolicyJson | undefined;
  readonly sameAccount: boolean;
}

type PlainOutcome = 'allowed' | 'explicitly-denied' | 'implicitly-denied';

export interface PlainAnswer {
  /** One outcome, or several where AWS's pages do not tell which. */
  readonly outcomes: ReadonlySet<PlainOutcome>;
  /** Whether the pages tell everything that was asked on the way. */
  readonly isPublished: boolean;
}

/** What AWS's pages do not tell is answered in every way. */
export function plainAnswer(request: PlainRequest, policies: PlainPolicies): PlainAnswer {
  const outcomes = new Set<PlainOutcome>();
  let isPublished = true;
  for (let way = 0; way < 2 ** points; way++) {
    const asked = new Map<string, boolean>();
    const guess = (point: string): boolean => {
      let answer = asked.get(point);
      if (answer === undefined) asked.set(point, (answer = ((way >> (asked.size % points)) & 1) === 1));
      return answer;
    };
    outcomes.add(decision(request, policies, guess));
    if (asked.size === 0) break;
    isPublished = false;
  }
  return { outcomes, isPublished };
}

/** So many open points are tried independently of each other; beyond, some are answered alike. */
const points = 6;

/** Answers what AWS's pages do not tell; the same point always in the same way. */
type Guess = (point: string) => boolean;

function decision(request: PlainRequest, policies: PlainPolicies, guess: Guess): PlainOutcome {
  const { identity, resource, boundary, session, scp, sameAccount } = policies;
  const guards = [boundary, session, scp].filter((one) => one !== undefined);
  const own = [...identity, ...guards];

  // 1. An explicit deny in any policy ends it.
  if (own.some((policy) => says('Deny', policy, request, false, guess))) return 'explicitly-denied';
  if (resource && says('Deny', resource, request, true, guess)) return 'explicitly-denied';

  const identityAllows = identity.some((policy) => says('Allow', policy, request, false, guess));
  const allows = (policy: PolicyJson | undefined): boolean => !policy || says('Allow', policy, request, false, guess);
  const ways = resource ? waysAllowed(resource, request, guess) : [];

  // 2. Nobody's request: the resource's policy alone.
  if (request.kind === 'anonymous') return ways.length > 0 && allows(scp) ? 'allowed' : 'implicitly-denied';

  // 3. The organization's policies hold for all of the account.
  if (!allows(scp)) return 'implicitly-denied';
  const bounded = allows(boundary) && allows(session);

  // 4. Across accounts both sides must allow.
  if (!sameAccount) return identityAllows && bounded && ways.length > 0 ? 'allowed' : 'implicitly-denied';

  // 5. In one account one of them is enough.
  if (identityAllows && bounded) return 'allowed';
  if (ways.includes('user')) return 'allowed';
  if (ways.includes('role') && bounded) return 'allowed';
  if (ways.includes('everyone') && (bounded || guess('a boundary stops what is granted to everyone'))) return 'allowed';
  if (ways.includes('account') && bounded && guess('the account is enough by itself')) return 'allowed';
  return 'implicitly-denied';
}

function says(
  effect: 'Allow' | 'Deny',
  policy: PolicyJson,
  request: PlainRequest,
  withPrincipal: boolean,
  guess: Guess,
): boolean {
  return policy.Statement.some(
    (statement) =>
      statement.Effect === effect &&
      speaksOf(statement, policy, request, guess) &&
      (!withPrincipal || waysNamed(statement, request, guess).length > 0),
  );
}

type Way = 'everyone' | 'account' | 'role' | 'user';

function waysAllowed(policy: PolicyJson, request: PlainRequest, guess: Guess): readonly Way[] {
  return policy.Statement.filter(
    (statement) => statement.Effect === 'Allow' && speaksOf(statement, policy, request, guess),
  ).flatMap((statement) => waysNamed(statement, request, guess));
}

function waysNamed(statement: StatementJson, request: PlainRequest, guess: Guess): readonly Way[] {
  if (statement.NotPrincipal) {
    const listed = namesIn(statement.NotPrincipal, request);
    if (listed.includes('everyone')) return [];
    // A session of the role, and the account, would have to be listed as well.
    if (listed.length > 0)
      return guess(`${listed.join()} of ${JSON.stringify(statement)} are let off`) ? [] : ['everyone'];
    return ['everyone'];
  }
  return statement.Principal ? namesIn(statement.Principal, request) : [];
}

function namesIn(principal: PrincipalJson, request: PlainRequest): readonly Way[] {
  if (principal === '*') return ['everyone'];
  const out: Way[] = [];
  for (const value of listOf(principal.AWS)) {
    if (value === '*') out.push('everyone');
    if (request.kind === 'anonymous') continue;
    if (value === request.account || value === `arn:aws:iam::${request.account}:root`) out.push('account');
    if (value === request.arn) out.push(request.kind);
  }
  return out;
}

function speaksOf(statement: StatementJson, policy: PolicyJson, request: PlainRequest, guess: Guess): boolean {
  const hasVariables = policy.Version === '2012-10-17';
  const action = (value: string): boolean => like(value.toLowerCase(), request.action.toLowerCase());
  if (statement.Action !== undefined && !listOf(statement.Action).some(action)) return false;
  if (statement.NotAction !== undefined && listOf(statement.NotAction).some(action)) return false;
  const resource = (value: string): boolean =>
    reading(value, hasVariables, request, guess).some((text) => arnLike(text, request.resource));
  if (statement.Resource !== undefined && !listOf(statement.Resource).some(resource)) return false;
  if (statement.NotResource !== undefined) {
    for (const value of listOf(statement.NotResource)) {
      const isEmpty = reading(value, hasVariables, request, guess).length === 0;
      if (isEmpty ? guess(`${value} without a value covers`) : resource(value)) return false;
    }
  }
  for (const [operator, tests] of Object.entries(statement.Condition ?? {}))
    for (const [key, values] of Object.entries(tests))
      if (!testHolds(operator, key, listOf(values), hasVariables, request, guess)) return false;
  return true;
}

const letters: Readonly<Record<string, string>> = { '*': '\u0001', '?': '\u0002', $: '$' };

/** The text with its variables filled in, wildcards among the values made to stand for themselves; none if a variable has no value. */
function reading(text: string, hasVariables: boolean, request: PlainRequest, guess: Guess): readonly string[] {
  if (!hasVariables) return [text];
  let isEmpty = false;
  const filled = text.replace(/\$\{([^{}]*)\}/g, (_, inside: string) => {
    const letter = letters[inside];
    if (letter !== undefined) return letter;
    const [key = '', fallback] = inside.split(/,\s*/);
    const values = request.context[key.toLowerCase()] ?? [];
    // Which of several values a variable stands for is not told: one, or none of them.
    if (values.length > 1) return guess(`${key} is its first value`) ? (values[0] ?? '') : '\u0003';
    const value = values[0] ?? fallback?.replace(/^'|'$/g, '');
    if (value === undefined) isEmpty = true;
    return (value ?? '').replace(/[*?]/g, (one) => letters[one] ?? one);
  });
  return isEmpty ? [] : [filled];
}

function testHolds(
  written: string,
  key: string,
  wanted: readonly string[],
  hasVariables: boolean,
  request: PlainRequest,
  guess: Guess,
): boolean {
  const actual = request.context[key.toLowerCase()] ?? [];
  if (written === 'Null') return wanted.some((value) => (value === 'true') === (actual.length === 0));
  const set = /^(?:ForAllValues|ForAnyValue):/.exec(written)?.[0];
  const ifExists = written.endsWith('IfExists');
  const name = written.slice(set?.length ?? 0, ifExists ? -'IfExists'.length : undefined);
  const isNegated = name.includes('Not');
  if (actual.length === 0) {
    if (ifExists) return true;
    if (set === 'ForAllValues:') return true;
    if (set === 'ForAnyValue:') return false;
    return isNegated;
  }
  const takesVariables = name.startsWith('String') || name.startsWith('Arn');
  const holds = (value: string): boolean => {
    const matches = wanted.some((one) => {
      const texts = reading(one, hasVariables && takesVariables, request, guess);
      if (texts.length === 0 && isNegated) return guess(`${one} without a value matches`);
      return texts.some((text) => compares(name.replace('Not', ''), text, value));
    });
    return isNegated ? !matches : matches;
  };
  // What several values do without a set operator is not told.
  const isEvery = set === 'ForAllValues:' || (set === undefined && guess(`all values of ${key} count`));
  return isEvery ? actual.every(holds) : actual.some(holds);
}

/** `actual` comes from the request, `wanted` from the policy. */
function compares(name: string, wanted: string, actual: string): boolean {
  const plain = wanted.replaceAll('\u0001', '*').replaceAll('\u0002', '?');
  switch (name) {
    case 'StringEquals':
      return plain === actual;
    case 'StringEqualsIgnoreCase':
      return plain.toLowerCase() === actual.toLowerCase();
    case 'StringLike':
      return like(wanted, actual);
    case 'ArnEquals':
    case 'ArnLike':
      return arnLike(wanted, actual);
    case 'NumericEquals':
      return Number(actual) === Number(wanted);
    case 'NumericLessThan':
      return Number(actual) < Number(wanted);
    case 'NumericLessThanEquals':
      return Number(actual) <= Number(wanted);
    case 'NumericGreaterThan':
      return Number(actual) > Number(wanted);
    case 'NumericGreaterThanEquals':
      return Number(actual) >= Number(wanted);
    case 'DateEquals':
      return new Date(actual).getTime() === new Date(wanted).getTime();
    case 'DateLessThan':
      return new Date(actual).getTime() < new Date(wanted).getTime();
    case 'DateLessThanEquals':
      return new Date(actual).getTime() <= new Date(wanted).getTime();
    case 'DateGreaterThan':
      return new Date(actual).getTime() > new Date(wanted).getTime();
    case 'DateGreaterThanEquals':
      return new Date(actual).getTime() >= new Date(wanted).getTime();
    case 'Bool':
      return wanted.toLowerCase() === actual.toLowerCase();
    case 'BinaryEquals':
      return wanted === actual;
    case 'IpAddress': {
      const [network = '', length = '32'] = wanted.split('/');
      return bitsOf(network).slice(0, Number(length)) === bitsOf(actual).slice(0, Number(length));
    }
    default:
      throw new Error(`no operator ${name}`);
  }
}

function bitsOf(address: string): string {
  return address
    .split('.')
    .map((byte) => Number(byte).toString(2).padStart(8, '0'))
    .join('');
}

/** Field by field: a wildcard in one of the first five stays inside; an ARN of fewer fields is completed with wildcards. */
function arnLike(pattern: string, text: string): boolean {
  if (pattern === '*') return true;
  const wanted = fieldsOf(pattern);
  if (wanted[0] !== 'arn') return false;
  return fieldsOf(text).every((field, i) => like(wanted[i] ?? '*', field));
}

function fieldsOf(arn: string): readonly string[] {
  const fields = arn.split(':');
  return fields.length > 6 ? [...fields.slice(0, 5), fields.slice(5).join(':')] : fields;
}

/** `*` is any run of characters, `?` one. Tries every split. */
function like(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const [first] = pattern;
  const rest = pattern.slice(1);
  if (first === '*') {
    for (let i = 0; i <= text.length; i++) if (like(rest, text.slice(i))) return true;
    return false;
  }
  if (text === '') return false;
  const letter = first === '\u0001' ? '*' : first === '\u0002' ? '?' : first;
  return (first === '?' || letter === text[0]) && like(rest, text.slice(1));
}

function listOf<T>(value: OneOrMany<T> | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
