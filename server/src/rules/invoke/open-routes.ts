import { routesOfApi } from '../../access/call-targets.ts';
import { authorizationsOf, type Authorization } from '../../access/route-access.ts';
import { routeTitle } from '../../graph/route-target.ts';
import type { Unit } from '../../graph/unit.ts';
import type { Api, Route } from '../../model/facts.ts';
import { literalOf } from '../../model/text-value.ts';

/** A route with the only authorization that it may have. */
export interface AuthorizedRoute {
  readonly route: Route;
  readonly authorization: Authorization;
}

/** The routes of an API, those for preflight requests left out, whose authorization surely is one of these. */
export function routesAuthorizedBy(api: Api, unit: Unit, wanted: readonly Authorization[]): readonly AuthorizedRoute[] {
  return routesOfApi(api, unit).flatMap((route) => {
    const [authorization, second] = authorizationsOf(route);
    if (authorization === undefined || second !== undefined || !wanted.includes(authorization)) return [];
    return literalOf(route.method)?.toUpperCase() === 'OPTIONS' ? [] : [{ route, authorization }];
  });
}

/** `GET /pets (NONE)`, `GET /pets (NONE) and 3 more routes` */
export function titlesOf(routes: readonly AuthorizedRoute[]): string {
  const [first, ...more] = routes;
  if (!first) return '';
  const title = `${routeTitle(first.route)} (${first.authorization})`;
  return more.length > 0 ? `${title} and ${more.length} more ${more.length > 1 ? 'routes' : 'route'}` : title;
}
