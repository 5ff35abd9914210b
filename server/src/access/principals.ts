import { nameInUnit, opaqueHolderOf } from '../graph/out-of-sight.ts';
import { perUnit, unitMemory } from '../graph/per-unit.ts';
import { resolverOf } from '../graph/resolve.ts';
import type { PlacedPolicy, Unit } from '../graph/unit.ts';
import type { Identity, Role } from '../model/facts.ts';
import { alternativesOf, literalOf, madeText, printed, type TextValue } from '../model/text-value.ts';
import { anyValue, textOf } from './context.ts';
import { fact, type FactGround, type Principal } from './decision.ts';
import type { GivenPolicy, PolicySet } from './evaluate.ts';
import { managedPolicyNamed } from './managed-document.ts';
import { coversText, equalsText } from './match.ts';
import type { Requester } from './request.ts';
import { actionHolds } from './statement-applies.ts';

/** The unit's roles, users, and those groups that carry policies: who may hold grants there. */
export function principalsOf(unit: Unit): readonly Principal[] {
  let known = principals.get(unit);
  if (!known) principals.set(unit, (known = gathered(unit)));
  return known;
}

const principals = unitMemory<readonly Principal[]>();

function gathered(unit: Unit): readonly Principal[] {
  return [
    ...unit.roles.map((role): Principal => ({ kind: 'role', role })),
    ...unit.identities
      .filter((one) => one.kind === 'user' || one.managedPolicies.length > 0 || attachmentsIn(unit).has(one))
      .map((identity): Principal => ({ kind: 'identity', identity })),
  ];
}

/** The principal of a role of the unit, the same object every time. */
export const principalOfRole = perUnit(
  (role: Role, unit: Unit): Principal =>
    principalsOf(unit).find((one) => one.kind === 'role' && one.role === role) ?? { kind: 'role', role },
);

/** The name of a principal, for messages: the name it is given, or its logical id. */
export function nameOfPrincipal(principal: Principal): string {
  switch (principal.kind) {
    case 'role':
      return literalOf(principal.role.name) ?? principal.role.id;
    case 'identity':
      return literalOf(principal.identity.name) ?? principal.identity.id;
    case 'anonymous':
      return 'anonymous';
    case 'account':
      return principal.arn ?? `account ${principal.account}`;
    case 'service':
      return principal.host;
  }
}

/** The principals of which a policy in sight speaks with regard to the action, surely or maybe. */
export function principalsSpokenOf(action: string, unit: Unit): readonly Principal[] {
  let known = spokenOf.get(unit);
  if (!known) spokenOf.set(unit, (known = new Map<string, readonly Principal[]>()));
  let answer = known.get(action);
  if (!answer) {
    answer = principalsOf(unit).filter((principal) => {
      const { identity, boundary } = policiesOf(principal, unit);
      return [...identity.policies, ...(boundary?.policies ?? [])].some(({ policy }) =>
        policy.document.statements.some((statement) => actionHolds(statement, action).answer !== 'no'),
      );
    });
    known.set(action, answer);
  }
  return answer;
}

const spokenOf = unitMemory<Map<string, readonly Principal[]>>();

/** Those to whom a policy out of sight may be attached. */
export function principalsWithUnseen(unit: Unit): readonly Principal[] {
  let known = withUnseen.get(unit);
  if (!known) {
    known = principalsOf(unit).filter((principal) => policiesOf(principal, unit).identity.unseen.length > 0);
    withUnseen.set(unit, known);
  }
  return known;
}

const withUnseen = unitMemory<readonly Principal[]>();

export interface PrincipalPolicies {
  readonly identity: PolicySet;
  /** The managed policy that bounds it; undefined: none does. */
  readonly boundary: PolicySet | undefined;
}

/**
 * The policies that speak for a principal: inline, attached in the unit, managed by AWS, through groups. What may be attached out of
 * sight is told in `unseen`. Nothing is known of the policies of an account; anonymous requests and services have none.
 */
export function policiesOf(principal: Principal, unit: Unit): PrincipalPolicies {
  switch (principal.kind) {
    case 'role':
      return policiesOfRole(principal.role, unit);
    case 'identity':
      return policiesOfIdentity(principal.identity, unit);
    case 'account':
      return {
        identity: {
          policies: [],
          unseen: [fact(`the policies of account ${principal.account} must allow it as well, and are out of sight`)],
        },
        boundary: undefined,
      };
    case 'anonymous':
    case 'service':
      return { identity: { policies: [], unseen: [] }, boundary: undefined };
  }
}

