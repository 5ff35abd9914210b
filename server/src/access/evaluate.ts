import type { PlacedPolicy, Unit } from '../graph/unit.ts';
import type { Statement } from '../model/policy.ts';
import { literalOf } from '../model/text-value.ts';
import { decided, fact, type Decision, type FactGround, type PolicyRole, type StatementGround } from './decision.ts';
import { allOf, anyOf, type Answer } from './match.ts';
import { hasVariables } from './policy-variables.ts';
import { namedByNone, type NamedAs, type Naming } from './principal-matches.ts';
import type { Request } from './request.ts';
import { resolvedStatement } from './resolved-statement.ts';
import { actionHolds, statementApplies, type StatementKind } from './statement-applies.ts';

/** A policy that counts for a request. */
export interface GivenPolicy {
  readonly policy: PlacedPolicy;
  /** Maybe: it is attached, or exists, only under a condition of the template. */
  readonly attached: Extract<Answer, 'yes' | 'maybe'>;
}

/** The policies of one kind that count for a request. */
export interface PolicySet {
  readonly policies: readonly GivenPolicy[];
  /** What else may be there, out of sight: then nothing of what is absent is sure. */
  readonly unseen: readonly FactGround[];
}

export const noPolicies: PolicySet = { policies: [], unseen: [] };

/** A limit that a request must stay within, beside being allowed: it grants nothing. */
export interface Guard {
  readonly role: Extract<PolicyRole, 'boundary' | 'session' | 'scp' | 'rcp' | 'endpoint'>;
  readonly policies: PolicySet;
}

export interface GivenPolicies {
  readonly identity: PolicySet;
  /** The resource's own policy; undefined where there is none. */
  readonly resource?: PolicySet | undefined;
  readonly guards?: readonly Guard[];
  /** Whether the requester belongs to the account of the resource. */
  readonly sameAccount: Answer;
  /** A trust policy names no resources, and must name the requester whatever identity policies do. */
  readonly resourceRole?: 'resource' | 'trust';
}

/**
 * AWS's evaluation of one request: an explicit Deny anywhere wins; every guard must allow; and the identity or the resource policy must
 * (in one account: either; across accounts: both). The grounds are the statements that decided it; where none did, a fact says so.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 *
 * A resource policy that names a user or a role session lets it past its permissions boundary, one that names a role does not
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html). One that names the requester's own account leaves
 * the choice to the identity policies; whether it is enough by itself is left open.
 *
 * @param unit Where references in the policies are looked up, if there is such a place.
 */
export function decide(request: Request, given: GivenPolicies, unit?: Unit): Decision {
  const identity = answersOf(given.identity, 'identity', request, unit);
  const resource = answersOf(given.resource ?? noPolicies, given.resourceRole ?? 'resource', request, unit);
  const guards = (given.guards ?? []).map((guard) => ({
    guard,
    answers: answersOf(guard.policies, guard.role, request, unit),
  }));
  const everything = [identity, resource, ...guards.map(({ answers }) => answers)];
  const denied = anyOf(everything.map(({ deny }) => deny));
  if (denied === 'yes') return decided('explicitly-denied', ...surely(everything.flatMap(({ denies }) => denies)));
  const granted = grantedBy(identity, resource, guards, given, request);
  if (denied === 'no' && granted === 'yes')
    return decided('allowed', ...surely(everything.flatMap(({ allows }) => allows)));
  const stopped = guards.filter(({ answers }) => answers.allow === 'no').map(({ guard }) => blockedBy(guard.role));
  const allows = [...identity.allows, ...resource.allows];
  const denies = everything.flatMap((one) => one.denies);
  if (granted === 'no') {
    const missing = stopped.length > 0 ? stopped : [fact(absence(request, given, identity, resource))];
    const because = [...denies, ...missing, ...allows];
    return denied === 'no' ? decided('implicitly-denied', ...because) : { outcome: 'unknown', passes: 'no', because };
  }
  return {
    outcome: 'unknown',
    passes: 'maybe',
    because: [
      ...denies,
      ...everything.flatMap((one) => one.allows),
      ...stopped,
      ...everything.flatMap(({ unseen }) => unseen),
    ],
  };
}

