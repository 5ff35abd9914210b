import type { PolicyDocument, PrincipalElement, PrincipalEntry } from '../model/policy.ts';
import { literalOf, splitText, type TextValue } from '../model/text-value.ts';
import { anyOfElement } from './condition-holds.ts';
import { allOf, anyOf, coversText, equalsArn, equalsText, type Answer } from './match.ts';
import type { Requester } from './request.ts';

/** As what a statement names the requester: what a grant is worth depends on it. */
export type NamedAs = 'everyone' | 'account' | 'role' | 'user' | 'session' | 'service';

/** For each manner of naming, whether the Principal element names the requester so. */
export type Naming = Readonly<Record<NamedAs, Answer>>;

export const namedByNone: Naming = {
  everyone: 'no',
  account: 'no',
  role: 'no',
  user: 'no',
  session: 'no',
  service: 'no',
};

/**
 * How a Principal element names the requester: as one of everyone (`*`), of an account, as a role, a user, a session of the role, a
 * service. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function principalNames(element: PrincipalElement, requester: Requester): Naming {
  const out: Record<NamedAs, Answer> = { ...namedByNone };
  const add = (as: NamedAs, answer: Answer): void => {
    out[as] = anyOf([out[as], answer]);
  };
  if (element.bare) {
    const text = literalOf(element.bare);
    // AWS refuses any other bare text.
    add('everyone', text === '*' ? forEveryone(requester) : 'maybe');
  }
  for (const entry of element.entries) {
    for (const as of manners) {
      const answers = entry.values.map((value) => valueNames(entry, value, as, requester));
      add(as, entry.values.length === 0 ? 'no' : anyOfElement({ ...entry, complete: true }, answers));
    }
    if (!entry.complete) add('everyone', 'maybe');
  }
  if (!element.complete) add('everyone', 'maybe');
  if (element.conditional) for (const as of manners) out[as] = allOf([out[as], 'maybe']);
  return out;
}

/** Whether a policy names AWS principals, and not everyone alone. */
export function namesPrincipals(document: PolicyDocument): boolean {
  return document.statements.some((statement) =>
    (statement.principal?.entries ?? []).some(
      (entry) => entry.type === 'AWS' && entry.values.some((value) => literalOf(value) !== '*'),
    ),
  );
}

const manners: readonly NamedAs[] = ['everyone', 'account', 'role', 'user', 'session', 'service'];

/** Whether AWS's own services are among everyone depends on the service. */
function forEveryone(requester: Requester): Answer {
  return requester.kind === 'service' ? 'maybe' : 'yes';
}

function valueNames(entry: PrincipalEntry, value: TextValue, as: NamedAs, requester: Requester): Answer {
  switch (entry.type) {
    case 'AWS':
      return valueNamesInAws(value, as, requester);
    case 'Service':
      if (as !== 'service' || requester.kind !== 'service' || requester.host === undefined) return 'no';
      return equalsText(value, literalText(requester.host, value), false);
    case 'Federated':
    case 'CanonicalUser':
      return 'no';
    default:
      return as === 'everyone' ? 'maybe' : 'no';
  }
}

function valueNamesInAws(value: TextValue, as: NamedAs, requester: Requester): Answer {
  const text = literalOf(value);
  if (text === '*') return as === 'everyone' ? forEveryone(requester) : 'no';
  if (requester.kind === 'anonymous' || requester.kind === 'service') {
    // A hole may hold `*`.
    return as === 'everyone' && mayBeStar(value) ? 'maybe' : 'no';
  }
  if (text !== undefined && /^A[A-Z0-9]{15,}$/.test(text))
    // The unique id of a role or user that was there when the policy was written.
    return as === (text.startsWith('AIDA') ? 'user' : 'role') && mayBe(as, requester) ? 'maybe' : 'no';
  const fields = splitText(value, ':', 6);
  if (fields.length < 6) {
    // An account by its number, or a text that holds who knows what.
    if (text !== undefined) return as === 'account' ? isAccount(value, requester) : 'no';
    if (isAccountNumber(value)) return as === 'account' ? isAccount(value, requester) : 'no';
    return couldName(as, requester);
  }
  const [, , service, , account, tail] = fields;
  const kind = tail && literalOf(splitText(tail, '/', 2)[0]);
  if (!tail || !account || kind === undefined) return couldName(as, requester);
  if (kind === 'root') return as === 'account' ? isAccount(account, requester) : 'no';
  if (kind === 'assumed-role' && literalOf(service) === 'sts')
    return as === 'session' && mayBe('role', requester) ? isSessionOf(tail, account, requester) : 'no';
  const wanted: NamedAs | undefined = kind === 'role' ? 'role' : kind === 'user' ? 'user' : undefined;
  if (wanted === undefined) return 'no';
  if (as !== wanted) return 'no';
  // Somebody of an account that nothing else is known of may be any of its roles and users.
  if (requester.kind === 'account')
    return requester.arn ? equalsArn(value, requester.arn) : allOf([isAccount(account, requester), 'maybe']);
  if (requester.kind !== wanted) return 'no';
  return requester.arn ? equalsArn(value, requester.arn) : 'maybe';
}

function mayBe(kind: 'role' | 'user', { kind: own, arn }: Requester): boolean {
  return own === kind || (own === 'account' && (literalOf(arn)?.includes(`:${kind}/`) ?? true));
}

function isAccount(account: TextValue, requester: Requester): Answer {
  // Somebody of another account is of none that the unit is deployed to.
  if (requester.kind === 'account' && isAccountNumber(account)) return 'no';
  return requester.account ? equalsText(account, requester.account) : 'maybe';
}

/** A role session is one of the role's; which one makes the request is not known. */
function isSessionOf(tail: TextValue, account: TextValue, requester: Requester): Answer {
  const name = splitText(tail, '/')[1];
  const own = requester.arn && splitText(requester.arn, '/').at(-1);
  const isOfRole = name && own ? equalsText(name, own) : 'maybe';
  return allOf([isOfRole, isAccount(account, requester), 'maybe']);
}

function couldName(as: NamedAs, requester: Requester): Answer {
  const possible: readonly NamedAs[] =
    requester.kind === 'role' || requester.kind === 'user'
      ? ['account', 'everyone', requester.kind]
      : ['account', 'everyone', 'role', 'user'];
  return possible.includes(as) ? 'maybe' : 'no';
}

function mayBeStar(value: TextValue): boolean {
  return coversText(value, literalText('*', value)) !== 'no';
}

/** `AWS::AccountId` alone. */
function isAccountNumber(value: TextValue): boolean {
  const [part, second] = value.parts;
  return !second && part?.kind === 'reference' && part.to.kind === 'pseudo' && part.to.name === 'AWS::AccountId';
}

function literalText(text: string, place: Pick<TextValue, 'span' | 'at'>): TextValue {
  return { span: place.span, at: place.at, parts: [{ kind: 'literal', source: { text, span: place.span } }] };
}
