import { permissionsOn, permits } from '../../access/invoke-grant.ts';
import { trustPolicyOf } from '../../graph/role-use.ts';
import { apiOf, invokedBy, routeTitle, sourceArnSuffixOf, type InvokedFunction } from '../../graph/route-target.ts';
import type { Unit } from '../../graph/unit.ts';
import { trusts } from '../../access/assume.ts';
import type { Route } from '../../model/facts.ts';
import { literalOf, printed } from '../../model/text-value.ts';
import type { Value } from '../../text/change.ts';
import type { Fix, Rule, RuleContext } from '../rule.ts';
import { sourceArnCoversNothing } from '../../access/source-arn.ts';

export const missingInvokeGrant: Rule = {
  meta: {
    id: 'integration/missing-invoke-grant',
    level: 'error',
    summary: 'Nobody lets API Gateway invoke the function behind a route',
    why:
      'A Lambda integration without credentials works only if the function itself lets API Gateway in: a resource-based permission for `apigateway.amazonaws.com`. ' +
      'The console adds it unasked; CloudFormation, SAM definitions and OpenAPI imports do not. Without it, callers get a 500 and the log says `Invalid permissions on Lambda function`.',
    fixes: ['add the permission, for just this route', 'let a role that API Gateway may assume do it'],
  },
  *check(context) {
    const { unit } = context;
    if (!unit.complete) return;
    const told = new Set<string>();
    for (const route of unit.routes) {
      if (!route.integration || route.integration.credentials || !apiOf(route, unit)) continue;
      // Lambda permissions are for Lambda integrations; a type that cannot be read may be another kind.
      if (!/^AWS(?:_PROXY)?$/i.test(literalOf(route.integration.type) ?? '')) continue;
      for (const invoked of invokedBy(route, unit)) {
        // A stage variable may name any alias: its permissions are made where the stages are.
        if (invoked.qualifier?.parts.some((part) => part.kind === 'unknown')) continue;
        if (isGranted(route, invoked, unit)) continue;
        const name = `${route.uri} ${invoked.text.span.start}`;
        if (told.has(name)) continue;
        told.add(name);
        const byName = invoked.text.parts.some((part) => part.kind === 'reference' && part.to.kind === 'logical');
        yield {
          uri: route.uri,
          span: invoked.text.span,
          level: byName ? 'error' : 'warning',
          message: `nobody lets API Gateway invoke "${literalOf(invoked.function.name) ?? invoked.function.id}" on ${routeTitle(route)}: callers get a 500 (Invalid permissions on Lambda function)`,
          related: [
            {
              uri: invoked.function.uri,
              span: invoked.function.key,
              message:
                'the function, which no AWS::Lambda::Permission for apigateway.amazonaws.com opens for this route',
            },
          ],
          fixes: () => fixesOf(route, invoked, context),
        };
      }
    }
  },
};

/** True unless it is sure that nothing grants it, or when another rule says what is wrong with the grant. */
function isGranted(route: Route, invoked: InvokedFunction, unit: Unit): boolean {
  const permissions = permissionsOn(invoked.function, unit);
  return (
    permissions.some((permission) => permits(permission, route, invoked, unit) !== 'no') ||
    isGrantedOutOfSight(invoked, route, unit) ||
    // A permission that means this function but covers no route is the mistake, and is told there.
    permissions.some((permission) => sourceArnCoversNothing(permission, unit)?.function === invoked.function)
  );
}

/** A custom resource or a nested stack that is handed the function or the API may make the permission itself. */
function isGrantedOutOfSight(invoked: InvokedFunction, route: Route, unit: Unit): boolean {
  const api = apiOf(route, unit);
  return unit.resources.some(
    (one) =>
      one.opaque &&
      (one.mentions.includes(invoked.function.id) || (api !== undefined && one.mentions.includes(api.id))),
  );
}

function fixesOf(route: Route, invoked: InvokedFunction, { unit }: RuleContext): readonly Fix[] {
  const out: Fix[] = [];
  const home = unit.resources.find((one) => one.id === invoked.function.id && one.uri === invoked.function.uri);
  const api = apiOf(route, unit);
  const suffix = sourceArnSuffixOf(route);
  const isConditional = unit.resources.some((one) => one.conditional && (one === home || one.id === api?.id));
  if (home && api && suffix !== undefined && api.uri === home.uri && !isConditional) {
    const id = freeId(`${invoked.function.id}${words(route)}Permission`, unit, home.uri);
    const arn = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${' + api.id + '}' + suffix;
    const value: Value = {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: functionValue(invoked),
        Principal: 'apigateway.amazonaws.com',
        SourceArn: { 'Fn::Sub': arn },
      },
    };
    out.push({
      title: `Let API Gateway invoke ${invoked.function.id} on ${routeTitle(route)} (AWS::Lambda::Permission)`,
      changes: [{ kind: 'add-entry', uri: home.uri, mapping: home.container, key: id, value, after: home.id }],
    });
  }
  const roles = unit.roles.filter((role) => {
    const trust = trustPolicyOf(role, unit);
    const closesCircle = unit.resources.some(
      (one) => one.id === role.id && api !== undefined && one.mentions.includes(api.id),
    );
    return (
      !closesCircle &&
      role.uri === route.uri &&
      trust?.complete === true &&
      trusts(trust, 'apigateway.amazonaws.com') === 'yes'
    );
  });
  const [role, second] = roles;
  if (role && !second && route.integration && route.integration.targetKey) {
    const { at, credentialsName } = route.integration;
    const value: Value = { 'Fn::GetAtt': [role.id, 'Arn'] };
    out.push({
      title: `Let API Gateway invoke it as role ${role.id} (${credentialsName})`,
      changes: [{ kind: 'add-entry', uri: route.uri, mapping: at, key: credentialsName, value }],
    });
  }
  return out;
}

/** As the route names it: an alias or version by its own reference, the function by its ARN. */
function functionValue(invoked: InvokedFunction): Value {
  const [part, second] = invoked.text.parts;
  if (part?.kind === 'reference' && part.to.kind === 'logical' && !second) {
    const { id, attribute } = part.to;
    return attribute === undefined || attribute === 'Alias'
      ? { Ref: attribute === undefined ? id : `${id}.${attribute}` }
      : { 'Fn::GetAtt': [id, attribute] };
  }
  if (!invoked.qualifier) return { 'Fn::GetAtt': [invoked.function.id, 'Arn'] };
  return { 'Fn::Sub': '${' + invoked.function.id + '.Arn}:' + printed(invoked.qualifier) };
}

/** `GetPetsPetId` for GET /pets/{petId}. */
function words(route: Route): string {
  const text = `${(literalOf(route.method) ?? '').toLowerCase()} ${literalOf(route.path) ?? ''}`;
  return text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

function freeId(wanted: string, unit: Unit, uri: string): string {
  const taken = new Set(unit.resources.filter((one) => one.uri === uri).map((one) => one.id));
  if (!taken.has(wanted)) return wanted;
  for (let i = 2; ; i++) if (!taken.has(`${wanted}${i}`)) return `${wanted}${i}`;
}