/** What a guard says of a request by itself. */
export function guardDecision({ role, policies }: Guard, request: Request, unit?: Unit): Decision {
  const { allow, deny, allows, denies, unseen } = answersOf(policies, role, request, unit);
  if (deny === 'yes') return decided('explicitly-denied', ...surely(denies));
  if (deny === 'no' && allow === 'yes') return decided('allowed', ...surely(allows));
  if (deny === 'no' && allow === 'no') return decided('implicitly-denied', blockedBy(role));
  return { outcome: 'unknown', passes: allow === 'no' ? 'no' : 'maybe', because: [...denies, ...allows, ...unseen] };
}

interface Answers {
  readonly allow: Answer;
  /** For policies with principals: what allows by naming the requester so. */
  readonly allowAs: Naming;
  readonly deny: Answer;
  readonly allows: readonly StatementGround[];
  readonly denies: readonly StatementGround[];
  readonly unseen: readonly FactGround[];
}

function answersOf(set: PolicySet, role: PolicyRole, request: Request, unit: Unit | undefined): Answers {
  const { unseen, statements } = spokenIn(set, request.action, unit);
  const allows: StatementGround[] = [];
  const denies: StatementGround[] = [];
  const allowAs: Record<NamedAs, Answer> = { ...namedByNone };
  for (const { policy, attached, statement, known, effects, variables } of statements) {
    const applying = statementApplies(known, kindOf(role), request, variables);
    if (applying.answer === 'no') continue;
    const isSure = attached === 'yes' && effects.length === 1;
    const applies = allOf([applying.answer, isSure ? 'yes' : 'maybe']) === 'yes' ? 'yes' : 'maybe';
    const doubts = isSure ? applying.doubts : [...applying.doubts, { kind: 'presence' } as const];
    for (const effect of effects) {
      const ground: StatementGround = { kind: 'statement', policy, statement, effect, role, applies, doubts };
      if (effect === 'Deny') {
        denies.push(ground);
        continue;
      }
      allows.push(ground);
      for (const as of Object.keys(allowAs) as NamedAs[])
        allowAs[as] = anyOf([allowAs[as], allOf([applying.as[as], applies])]);
    }
  }
  const out: Answer = unseen.length > 0 ? 'maybe' : 'no';
  if (out === 'maybe') allowAs.everyone = anyOf([allowAs.everyone, out]);
  return {
    allow: anyOf([...allows.map(({ applies }) => applies), out]),
    allowAs,
    deny: anyOf([...denies.map(({ applies }) => applies), out]),
    allows,
    denies,
    unseen,
  };
}

/** What a set of policies says of an action, whoever asks for it and on what. */
interface Spoken {
  readonly statements: readonly (GivenPolicy & {
    readonly statement: Statement;
    /** With what its references stand for. */
    readonly known: Statement;
    readonly effects: readonly ('Allow' | 'Deny')[];
    readonly variables: boolean | undefined;
  })[];
  readonly unseen: readonly FactGround[];
}

const spoken = new WeakMap<PolicySet, { readonly unit: Unit | undefined; readonly of: Map<string, Spoken> }>();

/** Kept, as most policies speak of other actions: what they say need not be read again for every route and principal. */
function spokenIn(set: PolicySet, action: string, unit: Unit | undefined): Spoken {
  let kept = spoken.get(set);
  if (kept?.unit !== unit || !kept) spoken.set(set, (kept = { unit, of: new Map<string, Spoken>() }));
  let found = kept.of.get(action);
  if (!found) kept.of.set(action, (found = gatherSpoken(set, action, unit)));
  return found;
}

