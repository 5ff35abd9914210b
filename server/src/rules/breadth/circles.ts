import { apiOf, invokedBy } from '../../graph/route-target.ts';
import type { PlacedPolicy, Unit } from '../../graph/unit.ts';

/**
 * Would naming that resource in the policy close a circle, which CloudFormation refuses? It does when the resource needs, by what its
 * text mentions, the one that carries the policy. A SAM API also needs the functions of its routes.
 */
export function closesCircle(id: string, policy: PlacedPolicy, unit: Unit): boolean {
  const { use } = policy;
  if (use?.carrierId === undefined) return false;
  const needs = needsIn(use.uri, unit);
  const queue = [id];
  const seen = new Set(queue);
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (at === use.carrierId) return true;
    for (const next of needs.get(at) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  return false;
}

const known = new WeakMap<Unit, Map<string, ReadonlyMap<string, ReadonlySet<string>>>>();

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
    types.set(resource.id, resource.type);
    if (resource.uri === uri) needs.set(resource.id, new Set(resource.mentions));
  }
  for (const route of unit.routes) {
    const api = apiOf(route, unit);
    if (!api || types.get(api.id)?.startsWith('AWS::Serverless::') === false) continue;
    for (const invoked of invokedBy(route, unit)) {
      const own = needs.get(api.id) ?? new Set<string>();
      needs.set(api.id, own.add(invoked.function.id));
    }
  }
  return needs;
}
