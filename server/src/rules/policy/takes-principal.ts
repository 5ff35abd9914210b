import type { PolicyReading } from './reading.ts';

/** In other policies a Principal is wrong as a whole, which is told by trust/principal-in-identity-policy and its like. */
export function takesPrincipal({ use }: PolicyReading): boolean {
  return use === undefined || use.slot === 'trust' || use.slot === 'resource' || use.slot === 'rcp';
}
