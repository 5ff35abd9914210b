import { literalOf } from '../model/text-value.ts';
import type { DeclaredResource, Route } from '../model/facts.ts';
import type { Unit, UnitResource } from '../graph/unit.ts';
import type { Change, Value } from '../text/change.ts';

/** A logical name that no resource of the file has: the wanted one, with a number where it is taken. */
export function freeId(wanted: string, unit: Unit, uri: string): string {
  const taken = new Set(unit.resources.filter((one) => one.uri === uri).map((one) => one.id));
  if (!taken.has(wanted)) return wanted;
  for (let i = 2; ; i++) if (!taken.has(`${wanted}${i}`)) return `${wanted}${i}`;
}

/** `GetPetsPetId` for GET /pets/{petId}: the part of a logical name that says which route it is for. */
export function wordsOf(route: Route): string {
  return words(`${(literalOf(route.method) ?? '').toLowerCase()} ${literalOf(route.path) ?? ''}`);
}

/** Letters and digits alone, as logical names are made of, each word with a capital. */
export function words(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

/** The resource of that logical id, where it is declared. */
export function resourceOf(id: string, uri: string, unit: Unit): UnitResource | undefined {
  return unit.resources.find((one) => one.id === id && one.uri === uri);
}

/** True when a resource of one of these ids exists only sometimes: what refers to it would need the same condition. */
export function isConditional(ids: readonly string[], uri: string, unit: Unit): boolean {
  return unit.resources.some((one) => one.conditional && one.uri === uri && ids.includes(one.id));
}

/** Puts a new resource into a template: behind the last one of its type, else behind `kin`. */
export function addResource(
  id: string,
  value: { readonly Type: string; readonly Properties: Value },
  kin: UnitResource,
  unit: Unit,
): Change {
  return {
    kind: 'add-entry',
    uri: kin.uri,
    mapping: kin.container,
    key: id,
    value,
    after: lastOfType(value.Type, kin.uri, unit)?.id ?? kin.id,
  };
}

function lastOfType(type: string, uri: string, unit: Unit): DeclaredResource | undefined {
  return unit.resources.filter((one) => one.uri === uri && one.type === type).at(-1);
}