const policiesOfRole = perUnit((role: Role, unit: Unit): PrincipalPolicies => {
  const own = ownPolicies(role, unit);
  const boundary = role.boundary && boundaryOf(role.boundary, role.uri, unit);
  return { identity: own, boundary };
});

const policiesOfIdentity = perUnit((identity: Identity, unit: Unit): PrincipalPolicies => {
  const own = ownPolicies(identity, unit);
  const groups = identity.groups.map((text): PolicySet => {
    const group = identityNamedBy(text, identity.uri, unit);
    return group
      ? ownPolicies(group, unit)
      : { policies: [], unseen: [outOfSight(`group "${printed(text)}"`, text, identity.uri)] };
  });
  return {
    identity: {
      policies: [...own.policies, ...groups.flatMap((set) => set.policies)],
      unseen: [...own.unseen, ...groups.flatMap((set) => set.unseen)],
    },
    boundary: identity.boundary && boundaryOf(identity.boundary, identity.uri, unit),
  };
});

function ownPolicies(carrier: Role | Identity, unit: Unit): PolicySet {
  const managed = carrier.managedPolicies.map((text) => managedBy(text, carrier.uri, unit));
  const attached = attachmentsIn(unit).get(carrier) ?? [];
  const policies = new Map<PlacedPolicy, GivenPolicy>();
  for (const one of [...attached, ...managed.flatMap((set) => set.policies)])
    if (policies.get(one.policy)?.attached !== 'yes') policies.set(one.policy, one);
  return {
    policies: [...policies.values()],
    unseen: [...managed.flatMap((set) => set.unseen), ...unseenOf(carrier, unit)],
  };
}

function unseenOf(carrier: Role | Identity, unit: Unit): readonly FactGround[] {
  const out: FactGround[] = [];
  const place = { uri: carrier.uri, span: carrier.key };
  if (!carrier.complete) out.push(fact(`a part of ${carrier.id} cannot be read`, place));
  if (!unit.complete) out.push(fact('more may be declared out of sight', place));
  const opaque = opaqueHolderOf(carrier.id, carrier.uri, unit);
  if (opaque) out.push(fact(`${opaque.id} may attach more policies`, { uri: opaque.uri, span: opaque.key }));
  if (unit.handedOut.has(nameInUnit(carrier.id, carrier.uri)))
    out.push(fact(`another stack may attach more policies to ${carrier.id}`, place));
  for (const { policy, to } of strays(unit))
    if (mayMean(to, carrier, unit))
      out.push(
        fact(`a policy may be attached to ${carrier.id}`, { uri: policy.document.uri, span: policy.document.span }),
      );
  return out;
}

/** A name that is made at deployment is known to nobody before. */
function mayMean(text: TextValue, carrier: Role | Identity, unit: Unit): boolean {
  const name = resolverOf(unit).nameOf(carrier);
  return name !== undefined && equalsText(text, name) !== 'no';
}

/** Policies attached to names that lead to nobody of the unit. */
function strays(unit: Unit): readonly { readonly policy: PlacedPolicy; readonly to: TextValue }[] {
  attachmentsIn(unit);
  return strayAttachments.get(unit) ?? [];
}

type Attachments = ReadonlyMap<Role | Identity, readonly GivenPolicy[]>;

const attachments = unitMemory<Attachments>();
const strayAttachments = unitMemory<readonly { readonly policy: PlacedPolicy; readonly to: TextValue }[]>();

/** Who carries which identity policy, by the policy's own words: inline, or its lists of roles, users and groups. */
function attachmentsIn(unit: Unit): Attachments {
  const known = attachments.get(unit);
  if (known) return known;
  const out = new Map<Role | Identity, GivenPolicy[]>();
  const stray: { policy: PlacedPolicy; to: TextValue }[] = [];
  for (const policy of [...unit.policies, ...unit.madePolicies]) {
    const { use } = policy;
    // A managed policy may be attached to one and bound another.
    if (use?.slot !== 'identity' && use?.slot !== 'boundary') continue;
    for (const to of use.attachedTo) {
      const carriers = carriersNamed(to, use.uri, unit);
      if (carriers.length === 0) stray.push({ policy, to: resolverOf(unit).acrossStacks(to, use.uri) });
      for (const carrier of carriers) {
        const isOwn =
          use.uri === carrier.uri && (use.carrierId === carrier.id || `${use.carrierId}Role` === carrier.id);
        const attached = isOwn || !isConditional(use.carrierId, use.uri, unit) ? 'yes' : 'maybe';
        const list = out.get(carrier);
        if (list) list.push({ policy, attached });
        else out.set(carrier, [{ policy, attached }]);
      }
    }
  }
  attachments.set(unit, out);
  strayAttachments.set(unit, stray);
  return out;
}