function gatherSpoken(set: PolicySet, action: string, unit: Unit | undefined): Spoken {
  const unseen = [...set.unseen];
  for (const { document } of set.policies.map(({ policy }) => policy))
    if (!document.complete)
      unseen.push(fact('a part of the policy cannot be read', { uri: document.uri, span: document.span }));
  const statements = set.policies.flatMap((given) => {
    const { version, statements: all } = given.policy.document;
    return all.flatMap((statement) => {
      if (actionHolds(statement, action).answer === 'no') return [];
      const effects = effectsOf(statement);
      if (effects.length === 0) return [];
      const known = unit ? resolvedStatement(statement, unit) : statement;
      return [{ ...given, statement, known, effects, variables: hasVariables(version) }];
    });
  });
  return { statements, unseen };
}

/** Both where the effect is known only after deployment; none where AWS refuses the text. */
function effectsOf(statement: Statement): readonly ('Allow' | 'Deny')[] {
  if (!statement.effect) return statement.complete ? [] : ['Allow', 'Deny'];
  const text = literalOf(statement.effect);
  if (text === undefined) return ['Allow', 'Deny'];
  return text === 'Allow' || text === 'Deny' ? [text] : [];
}

function kindOf(role: PolicyRole): StatementKind {
  if (role === 'trust' || role === 'endpoint') return role;
  return role === 'resource' || role === 'rcp' ? 'resource' : 'identity';
}

function surely(grounds: readonly StatementGround[]): readonly StatementGround[] {
  return grounds.filter(({ applies }) => applies === 'yes');
}

interface GuardAnswers {
  readonly guard: Guard;
  readonly answers: Answers;
}

function grantedBy(
  identity: Answers,
  resource: Answers,
  guards: readonly GuardAnswers[],
  given: GivenPolicies,
  request: Request,
): Answer {
  const within = (role: Guard['role']): Answer =>
    allOf(guards.filter(({ guard }) => guard.role === role).map(({ answers }) => answers.allow));
  const everywhere = allOf([within('scp'), within('rcp'), within('endpoint')]);
  const { kind } = request.requester;
  const named = anyOf(Object.values(resource.allowAs));
  if (kind === 'anonymous' || kind === 'service') return allOf([everywhere, named]);
  const bounded = allOf([within('boundary'), within('session')]);
  const own = allOf([identity.allow, bounded]);
  const across = allOf([own, named]);
  const inOneAccount = anyOf([
    own,
    resource.allowAs.user,
    resource.allowAs.session,
    allOf([resource.allowAs.role, bounded]),
    // Whether a boundary holds back what is granted to everyone is not published.
    allOf([resource.allowAs.everyone, bounded === 'yes' ? 'yes' : 'maybe']),
    allOf([resource.allowAs.account, 'maybe']),
  ]);
  const inOne = given.resourceRole === 'trust' ? allOf([named, anyOf([own, inOneAccount])]) : inOneAccount;
  return allOf([
    everywhere,
    given.sameAccount === 'yes' ? inOne : given.sameAccount === 'no' ? across : either(inOne, across),
  ]);
}

function either(one: Answer, other: Answer): Answer {
  return one === other ? one : 'maybe';
}

const guardNames: Readonly<Record<Guard['role'], string>> = {
  boundary: 'the permissions boundary',
  session: 'the session policy',
  scp: 'the service control policy',
  rcp: 'the resource control policy',
  endpoint: "the VPC endpoint's policy",
};

function blockedBy(role: Guard['role']): FactGround {
  return fact(`${guardNames[role]} does not allow it`);
}

function absence(request: Request, given: GivenPolicies, identity: Answers, resource: Answers): string {
  const { action, requester } = request;
  if (requester.kind === 'anonymous' || requester.kind === 'service')
    return `no statement of the resource policy allows ${action}`;
  if (given.sameAccount === 'no') {
    if (identity.allow !== 'no') return `across accounts the resource policy must allow ${action} as well`;
    if (resource.allow !== 'no') return `across accounts an identity policy must allow ${action} as well`;
  }
  return `no statement allows ${action}`;
}
