import { wordOf } from '../../access/call-pattern.ts';
import { coversCall, knownCallsOf } from '../../access/call-targets.ts';
import { authorizationsOf } from '../../access/route-access.ts';
import { resourcePoliciesOf } from '../../graph/api-policies.ts';
import { routeTitle } from '../../graph/route-target.ts';
import type { Unit } from '../../graph/unit.ts';
import type { Api, Route } from '../../model/facts.ts';
import { literalOf } from '../../model/text-value.ts';
import { requireIamAlone } from '../iam-authorization.ts';
import type { Fix, Rule } from '../rule.ts';
import { callPatternsIn, surelyNames, type PlacedPattern } from './call-patterns.ts';
import { apiNamedIn } from './unmatched.ts';

export const grantOnOpenRoute: Rule = {
  meta: {
    id: 'invoke/grant-on-open-route',
    level: 'warning',
    summary: 'A policy grants or denies calls of a route that asks for no authorization',
    why:
      'Where the authorization of a route is NONE, API Gateway does not look at who calls: the policies of users and roles are ignored, and anyone who reaches the API may call the route. ' +
      'A policy that speaks of it tells that somebody thinks otherwise.',
    fixes: ['AWS_IAM on the route'],
  },
  *check({ unit }) {
    for (const pattern of callPatternsIn(unit)) {
      const routes = openRoutesIn(pattern, unit);
      const [first] = routes;
      if (!first) continue;
      const denies = literalOf(pattern.statement.effect) === 'Deny';
      yield {
        uri: pattern.statement.uri,
        span: wordOf(pattern.call ?? pattern.value, pattern.value),
        message: `${titles(routes)} ${routes.length > 1 ? 'ask' : 'asks'} for no authorization, so this ${denies ? 'Deny stops nobody' : 'grant is never looked at'}: ${whoMayCall(first.api, unit)}`,
        related: routes.slice(0, 5).map(({ route }) => ({
          uri: route.uri,
          span: route.authorizationKey ?? route.key,
          message: `${routeTitle(route)}, without authorization`,
        })),
        fixes: () => fixesOf(routes.map(({ route }) => route)),
      };
    }
  },
};

interface OpenRoute {
  readonly api: Api;
  readonly route: Route;
}

/** The routes that a statement about calls covers, when all of them are open: a pattern for guarded ones too is about those. */
function openRoutesIn(pattern: PlacedPattern, unit: Unit): readonly OpenRoute[] {
  const { policy, statement, element } = pattern;
  const effect = literalOf(statement.effect);
  if (policy.use ? policy.use.slot !== 'identity' : statement.principal !== undefined) return [];
  if ((effect !== 'Allow' && effect !== 'Deny') || element !== statement.resource || !statement.complete) return [];
  if (!surelyNames(statement, 'invoke') || surelyNames(statement, 'manageconnections')) return [];
  const api = apiNamedIn(pattern, policy.document, unit);
  const calls = api && knownCallsOf(api, unit);
  if (!calls) return [];
  const covered = calls.filter(
    ({ route, target }) => isCall(route) && coversCall(pattern, target, { uri: statement.uri, unit }) !== 'no',
  );
  const areOpen = covered.every(({ route }) => authorizationsOf(route).every((one) => one === 'NONE'));
  if (!areOpen) return [];
  // Beside a route that says what it takes, the default route is hardly meant.
  const meant = covered.filter(({ route }) => !isDefault(route));
  return (meant.length > 0 ? meant : covered).map(({ route }) => ({ api, route }));
}

function isDefault(route: Route): boolean {
  return route.apiKind === 'http' && literalOf(route.path) === '$default';
}

/** Preflight requests are open for good reason; of a WebSocket API a call is a connection. */
function isCall(route: Route): boolean {
  if (route.apiKind === 'websocket') return literalOf(route.path) === '$connect';
  return literalOf(route.method)?.toUpperCase() !== 'OPTIONS';
}

function titles(routes: readonly OpenRoute[]): string {
  const [first, second, ...more] = routes.map(({ route }) => routeTitle(route));
  if (second === undefined) return first ?? '';
  return more.length > 0 ? `${first} and ${more.length + 1} more routes` : `${first} and ${second}`;
}

function whoMayCall(api: Api, unit: Unit): string {
  return api.kind === 'rest' && (resourcePoliciesOf(api, unit).length > 0 || !api.policyComplete)
    ? 'the resource policy alone says who may call'
    : 'anyone may call it';
}

function fixesOf(routes: readonly Route[]): readonly Fix[] {
  const changes = routes.map(requireIamAlone);
  const known = changes.filter((one) => one !== undefined);
  if (known.length < routes.length || routes.length > 12) return [];
  const [first, second] = routes;
  const title =
    first && !second ? `Ask for AWS_IAM on ${routeTitle(first)}` : `Ask for AWS_IAM on these ${routes.length} routes`;
  return [{ title, changes: known.flat() }];
}