function carriersNamed(text: TextValue, uri: string, unit: Unit): readonly (Role | Identity)[] {
  const role = resolverOf(unit).roleNamedBy(text, uri)?.role;
  if (role) return [role];
  const identity = identityNamedBy(text, uri, unit);
  if (identity) return [identity];
  const resolver = resolverOf(unit);
  const name = literalOf(resolver.acrossStacks(text, uri));
  if (name === undefined) return [];
  return [...unit.roles, ...unit.identities].filter((one) => literalOf(resolver.nameOf(one)) === name);
}

/** The unit's user or group that a reference names. */
function identityNamedBy(text: TextValue, uri: string, unit: Unit): Identity | undefined {
  const resolver = resolverOf(unit);
  const known = resolver.acrossStacks(text, uri);
  const [part, second] = known.parts;
  const name = literalOf(known);
  if (name !== undefined) return unit.identities.find((one) => literalOf(resolver.nameOf(one)) === name);
  if (second || part?.kind !== 'reference' || part.to.kind !== 'logical') return undefined;
  return resolver.identity(part.to.id, part.to.uri ?? uri);
}

function isConditional(id: string | undefined, uri: string, unit: Unit): boolean {
  let known = conditionals.get(unit);
  if (!known) {
    const names = unit.resources.filter((one) => one.conditional).map((one) => `${one.uri} ${one.id}`);
    conditionals.set(unit, (known = new Set(names)));
  }
  return id !== undefined && known.has(`${uri} ${id}`);
}

/** The resources that exist only under a condition. */
const conditionals = unitMemory<ReadonlySet<string>>();

/** What an entry of ManagedPolicyArns brings. */
function managedBy(text: TextValue, uri: string, unit: Unit): PolicySet {
  const ways = alternativesOf(text);
  const found = ways.map((way) => way && managedNamedBy(way, uri, unit));
  const isSure = ways.length === 1;
  return {
    policies: found.flatMap((set) =>
      (set?.policies ?? []).map((one): GivenPolicy => (isSure ? one : { ...one, attached: 'maybe' })),
    ),
    unseen: found.flatMap((set) => set?.unseen ?? []),
  };
}

function managedNamedBy(written: TextValue, from: string, unit: Unit): PolicySet {
  const text = resolverOf(unit).acrossStacks(written, from);
  const [part, second] = text.parts;
  if (part?.kind === 'reference' && part.to.kind === 'logical' && !second) {
    const { id, uri } = part.to;
    const own = unit.policies.filter(
      ({ use }) =>
        use?.carrierId === id && use.carrier === 'AWS::IAM::ManagedPolicy' && (uri === undefined || use.uri === uri),
    );
    const attached = isConditional(id, uri ?? from, unit) ? 'maybe' : 'yes';
    if (own.length > 0) return { policies: own.map((policy) => ({ policy, attached })), unseen: [] };
  }
  const name = /:iam::aws:policy\/([^$*?]+)$/.exec(printed(text))?.[1];
  const known = name === undefined ? undefined : managedPolicyNamed(name);
  if (known) return { policies: [{ policy: known, attached: 'yes' }], unseen: [] };
  return { policies: [], unseen: [outOfSight(`managed policy "${printed(written)}"`, written, from)] };
}

function boundaryOf(text: TextValue, uri: string, unit: Unit): PolicySet {
  return managedBy(text, uri, unit);
}

function outOfSight(what: string, text: TextValue, uri: string): FactGround {
  return fact(`${what} is out of sight`, { uri, span: text.span });
}

/** The principal as IAM sees it when it makes a request. */
export const requesterOf = perUnit((principal: Principal, unit: Unit): Requester => {
  switch (principal.kind) {
    case 'role':
      return { kind: 'role', arn: arnOf(principal.role, unit), account: unitAccount, host: undefined };
    case 'identity': {
      const { identity } = principal;
      const arn = identity.kind === 'user' ? arnOf(identity, unit) : undefined;
      return { kind: 'user', arn, account: unitAccount, host: undefined };
    }
    case 'anonymous':
      return { kind: 'anonymous', arn: undefined, account: undefined, host: undefined };
    case 'account':
      return {
        kind: 'account',
        arn: principal.arn === undefined ? undefined : textOf(principal.arn),
        account: textOf(principal.account),
        host: undefined,
      };
    case 'service':
      return { kind: 'service', arn: undefined, account: undefined, host: principal.host };
  }
});

