import { mayCallBackend } from '../../access/backend-access.ts';
import { dependsOn } from '../../graph/depends-on.ts';
import { apiOf } from '../../graph/route-target.ts';
import type { Unit, UnitResource } from '../../graph/unit.ts';
import type { Role, Route } from '../../model/facts.ts';
import { literalOf, printed } from '../../model/text-value.ts';
import { contains } from '../../text/span.ts';
import type { Change, Value } from '../../text/change.ts';
import { addResource, freeId, isConditional, resourceOf, wordsOf } from '../new-resource.ts';
import { grantToRole } from '../role-grant.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { apiGateway, surelyAssumable, trustPolicyFor } from './assumable.ts';
import { backendStatements, type BackendStatement } from './backend-statement.ts';

type Context = Pick<RuleContext, 'unit' | 'catalog' | 'mentionsOf'>;

/**
 * Makes the service role of an integration that has none, and names it as the credentials: API Gateway alone may assume it, and it may
 * do just what the integration calls, on just that resource. Undefined where a template cannot hold it: what is called cannot be told,
 * it needs the API itself or exists only sometimes, or the integration stands in a definition that knows no references.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
 */
export function createServiceRole(route: Route, context: Context): Fix | undefined {
  const { unit } = context;
  const holder = holderOf(route, unit);
  const statements = holder && backendStatements(route, holder.uri, context);
  if (!statements || !mayRefer(route, unit) || closesCircle(statements, holder, unit)) return undefined;
  const id = freeId(`${wordsOf(route)}Role`, unit, holder.uri);
  const credentials = nameCredentials(route, { 'Fn::GetAtt': [id, 'Arn'] });
  if (!credentials) return undefined;
  const policy: Value = {
    PolicyName: `${wordsOf(route)}Policy`,
    PolicyDocument: { Version: '2012-10-17', Statement: statements.map(({ value }) => value) },
  };
  const properties: Value = { AssumeRolePolicyDocument: trustPolicyFor([apiGateway]), Policies: [policy] };
  return {
    title: `Create the service role ${id} for this integration: ${said(statements)}`,
    choice: true,
    changes: [credentials, addResource(id, { Type: 'AWS::IAM::Role', Properties: properties }, holder, unit)],
  };
}

/** Names roles of the template as the credentials: those that are allowed the call, else the only one that API Gateway may assume, with the call. */
export function useRole(route: Route, context: Context): readonly Fix[] {
  const { unit } = context;
  const holder = holderOf(route, unit);
  if (!holder) return [];
  const assumable = unit.roles.filter(
    (role) =>
      role.uri === holder.uri && surelyAssumable(role, unit) && !dependsOn(role.id, holder.id, holder.uri, unit),
  );
  const allowed = assumable.filter((role) => mayCallBackend({ kind: 'role', role }, route, unit).outcome === 'allowed');
  const ready = allowed.slice(0, 3).flatMap((role): readonly Fix[] => {
    const value = roleValue(role, route, unit);
    const change = value === undefined ? undefined : nameCredentials(route, value);
    return change ? [{ title: `Call it as role ${role.id}`, choice: true, changes: [change] }] : [];
  });
  const [only, second] = assumable;
  if (ready.length > 0 || !only || second) return ready;
  const extended = extend(only, route, context);
  return extended ? [extended] : [];
}

function extend(role: Role, route: Route, context: Context): Fix | undefined {
  const statements = backendStatements(route, role.uri, context);
  const value = roleValue(role, route, context.unit);
  const change = value === undefined ? undefined : nameCredentials(route, value);
  if (!statements || !change || mayCallBackend({ kind: 'role', role }, route, context.unit).passes !== 'no')
    return undefined;
  const grants = statements.flatMap((one) => grantToRole(role, one.value, one.ids, one.service, context) ?? []);
  if (grants.length < statements.length) return undefined;
  const title = `Call it as role ${role.id}, and allow that ${said(statements)}`;
  return { title, choice: true, changes: [change, ...grants] };
}

function said(statements: readonly BackendStatement[]): string {
  return statements.map(({ title }) => title).join(' and ');
}

/** The resource of the template that needs the credentials: the one that holds the integration, or the API that takes the definition. */
function holderOf(route: Route, unit: Unit): UnitResource | undefined {
  const { integration } = route;
  const own = unit.resources.find(
    (one) => integration && one.uri === integration.uri && contains(one.at, integration.at),
  );
  if (own) return own;
  const api = apiOf(route, unit);
  return api && resourceOf(api.id, api.uri, unit);
}

/** References are worked out in templates, and in definitions that a template includes: those hold some already. */
function mayRefer({ integration, uri }: Route, unit: Unit): boolean {
  const isTemplate = unit.files.some(
    (file) => file.uri === (integration?.uri ?? uri) && file.dialect === 'cloudformation',
  );
  return isTemplate || (integration?.target?.parts.some((part) => part.kind === 'reference') ?? false);
}

function closesCircle(statements: readonly BackendStatement[], holder: UnitResource, unit: Unit): boolean {
  const ids = statements.flatMap((one) => one.ids);
  return (
    isConditional(ids, holder.uri, unit) ||
    ids.some((id) => id === holder.id || dependsOn(id, holder.id, holder.uri, unit))
  );
}

/** The role's ARN by reference, or spelled out where the definition knows no references and spells out an account. */
function roleValue(role: Role, route: Route, unit: Unit): Value | undefined {
  if (mayRefer(route, unit)) return { 'Fn::GetAtt': [role.id, 'Arn'] };
  const name = literalOf(role.name);
  const account = /arn:(aws[\w-]*):lambda:[\w-]+:(\d{12}):/.exec(printed(route.integration?.target ?? nothing));
  return name === undefined || role.path || !account ? undefined : `arn:${account[1]}:iam::${account[2]}:role/${name}`;
}

const nothing = { span: { start: 0, end: 0 }, at: { start: 0, end: 0 }, parts: [] };

function nameCredentials({ integration }: Route, value: Value): Change | undefined {
  if (!integration || integration.credentialsKey) return undefined;
  const { uri, at, credentialsName: key } = integration;
  return { kind: 'add-entry', uri, mapping: at, key, value, ...besideType(key) };
}

/** Where the formats' pages have it. */
function besideType(key: string): { readonly after?: string } {
  return { after: key === 'credentials' ? 'type' : key === 'Credentials' ? 'Type' : 'IntegrationType' };
}
