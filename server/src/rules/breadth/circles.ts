import { apiOf, invokedBy } from '../../graph/route-target.ts';
import type { PlacedPolicy, Unit } from '../../graph/unit.ts';

/**
 * Would naming that resource in the policy close a circle, which CloudFormation refuses? It does when the resource needs, by what its
 * text mentions, the one that carries the policy. A SAM API also needs the functions of its routes.
 */
export function closesCircle(id: string, policy: PlacedPolicy, unit: Unit): boolean {
  const { use } = policy;
  if (use?.carrierId === undefined) return false;
  const needs = new Map<string, Set<string>>();
  for (const resource of unit.resources) {
    if (resource.uri !== use.uri) continue;
    needs.set(resource.id, new Set(resource.mentions));
  }
  for (const route of unit.routes) {
    const api = apiOf(route, unit);
    const isWritten =
      api && unit.resources.some((one) => one.id === api.id && !one.type.startsWith('AWS::Serverless::'));
    if (!api || isWritten) continue;
    for (const invoked of invokedBy(route, unit)) {
      const own = needs.get(api.id) ?? new Set();
      needs.set(api.id, own.add(invoked.function.id));
    }
  }
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
