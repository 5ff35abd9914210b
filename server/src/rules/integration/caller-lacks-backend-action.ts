import { backendAccess } from '../../access/backend-access.ts';
import type { Decision, Principal } from '../../access/decision.ts';
import { nameOfPrincipal } from '../../access/principals.ts';
import { routeTitle } from '../../graph/route-target.ts';
import type { PlacedPolicy } from '../../graph/unit.ts';
import type { Route } from '../../model/facts.ts';
import type { Statement } from '../../model/policy.ts';
import type { Change } from '../../text/change.ts';
import { closesCircle } from '../breadth/circles.ts';
import { isEditable } from '../breadth/hold.ts';
import type { Finding, Fix, Rule, RuleContext } from '../rule.ts';
import { backendStatements, saidNeed } from './backend-statement.ts';
import { grantOf, invokeWordIn } from './caller-grant.ts';

export const callerLacksBackendAction: Rule = {
  meta: {
    id: 'integration/caller-lacks-backend-action',
    level: 'warning',
    summary: 'A principal may call a route, and not what the route calls in its name',
    why:
      "With the caller's credentials (`arn:aws:iam::*:user/*`, SAM's default with `AWS_IAM`) API Gateway calls the back end as whoever calls the route. Callers then need two grants: " +
      '`execute-api:Invoke` on the route, and the action of the back end. With the first alone every call ends in an `AccessDenied`.',
    fixes: ['add the action, on just what the routes call'],
    needsCatalog: true,
  },
  *check(context) {
    for (const lacking of lackingIn(context).values()) yield findingOf(lacking, context);
  },
};

/** A principal's grant on routes whose back ends it may not call. */
interface Lacking {
  readonly principal: Principal;
  readonly policy: PlacedPolicy;
  readonly statement: Statement;
  readonly routes: Route[];
  readonly needed: Set<string>;
}

function lackingIn({ unit, catalog }: RuleContext): ReadonlyMap<string, Lacking> {
  const found = new Map<string, Lacking>();
  for (const route of unit.routes) {
    if (!route.integration?.credentials) continue;
    const access = backendAccess(route, unit, catalog);
    if (access.model !== 'caller') continue;
    for (const caller of access.callers) {
      if (caller.route.outcome !== 'allowed' || !isImplied(caller.action)) continue;
      const ground = grantOf(caller.route);
      if (!ground) continue;
      const { policy, statement } = ground;
      const name = `${statement.uri} ${statement.span.start} ${nameOfPrincipal(caller.principal)}`;
      const lacking = found.get(name);
      if (lacking) lacking.routes.push(route);
      const needed = lacking?.needed ?? new Set<string>();
      for (const need of access.needs) needed.add(saidNeed(need));
      if (!lacking) found.set(name, { principal: caller.principal, policy, statement, routes: [route], needed });
    }
  }
  return found;
}

/** What a Deny forbids is forbidden on purpose. */
function isImplied(decision: Decision): boolean {
  return decision.outcome === 'implicitly-denied';
}

function findingOf(lacking: Lacking, context: RuleContext): Finding {
  const { principal, statement, routes, needed } = lacking;
  const [route] = routes as [Route];
  const [first = ''] = needed;
  const more = needed.size > 1 ? ` and ${needed.size - 1} more` : '';
  const places = routes.slice(0, 5).map((one) => ({
    uri: one.integration?.uri ?? one.uri,
    span: one.integration?.credentialsKey ?? one.key,
    message: `${routeTitle(one)} calls its back end as the caller`,
  }));
  return {
    uri: statement.uri,
    span: invokeWordIn(statement),
    message: `"${nameOfPrincipal(principal)}" may call ${routeTitle(route)}, which calls its back end as the caller, and lacks ${first}${more}: the calls end in AccessDenied`,
    related: places,
    fixes: () => fixesOf(lacking, context),
  };
}

function fixesOf({ principal, policy, statement, routes }: Lacking, context: RuleContext): readonly Fix[] {
  const list = policy.document.statementAt;
  if (!list || policy.document.host !== 'template' || !isEditable(statement, context)) return [];
  const all = routes.map((route) => backendStatements(route, policy.document.uri, context));
  const statements = new Map(all.flatMap((one) => one ?? []).map((one) => [one.title, one]));
  if (all.includes(undefined) || statements.size === 0) return [];
  const told = [...statements.values()];
  if (told.some(({ ids }) => ids.some((id) => closesCircle(id, policy, context.unit)))) return [];
  const changes = told.map(({ value }): Change => ({ kind: 'add-item', uri: policy.document.uri, list, value }));
  const title = `Allow ${nameOfPrincipal(principal)} ${[...statements.keys()].join(' and ')}`;
  return [{ title, choice: true, changes }];
}
