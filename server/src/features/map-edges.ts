import type { Decision } from '../access/decision.ts';
import type { Answer } from '../access/match.ts';
import type { GrantState, MapEdge, MapGround } from './access-map.ts';
import { firstFact, placeOfGround, sayDoubts, sayGround } from './say-decision.ts';

type EdgeWords = Omit<MapEdge, 'id' | 'from' | 'to'>;

/** How a decision is said on an edge: what is allowed, in a clause that follows the name of who may (`may call it`). */
export interface DecisionWords {
  readonly allowed: string;
  readonly denied: string;
}

/**
 * Draws a decision. Where nothing allows, `absent` is what that means: a grant that is missing, or a caller
 * without one. `otherwise` is where to look when the decision rests on nothing that is written.
 */
export function edgeOf(
  decision: Decision,
  words: DecisionWords,
  absent: 'missing' | 'refused',
  otherwise: readonly MapGround[] = [],
): EdgeWords {
  const state = stateOf(decision, absent);
  const grounds = groundsOf(decision);
  return { state, says: saysOf(decision, state, words), grounds: grounds.length > 0 ? grounds : otherwise };
}

function stateOf({ outcome, passes }: Decision, absent: 'missing' | 'refused'): GrantState {
  switch (outcome) {
    case 'allowed':
      return 'granted';
    case 'explicitly-denied':
      return 'denied';
    case 'implicitly-denied':
      return absent;
    case 'unknown':
      return passes === 'no' ? absent : 'maybe';
  }
}

function saysOf(decision: Decision, state: GrantState, { allowed, denied }: DecisionWords): string {
  switch (state) {
    case 'granted':
      return allowed;
    case 'denied':
      return `${denied}, by an explicit Deny`;
    case 'maybe': {
      const doubts = sayDoubts(decision);
      return doubts === undefined ? (firstFact(decision) ?? `perhaps ${allowed}`) : `${allowed}, ${doubts}`;
    }
    case 'missing':
    case 'refused':
    case 'plain':
      return firstFact(decision) ?? denied;
  }
}

/** What it rests on, what decides first; facts that stand nowhere are said and lead nowhere. */
function groundsOf({ because }: Decision): readonly MapGround[] {
  return because.flatMap((ground) => {
    const place = placeOfGround(ground);
    return place ? [{ says: sayGround(ground), place }] : [];
  });
}

/** The decision that an answer stands for, where no policy is asked. */
export function stateOfAnswer(answer: Answer): GrantState {
  return answer === 'yes' ? 'granted' : answer === 'no' ? 'missing' : 'maybe';
}
