import { unitMemory } from './per-unit.ts';
import type { Unit, UnitResource } from './unit.ts';

/** A logical id with its file, as `Unit.handedOut` holds it. */
export function nameInUnit(id: string, uri: string): string {
  return `${uri} ${id}`;
}

/** A resource that may grant or attach anything (a custom resource, a nested stack) and knows that one. */
export function opaqueHolderOf(id: string, uri: string, unit: Unit): UnitResource | undefined {
  return opaqueIn(unit).find((one) => one.uri === uri && one.mentions.includes(id));
}

function opaqueIn(unit: Unit): readonly UnitResource[] {
  let known = opaques.get(unit);
  if (!known) opaques.set(unit, (known = unit.resources.filter((one) => one.opaque)));
  return known;
}

const opaques = unitMemory<readonly UnitResource[]>();

/** May somebody out of sight grant on the resource: one who is handed it inside the template, or by its outputs? */
export function isKnownOutOfSight({ id, uri }: { readonly id: string; readonly uri: string }, unit: Unit): boolean {
  return unit.handedOut.has(nameInUnit(id, uri)) || opaqueHolderOf(id, uri, unit) !== undefined;
}
