import { apiOf, type InvokedFunction } from '../../graph/route-target.ts';
import type { Unit } from '../../graph/unit.ts';
import type { Route } from '../../model/facts.ts';

/** A custom resource or a nested stack that is handed the function or the API may make the permission itself. */
export function isGrantedOutOfSight(invoked: InvokedFunction, route: Route, unit: Unit): boolean {
  const api = apiOf(route, unit);
  return isHandedOut([invoked.function.id, ...(api ? [api.id] : [])], unit);
}

/** Does a resource that may grant anything know one of these? */
export function isHandedOut(ids: readonly string[], unit: Unit): boolean {
  return unit.resources.some((one) => one.opaque && ids.some((id) => one.mentions.includes(id)));
}
