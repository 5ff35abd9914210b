import { backendAccess, mayCallBackend } from '../../access/backend-access.ts';
import type { Decision, Principal } from '../../access/decision.ts';
import type { Need } from '../../access/integration-needs.ts';
import { nameOfPrincipal, principalsSpokenOf } from '../../access/principals.ts';
import { invokeAction, grantedAccess } from '../../access/route-access.ts';
import { apiOf, routeTitle } from '../../graph/route-target.ts';
import type { Unit } from '../../graph/unit.ts';
import type { Api, Role, Route } from '../../model/facts.ts';
import { literalOf } from '../../model/text-value.ts';
import type { Finding, Rule } from '../rule.ts';
import { saidNeed } from './backend-statement.ts';
import { grantOf, invokeWordIn } from './caller-grant.ts';

export const modelsDisagree: Rule = {
  meta: {
    id: 'integration/models-disagree',
    level: 'info',
    summary: 'A caller reaches a back end through the API alone, or beside the API alone',
    why:
      'Where API Gateway calls the back end as a role, callers need `execute-api:Invoke` and nothing else: whoever is not allowed the action of the back end itself reaches it only through ' +
      'the API, with its checks and limits. Whoever is allowed the action but not the route passes them by. Either may be the very intent.',
    needsCatalog: true,
  },
  *check({ unit, catalog }) {
    const told = new Set<string>();
    const callers = callersByApi(unit);
    for (const route of unit.routes) {
      if (literalOf(route.authorization) !== 'AWS_IAM') continue;
      const api = apiOf(route, unit);
      const own = api && callers.get(api);
      if (!own?.size) continue;
      const access = backendAccess(route, unit, catalog);
      if (access.model !== 'role' || access.decision.outcome !== 'allowed') continue;
      const [way] = access.roles;
      if (!way?.role) continue;
      for (const principal of own) {
        if (principal.kind === 'role' && principal.role === way.role) continue;
        const finding = findingOf(principal, route, way.role, access.needs, unit);
        if (!finding) continue;
        const name = `${finding.uri} ${finding.span.start} ${nameOfPrincipal(principal)}`;
        if (told.has(name)) continue;
        told.add(name);
        yield finding;
      }
    }
  },
};

/** Who may call at least one route of an API, by identity policies. */
function callersByApi(unit: Unit): ReadonlyMap<Api, ReadonlySet<Principal>> {
  const found = new Map<Api, Set<Principal>>();
  for (const route of unit.routes) {
    const api = apiOf(route, unit);
    if (!api || literalOf(route.authorization) !== 'AWS_IAM') continue;
    const own = found.get(api) ?? new Set<Principal>();
    found.set(api, own);
    for (const principal of principalsSpokenOf(invokeAction, unit)) {
      if (own.has(principal)) continue;
      const decision = grantedAccess(principal, route, unit);
      if (decision.outcome === 'allowed' && grantOf(decision)) own.add(principal);
    }
  }
  return found;
}

function findingOf(
  principal: Principal,
  route: Route,
  role: Role,
  needs: readonly Need[],
  unit: Unit,
): Finding | undefined {
  const through = grantedAccess(principal, route, unit);
  const beside = mayCallBackend(principal, route, unit);
  const name = `"${nameOfPrincipal(principal)}"`;
  const needed = needs.map(saidNeed).join(' or ');
  const other = { uri: role.uri, span: role.key, message: 'the role that API Gateway assumes' };
  const calls = { uri: route.uri, span: route.key, message: 'the route' };
  if (through.outcome === 'allowed' && isWithout(beside)) {
    const ground = grantOf(through);
    return (
      ground && {
        uri: ground.statement.uri,
        span: invokeWordIn(ground.statement),
        message: `${name} reaches ${needed} only through ${routeTitle(route)}: role "${literalOf(role.name) ?? role.id}" is allowed it, ${name} is not`,
        related: [calls, other],
      }
    );
  }
  if (beside.outcome !== 'allowed' || !isWithout(through)) return undefined;
  const ground = grantOf(beside);
  const service = needs.flatMap((need) => (need.kind === 'actions' ? need.actions : []))[0]?.split(':')[0];
  return (
    ground && {
      uri: ground.statement.uri,
      span: invokeWordIn(ground.statement, service),
      message: `${name} reaches ${needed} only beside the API: it is not allowed ${routeTitle(route)}`,
      related: [calls, other],
    }
  );
}

function isWithout(decision: Decision): boolean {
  return decision.passes === 'no';
}
