import type { Slot } from '../../model/policy.ts';
import type { PolicyReading } from './reading.ts';

const takers: ReadonlySet<Slot> = new Set<Slot>(['trust', 'resource', 'endpoint', 'rcp']);

/** In other policies a Principal is wrong as a whole, which is told by trust/principal-in-identity-policy and its like. */
export function takesPrincipal({ use }: PolicyReading): boolean {
  return use === undefined || takers.has(use.slot);
}
