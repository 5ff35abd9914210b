import type { PlacedPolicy } from '../graph/unit.ts';
import type { Identity, Role } from '../model/facts.ts';
import type { Statement } from '../model/policy.ts';
import type { Place } from '../text/span.ts';
import type { Answer } from './match.ts';

/** What IAM answers to a request: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
export type Outcome = 'allowed' | 'explicitly-denied' | 'implicitly-denied' | 'unknown';

/** An answer, and what it rests on: the statements that decided it, or the facts beside any statement (an authorization of NONE). */
export interface Decision {
  readonly outcome: Outcome;
  readonly because: readonly Ground[];
}

export type Ground =
  | {
      readonly kind: 'statement';
      readonly policy: PlacedPolicy;
      readonly statement: Statement;
      readonly effect: 'Allow' | 'Deny';
      /** Maybe: a condition, or a hole in a text, leaves it open whether the statement speaks of the request. */
      readonly applies: Extract<Answer, 'yes' | 'maybe'>;
    }
  /** One clause that says it, and where it is written, if anywhere. */
  | { readonly kind: 'fact'; readonly text: string; readonly place: Place | undefined };

/** Who makes a request. */
export type Principal =
  | { readonly kind: 'role'; readonly role: Role }
  | { readonly kind: 'identity'; readonly identity: Identity }
  /** Nobody that IAM knows: the request is not signed. */
  | { readonly kind: 'anonymous' }
  /** Somebody of another account, of whose own policies nothing is known. */
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'service'; readonly host: string };
