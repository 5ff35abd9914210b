import type { Decision } from '../access/decision.ts';
import type { Answer } from '../access/match.ts';
import type { Unit } from '../graph/unit.ts';
import type { GrantState, MapEdge, MapGround } from './access-map.ts';
import { groundsOf, mayOf, mayWords, type GroundView, type May } from './route-view.ts';

export type EdgeWords = Omit<MapEdge, 'id' | 'from' | 'to'>;

/**
 * Draws a decision on a grant that a call needs: without it the call fails.
 *
 * @param says One clause, with `may` or what holds in place of it.
 * @param otherwise Where to look when what decides stands nowhere: an absent statement.
 */
export function neededEdge(
  decision: Decision,
  says: (may: string) => string,
  unit: Unit,
  otherwise?: MapGround,
): EdgeWords {
  const may = mayOf(decision);
  const grounds = groundsOf(decision, unit).map(toGround);
  const leads = grounds.some(({ place }) => place);
  return {
    state: decision.outcome === 'explicitly-denied' ? 'denied' : stateOf(may),
    says: says(mayWords(may)),
    grounds: otherwise && !leads ? [...grounds, otherwise] : grounds,
  };
}

export function stateOf(may: May | Answer): Extract<GrantState, 'granted' | 'maybe' | 'missing'> {
  switch (may) {
    case 'yes':
      return 'granted';
    case 'part':
    case 'maybe':
      return 'maybe';
    case 'no':
      return 'missing';
  }
}

export function toGround({ text, place }: GroundView): MapGround {
  return { says: text, place };
}
