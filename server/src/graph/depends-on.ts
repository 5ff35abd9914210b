import { unitMemory } from './per-unit.ts';
import { apiOf, invokedBy } from './route-target.ts';
import type { Unit } from './unit.ts';

/**
 * Does one resource of a template need another, by what its text mentions, or by what those mention? CloudFormation refuses a template
 * where two need each other. A SAM API also needs the functions of its routes.
 */
export function dependsOn(id: string, other: string, uri: string, unit: Unit): boolean {
  const needs = needsIn(uri, unit);
  const queue = [id];
  const seen = new Set(queue);
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (at === other) return true;
    for (const next of needs.get(at) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  return false;
}

const known = unitMemory<Map<string, ReadonlyMap<string, ReadonlySet<string>>>>();

/** What each resource of a file needs, by logical id. */
function needsIn(uri: string, unit: Unit): ReadonlyMap<string, ReadonlySet<string>> {
  let files = known.get(unit);
  if (!files) known.set(unit, (files = new Map<string, ReadonlyMap<string, ReadonlySet<string>>>()));
  let needs = files.get(uri);
  if (!needs) files.set(uri, (needs = gatherNeeds(uri, unit)));
  return needs;
}

function gatherNeeds(uri: string, unit: Unit): ReadonlyMap<string, ReadonlySet<string>> {
  const needs = new Map<string, Set<string>>();
  const types = new Map<string, string>();
  for (const resource of unit.resources) {
    if (resource.uri !== uri) continue;
    types.set(resource.id, resource.type);
    needs.set(resource.id, new Set(resource.mentions));
  }
  for (const route of unit.routes) {
    const api = apiOf(route, unit);
    if (api?.uri !== uri || types.get(api.id)?.startsWith('AWS::Serverless::') === false) continue;
    for (const invoked of invokedBy(route, unit)) {
      if (invoked.function.uri !== uri) continue;
      const own = needs.get(api.id) ?? new Set<string>();
      needs.set(api.id, own.add(invoked.function.id));
    }
  }
  return needs;
}
