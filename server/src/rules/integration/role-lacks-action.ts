import { backendAccess, type RoleAccess } from '../../access/backend-access.ts';
import { routeTitle } from '../../graph/route-target.ts';
import type { Role, Route } from '../../model/facts.ts';
import { literalOf } from '../../model/text-value.ts';
import { grantToRole } from '../role-grant.ts';
import type { Finding, Fix, Rule, RuleContext } from '../rule.ts';
import { backendStatements, saidNeed } from './backend-statement.ts';

export const roleLacksAction: Rule = {
  meta: {
    id: 'integration/role-lacks-action',
    level: 'error',
    summary: 'The role of an integration is not allowed what the integration calls',
    why:
      'API Gateway calls the back end as the role in `credentials`, so the role needs the one action that the integration performs, on the resource that it names: `states:StartSyncExecution` is not ' +
      '`states:StartExecution`, and a table is not its index. Without it every call ends in an `AccessDenied` of the service.',
    fixes: ['add a statement for just that resource'],
    needsCatalog: true,
  },
  *check(context) {
    const { unit, catalog } = context;
    const told = new Set<string>();
    for (const route of unit.routes) {
      if (!route.integration?.credentials || route.integration.impliedCredentials) continue;
      const access = backendAccess(route, unit, catalog);
      if (access.model !== 'role') continue;
      const needed = access.needs.map(saidNeed).join(' or ');
      for (const way of access.roles) {
        if (!way.role || way.action.passes !== 'no') continue;
        // One mistake, one finding: the first use in each file speaks for all.
        const name = `${route.integration.uri} ${way.role.uri} ${way.role.id} ${needed}`;
        if (told.has(name)) continue;
        told.add(name);
        yield findingOf(route, way, way.role, needed, context);
      }
    }
  },
};

function findingOf(
  route: Route,
  { text, action }: RoleAccess,
  role: Role,
  needed: string,
  context: RuleContext,
): Finding {
  const uri = route.integration?.uri ?? route.uri;
  const isDenied = action.outcome === 'explicitly-denied';
  const name = literalOf(role.name) ?? role.id;
  const deciding = action.because.flatMap((ground) =>
    ground.kind === 'statement' && ground.effect === 'Deny' && ground.statement.action
      ? [{ uri: ground.statement.uri, span: ground.statement.action.keySpan, message: 'the statement that denies it' }]
      : [],
  );
  return {
    uri,
    span: text.span,
    message: `role "${name}" is ${isDenied ? 'denied' : 'not allowed'} ${needed}: ${routeTitle(route)} ends in AccessDenied`,
    related: [{ uri: role.uri, span: role.key, message: 'the role' }, ...deciding],
    fixes: () => (isDenied ? [] : fixesOf(route, role, name, context)),
  };
}

function fixesOf(route: Route, role: Role, name: string, context: RuleContext): readonly Fix[] {
  const statements = backendStatements(route, context);
  const changes = (statements ?? []).flatMap(
    (one) => grantToRole(role, one.value, one.ids, one.service, context) ?? [],
  );
  if (!statements || changes.length < statements.length) return [];
  return [{ title: `Allow role ${name} ${statements.map(({ title }) => title).join(' and ')}`, changes }];
}
