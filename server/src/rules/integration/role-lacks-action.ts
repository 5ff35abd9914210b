import { authorizerAccess } from '../../access/authorizer-access.ts';
import { backendAccess, type RoleAccess } from '../../access/backend-access.ts';
import { authorizedBy, routeTitle } from '../../graph/route-target.ts';
import type { Authorizer, Role, Route } from '../../model/facts.ts';
import { literalOf } from '../../model/text-value.ts';
import { grantToRole } from '../role-grant.ts';
import type { Finding, Fix, Rule, RuleContext } from '../rule.ts';
import { backendStatements, saidNeed } from './backend-statement.ts';
import { functionValue } from './invoke-permission.ts';

export const roleLacksAction: Rule = {
  meta: {
    id: 'integration/role-lacks-action',
    level: 'error',
    summary: 'The role of an integration or an authorizer is not allowed what it is there to call',
    why:
      'API Gateway calls the back end as the role in `credentials`, so the role needs the one action that the integration performs, on the resource that it names: `states:StartSyncExecution` is not ' +
      '`states:StartExecution`, and a table is not its index. Without it every call ends in an `AccessDenied` of the service. ' +
      'The role of a Lambda authorizer needs `lambda:InvokeFunction` on its function.',
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
        const end = `${routeTitle(route)} ends in AccessDenied`;
        yield findingOf({ uri: route.integration.uri, way, needed, end }, way.role, (named) =>
          fixesOf(route, named, context),
        );
      }
    }
    for (const authorizer of unit.authorizers) yield* authorizerFindings(authorizer, context);
  },
};

function* authorizerFindings(authorizer: Authorizer, context: RuleContext): Iterable<Finding> {
  const access = authorizerAccess(authorizer, context.unit);
  if (access.model !== 'role') return;
  const needed = access.needs.map(saidNeed).join(' or ');
  const end = `authorizer "${authorizer.id}" cannot be asked, and the routes behind it answer 500`;
  for (const way of access.roles) {
    if (!way.role || way.action.passes !== 'no') continue;
    yield findingOf({ uri: authorizer.uri, way, needed, end }, way.role, (named) =>
      authorizerFixes(authorizer, named, context),
    );
  }
}

interface Lacking {
  /** Where the credentials are written. */
  readonly uri: string;
  readonly way: RoleAccess;
  readonly needed: string;
  /** What comes of it. */
  readonly end: string;
}

function findingOf(
  { uri, way, needed, end }: Lacking,
  role: Role,
  fixes: (named: NamedRole) => readonly Fix[],
): Finding {
  const { text, action } = way;
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
    message: `role "${name}" is ${isDenied ? 'denied' : 'not allowed'} ${needed}: ${end}`,
    related: [{ uri: role.uri, span: role.key, message: 'the role' }, ...deciding],
    fixes: () => (isDenied ? [] : fixes({ role, name })),
  };
}

interface NamedRole {
  readonly role: Role;
  readonly name: string;
}

function fixesOf(route: Route, { role, name }: NamedRole, context: RuleContext): readonly Fix[] {
  const statements = backendStatements(route, role.uri, context);
  const changes = (statements ?? []).flatMap(
    (one) => grantToRole(role, one.value, one.ids, one.service, context) ?? [],
  );
  if (!statements || changes.length < statements.length) return [];
  return [{ title: `Allow role ${name} ${statements.map(({ title }) => title).join(' and ')}`, changes }];
}

function authorizerFixes(authorizer: Authorizer, { role, name }: NamedRole, context: RuleContext): readonly Fix[] {
  return authorizedBy(authorizer, context.unit).flatMap((invoked) => {
    const { id } = invoked.function;
    const resource = functionValue(invoked, role.uri, context.unit);
    if (resource === undefined) return [];
    const statement = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: resource };
    const change = grantToRole(role, statement, [id], 'lambda', context);
    return change ? [{ title: `Allow role ${name} lambda:InvokeFunction on ${id}`, changes: [change] }] : [];
  });
}
