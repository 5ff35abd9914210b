import { unitMemory } from './per-unit.ts';
import { handedInto, nestedIn, type Stacks } from './stacks.ts';
import type { Unit, UnitResource } from './unit.ts';

/** A logical id with its file, as `Unit.handedOut` holds it. */
export function nameInUnit(id: string, uri: string): string {
  return `${uri} ${id}`;
}

/**
 * What a mention of a logical id may tell: the resource, and where it is a parameter of a nested stack or a nested stack itself,
 * what that one was handed or tells.
 */
export function meantBy(
  id: string,
  uri: string,
  stacks: Stacks | undefined,
  names = new Set<string>(),
): ReadonlySet<string> {
  const name = nameInUnit(id, uri);
  if (!stacks || names.has(name)) return names.add(name);
  names.add(name);
  const handed = handedInto(stacks, uri, id);
  for (const one of handed?.hands ?? []) meantBy(one, handed?.uri ?? uri, stacks, names);
  const nested = nestedIn(stacks, uri, id);
  for (const { hands } of nested?.outputs ?? [])
    for (const one of hands) meantBy(one, nested?.uri ?? uri, stacks, names);
  return names;
}

/** A resource that may grant or attach anything (a custom resource, a nested stack out of sight) and knows that one. */
export function opaqueHolderOf(id: string, uri: string, unit: Unit): UnitResource | undefined {
  let known = holders.get(unit);
  if (!known) holders.set(unit, (known = holdersIn(unit)));
  return known.get(nameInUnit(id, uri));
}

const holders = unitMemory<ReadonlyMap<string, UnitResource>>();

function holdersIn({ resources, stacks }: Unit): ReadonlyMap<string, UnitResource> {
  const known = new Map<string, UnitResource>();
  for (const one of resources) {
    if (!one.opaque || nestedIn(stacks, one.uri, one.id)) continue;
    for (const id of one.mentions)
      for (const name of meantBy(id, one.uri, stacks)) if (!known.has(name)) known.set(name, one);
  }
  return known;
}

/** May somebody out of sight grant on the resource: one who is handed it inside the template, or by its outputs? */
export function isKnownOutOfSight({ id, uri }: { readonly id: string; readonly uri: string }, unit: Unit): boolean {
  return unit.handedOut.has(nameInUnit(id, uri)) || opaqueHolderOf(id, uri, unit) !== undefined;
}
