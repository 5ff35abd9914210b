import { resolverOf } from '../../graph/resolve.ts';
import { apiOf, routeTitle } from '../../graph/route-target.ts';
import type { Unit } from '../../graph/unit.ts';
import type { Api, Role } from '../../model/facts.ts';
import { alternativesOf, type TextValue } from '../../model/text-value.ts';

/** A place where API Gateway is told as whom to call what stands behind it. */
export interface Credentials {
  readonly uri: string;
  readonly text: TextValue;
  /** `GET /pets`, `authorizer "Keeper"`, for messages. */
  readonly of: string;
  /** Undefined for an API that is not in sight, or for one of several that take a definition. */
  readonly api: Api | undefined;
  /** One of several, of which a condition takes one. */
  readonly isChosen: boolean;
}

/** The credentials of a unit's routes and authorizers, as written, each alternative of a condition by itself. */
export function credentialsIn(unit: Unit): readonly Credentials[] {
  const routes = unit.routes.flatMap((route) => {
    const { integration } = route;
    if (!integration?.credentials || integration.impliedCredentials) return [];
    const { uri, credentials } = integration;
    return [{ uri, credentials, of: routeTitle(route), api: apiOf(route, unit) }];
  });
  const authorizers = unit.authorizers.flatMap(({ uri, id, credentials, api }) =>
    credentials ? [{ uri, credentials, of: `authorizer "${id}"`, api: resolverOf(unit).apiNamedBy(api, uri) }] : [],
  );
  return [...routes, ...authorizers].flatMap(({ credentials, ...place }) => {
    const all = alternativesOf(credentials);
    return all.flatMap((text) => (text ? [{ ...place, text, isChosen: all.length > 1 }] : []));
  });
}

/** The unit's roles that are named as credentials, with where. */
export function rolesUsedAsCredentials(unit: Unit): ReadonlyMap<Role, readonly Credentials[]> {
  const uses = new Map<Role, Credentials[]>();
  for (const one of credentialsIn(unit)) {
    const role = resolverOf(unit).roleNamedBy(one.text, one.uri)?.role;
    if (!role) continue;
    const list = uses.get(role);
    if (list) list.push(one);
    else uses.set(role, [one]);
  }
  return uses;
}
