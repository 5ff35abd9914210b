import { isKnownOutOfSight } from '../../graph/out-of-sight.ts';
import { apiOf, type InvokedFunction } from '../../graph/route-target.ts';
import { mayBeGrantedByScript } from '../../graph/script-grants.ts';
import type { Unit } from '../../graph/unit.ts';
import type { Api, LambdaFunction, Route } from '../../model/facts.ts';

/** A custom resource or a nested stack that is handed the function or the API may make the permission itself, and so may a script. */
export function isGrantedOutOfSight(invoked: InvokedFunction, route: Route, unit: Unit): boolean {
  return isHandedOut(invoked.function, apiOf(route, unit), unit);
}

/** Does somebody who may grant anything know one of these? */
export function isHandedOut(invoked: LambdaFunction, api: Api | undefined, unit: Unit): boolean {
  return (
    isKnownOutOfSight(invoked, unit) ||
    (api !== undefined && isKnownOutOfSight(api, unit)) ||
    mayBeGrantedByScript(invoked, unit.scriptGrants)
  );
}