function arnOf({ id, uri, key }: Role | Identity, unit: Unit): TextValue {
  return resolverOf(unit).standsFor(madeText({ span: key, at: key }, { kind: 'logical', id, attribute: 'Arn' }), uri);
}

const nowhere = { start: 0, end: 0 };

/** The account that the unit is deployed to. */
export const unitAccount: TextValue = madeText(
  { span: nowhere, at: nowhere },
  { kind: 'pseudo', name: 'AWS::AccountId' },
);

/**
 * The condition keys that a request of the principal surely carries or lacks.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const keysOfPrincipal = perUnit(
  (principal: Principal, unit: Unit): readonly (readonly [string, readonly TextValue[]])[] => {
    const requester = requesterOf(principal, unit);
    switch (principal.kind) {
      case 'role':
        return [
          ['aws:PrincipalArn', [requester.arn ?? anyValue]],
          ['aws:PrincipalAccount', [unitAccount]],
          ['aws:PrincipalType', [textOf('AssumedRole')]],
          ['aws:PrincipalIsAWSService', [textOf('false')]],
          ['aws:userid', [anyValue]],
          ['aws:username', []],
          ['aws:TokenIssueTime', [anyValue]],
        ];
      case 'identity': {
        const { identity } = principal;
        const isUser = identity.kind === 'user';
        const place = { span: identity.key, at: identity.key };
        const resolver = resolverOf(unit);
        const name = resolver.nameOf(identity) ?? madeText(place, resolver.referenceTo(identity));
        return [
          ['aws:PrincipalArn', [requester.arn ?? anyValue]],
          ['aws:PrincipalAccount', [unitAccount]],
          ['aws:PrincipalType', [textOf('User')]],
          ['aws:PrincipalIsAWSService', [textOf('false')]],
          ['aws:userid', [anyValue]],
          ['aws:username', [isUser ? name : anyValue]],
        ];
      }
      case 'anonymous':
        return unsignedLacks.map((key) => [key, []]);
      case 'account':
        return [
          ['aws:PrincipalAccount', [textOf(principal.account)]],
          ...(requester.arn ? ([['aws:PrincipalArn', [requester.arn]]] as const) : []),
        ];
      case 'service':
        return [];
    }
  },
);

/** Keys that need IAM authentication: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html */
const unsignedLacks = [
  'aws:PrincipalArn',
  'aws:PrincipalAccount',
  'aws:PrincipalOrgID',
  'aws:PrincipalOrgPaths',
  'aws:PrincipalTag/*',
  'aws:PrincipalType',
  'aws:PrincipalIsAWSService',
  'aws:userid',
  'aws:username',
  'aws:TokenIssueTime',
  'aws:MultiFactorAuthPresent',
  'aws:MultiFactorAuthAge',
];

/** Somebody of another account, named by its number or by the ARN of a role or a user there. */
export function foreignPrincipal(text: string): Principal | undefined {
  if (/^\d{12}$/.test(text)) return { kind: 'account', account: text };
  const [, account, what] = /^arn:[^:]+:iam::(\d{12}):(root|(?:role|user)\/.+)$/.exec(text) ?? [];
  if (account === undefined) return undefined;
  return { kind: 'account', account, ...(what === 'root' ? {} : { arn: text }) };
}

/** Does a text, a name or an ARN, mean the principal? For commands that take one. */
export function isNamed(principal: Principal, text: string, unit: Unit): boolean {
  switch (principal.kind) {
    case 'role':
    case 'identity': {
      const thing = principal.kind === 'role' ? principal.role : principal.identity;
      if (thing.id === text || literalOf(thing.name) === text) return true;
      const { arn } = requesterOf(principal, unit);
      if (!text.startsWith('arn:') || arn === undefined || coversText(arn, textOf(text)) === 'no') return false;
      // CloudFormation makes a name of the stack's, the logical id and some letters.
      return thing.name !== undefined || text.slice(text.lastIndexOf('/') + 1).includes(thing.id);
    }
    case 'account':
      return (principal.arn ?? principal.account) === text;
    case 'anonymous':
      return text === 'anonymous';
    case 'service':
      return principal.host === text;
  }
}
