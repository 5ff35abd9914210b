import type { PlacedPolicy } from '../graph/unit.ts';
import type { Identity, Role } from '../model/facts.ts';
import type { Statement } from '../model/policy.ts';
import type { Place } from '../text/span.ts';
import type { Answer } from './match.ts';

/** What IAM answers to a request: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
export type Outcome = 'allowed' | 'explicitly-denied' | 'implicitly-denied' | 'unknown';

/**
 * An answer, and what it rests on: the statements that decided it, or the facts beside any statement (an authorization of NONE).
 *
 * A question is often about many requests at once (every stage of a route, every value of a path parameter). A sure outcome holds for
 * all of them; where they differ, the outcome is unknown, and the grounds that speak of some of them only carry a doubt of the kind
 * `part`.
 */
export interface Decision {
  readonly outcome: Outcome;
  /**
   * Whether the request gets through. Follows from the outcome but for one case: unknown and `no` when the request is surely denied,
   * and only the way is open (a Deny that may apply, and no Allow).
   */
  readonly passes: Answer;
  readonly because: readonly Ground[];
}

export type Ground = StatementGround | FactGround;

export interface StatementGround {
  readonly kind: 'statement';
  readonly policy: PlacedPolicy;
  readonly statement: Statement;
  readonly effect: 'Allow' | 'Deny';
  /** What the policy is to the request. */
  readonly role: PolicyRole;
  /** Maybe: a condition, or a hole in a text, leaves it open whether the statement speaks of the request. */
  readonly applies: Extract<Answer, 'yes' | 'maybe'>;
  /** What leaves it open; none for a statement that applies. */
  readonly doubts: readonly Doubt[];
}

export interface FactGround {
  readonly kind: 'fact';
  /** One clause. */
  readonly text: string;
  /** Where it is written, if anywhere. */
  readonly place: Place | undefined;
}

export type PolicyRole = 'identity' | 'resource' | 'boundary' | 'session' | 'scp' | 'rcp' | 'endpoint' | 'trust';

/** Why it is open whether a statement speaks of a request. */
export type Doubt =
  /** It depends on a condition key that nobody stated; whoever states its value settles it. */
  | { readonly kind: 'condition'; readonly key: string }
  /** The element surely covers some of the requests asked about, and may not cover the others. */
  | { readonly kind: 'part'; readonly element: string }
  /** A text of the element is known only after deployment. */
  | { readonly kind: 'hole'; readonly element: string }
  /** The statement, its policy or the attachment exists only under a condition of the template, or cannot be read whole. */
  | { readonly kind: 'presence' };

/** Who makes a request. */
export type Principal =
  | { readonly kind: 'role'; readonly role: Role }
  | { readonly kind: 'identity'; readonly identity: Identity }
  /** Nobody that IAM knows: the request is not signed. */
  | { readonly kind: 'anonymous' }
  /** Somebody of another account, of whose own policies nothing is known: a certain role or user, or anybody. */
  | { readonly kind: 'account'; readonly account: string; readonly arn?: string }
  | { readonly kind: 'service'; readonly host: string };

export function fact(text: string, place?: Place): FactGround {
  return { kind: 'fact', text, place };
}

export function decided(outcome: Outcome, ...because: readonly Ground[]): Decision {
  const passes = outcome === 'allowed' ? 'yes' : outcome === 'unknown' ? 'maybe' : 'no';
  return { outcome, passes, because };
}

/** One decision of several that stand for the ways it may turn out (the branches of a condition). None gives unknown. */
export function eitherOf(decisions: readonly Decision[]): Decision {
  const [first, ...others] = decisions;
  if (!first) return decided('unknown');
  if (others.length === 0) return first;
  const because = [...new Set(decisions.flatMap((one) => one.because))];
  return {
    outcome: others.every((one) => one.outcome === first.outcome) ? first.outcome : 'unknown',
    passes: others.every((one) => one.passes === first.passes) ? first.passes : 'maybe',
    because,
  };
}

/**
 * One decision about several requests. Where they differ, it is unknown, and a statement that does not apply to all of them carries
 * the doubt `part`.
 */
export function allRequests(decisions: readonly Decision[], element = 'Resource'): Decision {
  const [first, ...others] = decisions;
  if (!first) return decided('unknown');
  if (others.length === 0) return first;
  const isOne = others.every((one) => one.outcome === first.outcome);
  const grounds = new Map<unknown, Ground[]>();
  for (const ground of decisions.flatMap((one) => one.because)) {
    if (ground.kind === 'fact' && !isOne && decisions.some((one) => !hasFact(one, ground.text))) continue;
    const key = ground.kind === 'statement' ? ground.statement : ground.text;
    const list = grounds.get(key);
    if (list) list.push(ground);
    else grounds.set(key, [ground]);
  }
  const because = [...grounds.values()].map((list) => mergedGround(list, decisions.length, element));
  return {
    outcome: isOne ? first.outcome : 'unknown',
    passes: others.every((one) => one.passes === first.passes) ? first.passes : 'maybe',
    because,
  };
}

function hasFact(decision: Decision, text: string): boolean {
  return decision.because.some((one) => one.kind === 'fact' && one.text === text);
}

function mergedGround(list: readonly Ground[], requests: number, element: string): Ground {
  const [first] = list as [Ground];
  if (first.kind === 'fact') return first;
  const statements = list.filter((one) => one.kind === 'statement');
  if (statements.length === requests && statements.every((one) => one.applies === 'yes')) return first;
  const doubts = statements.flatMap((one) => one.doubts);
  const some: Doubt = { kind: 'part', element };
  return {
    ...first,
    applies: 'maybe',
    doubts: statements.some((one) => one.applies === 'yes')
      ? [some, ...doubts.filter((one) => one.kind !== 'part')]
      : doubts,
  };
}

/** The condition keys that would settle an unknown decision if somebody stated them. */
export function openKeysOf(decision: Decision): readonly string[] {
  const keys = decision.because.flatMap((ground) =>
    ground.kind === 'statement' ? ground.doubts.flatMap((one) => (one.kind === 'condition' ? [one.key] : [])) : [],
  );
  return [...new Set(keys)];
}
