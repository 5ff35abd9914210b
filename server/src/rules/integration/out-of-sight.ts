import { isKnownOutOfSight } from '../../graph/out-of-sight.ts';
import { apiOf, type InvokedFunction } from '../../graph/route-target.ts';
import type { Unit } from '../../graph/unit.ts';
import type { Api, LambdaFunction, Route } from '../../model/facts.ts';

/** A custom resource or a nested stack that is handed the function or the API may make the permission itself. */
export function isGrantedOutOfSight(invoked: InvokedFunction, route: Route, unit: Unit): boolean {
  const api = apiOf(route, unit);
  return isHandedOut([invoked.function, api], unit);
}

/** Does somebody who may grant anything know one of these? */
export function isHandedOut(things: readonly (LambdaFunction | Api | undefined)[], unit: Unit): boolean {
  return things.some((one) => one !== undefined && isKnownOutOfSight(one, unit));
}
