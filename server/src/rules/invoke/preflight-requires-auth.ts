import { authorizationsOf } from '../../access/route-access.ts';
import { routesOfApi } from '../../access/call-targets.ts';
import { routeTitle } from '../../graph/route-target.ts';
import type { Unit } from '../../graph/unit.ts';
import type { Api, Route } from '../../model/facts.ts';
import { literalOf } from '../../model/text-value.ts';
import { contains, type Span } from '../../text/span.ts';
import type { Finding, Fix, Rule } from '../rule.ts';

export const preflightRequiresAuth: Rule = {
  meta: {
    id: 'invoke/preflight-requires-auth',
    level: 'info',
    summary: 'Preflight requests of browsers are behind an authorization',
    why:
      'Before a call to another origin a browser asks for leave with an OPTIONS request, which carries neither signature nor token. Behind an authorization it ends in a 401 or 403, and the browser never makes the call. ' +
      'SAM puts the default authorizer on preflight requests unless `AddDefaultAuthorizerToCorsPreflight` is false; a method ANY takes OPTIONS requests as well.',
    fixes: ['no authorization for OPTIONS'],
  },
  *check({ unit }) {
    for (const api of unit.apis) {
      // With CORS of its own an HTTP API answers preflight requests before it authorizes anybody.
      if (api.kind === 'websocket' || (api.kind === 'http' && api.cors)) continue;
      yield* checkApi(api, unit);
    }
  },
};

function* checkApi(api: Api, unit: Unit): Iterable<Finding> {
  const routes = routesOfApi(api, unit);
  const preflights = routes.filter((route) => methodOf(route) === 'OPTIONS');
  // One word may stand for the authorization of many: the default of an API.
  const byPlace = new Map<string, { readonly span: Span; readonly route: Route; others: number }>();
  for (const route of routes) {
    const word = guardOf(route);
    if (!word || !(isPreflight(route, api, routes) || isCaughtByAny(route, preflights))) continue;
    const place = `${route.uri} ${word.span.start}`;
    const known = byPlace.get(place);
    if (known) known.others++;
    else byPlace.set(place, { span: word.span, route, others: 0 });
  }
  for (const { span, route, others } of byPlace.values()) {
    const method = methodOf(route);
    const title = method === 'ANY' ? `${routeTitle(route)} takes OPTIONS as well and` : routeTitle(route);
    yield {
      uri: route.uri,
      span,
      message: `${title} asks for ${literalOf(route.authorization)}, which the preflight requests of browsers do not carry${others > 0 ? ` (and so ${others > 1 ? 'do' : 'does'} ${others} more ${others > 1 ? 'routes' : 'route'})` : ''}`,
      fixes: () => (method === 'OPTIONS' ? fixesOf(route, api) : []),
    };
  }
}

function methodOf(route: Route): string | undefined {
  return literalOf(route.method)?.toUpperCase();
}

/** Where a route says what authorization it asks for, when it surely asks for one. */
function guardOf(route: Route): { readonly span: Span } | undefined {
  const [authorization, second] = authorizationsOf(route);
  if (second !== undefined || authorization === undefined || authorization === 'NONE' || authorization === 'unknown')
    return undefined;
  const span = route.authorization?.span ?? route.authorizationKey;
  return span && span.start < span.end ? { span } : undefined;
}

/** An OPTIONS route of a path that has others, of one that API Gateway answers by itself, or of an API with CORS. */
function isPreflight(route: Route, api: Api, routes: readonly Route[]): boolean {
  if (methodOf(route) !== 'OPTIONS') return false;
  const path = literalOf(route.path);
  const isMock = literalOf(route.integration?.type) === 'MOCK';
  return (
    api.cors || isMock || routes.some((one) => one !== route && literalOf(one.path) === path && path !== undefined)
  );
}

/** ANY on a path without OPTIONS, of an API whose other paths answer preflight requests openly. */
function isCaughtByAny(route: Route, preflights: readonly Route[]): boolean {
  if (methodOf(route) !== 'ANY' || preflights.length === 0) return false;
  const path = literalOf(route.path);
  const isOpen = preflights.some(
    (one) => authorizationsOf(one).every((way) => way === 'NONE') && literalOf(one.integration?.type) === 'MOCK',
  );
  return path !== undefined && isOpen && !preflights.some((one) => literalOf(one.path) === path);
}

function fixesOf(route: Route, api: Api): readonly Fix[] {
  if (api.preflightSwitch && api.uri === route.uri)
    return [{ title: 'Leave the default authorizer out of preflight requests', changes: [api.preflightSwitch] }];
  const { uri, authorization, authorizationKey, authorizationSlot, securityAt } = route;
  const title = `Ask for no authorization on ${routeTitle(route)}`;
  if (securityAt) return [{ title, changes: [{ kind: 'set', uri, at: securityAt, value: [] }] }];
  if (!authorization || !authorizationKey || !authorizationSlot) return [];
  const { at, name } = authorizationSlot;
  if (!contains(at, authorizationKey))
    // The definition's own demand, which a route takes back by one of its own.
    return name === 'security' || name.startsWith('x-amazon-')
      ? [{ title, changes: [{ kind: 'add-entry', uri, mapping: at, key: 'security', value: [] }] }]
      : [];
  const isWord = name === 'AuthorizationType' || name === 'x-amazon-apigateway-auth';
  return isWord ? [{ title, changes: [{ kind: 'set', uri, at: authorization.at, value: 'NONE' }] }] : [];
}
