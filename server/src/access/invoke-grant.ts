import { perUnit, unitMemory } from '../graph/per-unit.ts';
import { resolverOf } from '../graph/resolve.ts';
import { authorizerArnOf, sourceArnOf, type InvokedFunction } from '../graph/route-target.ts';
import type { Unit } from '../graph/unit.ts';
import type { Authorizer, LambdaFunction, LambdaPermission, Route } from '../model/facts.ts';
import { literalOf, printed, splitText, type TextValue } from '../model/text-value.ts';
import { allOf, covers, coversArn, type Answer } from './match.ts';

/** Does the permission let API Gateway invoke this function on this route? */
export function permits(permission: LambdaPermission, route: Route, invoked: InvokedFunction, unit: Unit): Answer {
  const onFunction = grantsFunction(permission, invoked, unit);
  if (onFunction === 'no') return 'no';
  const { isForNoRoute, toApiGateway } = grantOf(permission, unit);
  if (isForNoRoute || toApiGateway === 'no') return 'no';
  return allOf([onFunction, toApiGateway, coversRoute(permission, route, unit)]);
}

/** What a permission says, read once: it is held against every route of its function. */
const grantOf = perUnit((permission: LambdaPermission, unit: Unit) => ({
  sourceArn: permission.sourceArn && resolverOf(unit).standsFor(permission.sourceArn, permission.uri),
  isForNoRoute: isForNoRoute(permission),
  toApiGateway: grantsApiGateway(permission),
}));

/** What the SourceArn stands for, as it is held against calls. */
export function sourcePatternOf(permission: LambdaPermission, unit: Unit): TextValue | undefined {
  return grantOf(permission, unit).sourceArn;
}

/**
 * A SourceArn that no call of a route has, though a stage of any name might seem to fit: the console tests methods under a stage of that
 * name, which CDK grants apart from the rest, and authorizers are invoked by their id.
 */
function isForNoRoute({ sourceArn }: LambdaPermission): boolean {
  const resource = sourceArn && splitText(sourceArn, ':', 6)[5];
  const [, stage, rest] = resource ? splitText(resource, '/', 3) : [];
  const name = literalOf(stage);
  return name === 'test-invoke-stage' || (name === 'authorizers' && literalOf(rest)?.includes('/') === false);
}

/** The same for a Lambda authorizer. */
export function permitsAuthorizer(
  permission: LambdaPermission,
  authorizer: Authorizer,
  invoked: InvokedFunction,
  unit: Unit,
): Answer {
  const onFunction = grantsFunction(permission, invoked, unit);
  return onFunction === 'no'
    ? 'no'
    : allOf([onFunction, grantsApiGateway(permission), coversAuthorizer(permission, authorizer, unit)]);
}

/** The unit's function that a permission is on. */
export const functionOfPermission = perUnit(
  (permission: LambdaPermission, unit) =>
    permission.function && resolverOf(unit).functionsNamedBy(permission.function, permission.uri),
);

const byFunction = unitMemory<ReadonlyMap<LambdaFunction | undefined, readonly LambdaPermission[]>>();

/** The unit's permissions that are on that function, or may be. */
export function permissionsOn(invoked: LambdaFunction, unit: Unit): readonly LambdaPermission[] {
  let groups = byFunction.get(unit);
  if (!groups) byFunction.set(unit, (groups = grouped(unit)));
  return [...(groups.get(invoked) ?? []), ...(groups.get(undefined) ?? [])];
}

function grouped(unit: Unit): ReadonlyMap<LambdaFunction | undefined, readonly LambdaPermission[]> {
  const groups = new Map<LambdaFunction | undefined, LambdaPermission[]>();
  for (const permission of unit.permissions) {
    const key = functionOfPermission(permission, unit)?.function;
    const group = groups.get(key);
    if (group) group.push(permission);
    else groups.set(key, [permission]);
  }
  return groups;
}

/** Is the permission one on that function? Another qualifier of it is taken as a maybe: aliases may name what is not in sight. */
function grantsFunction(permission: LambdaPermission, invoked: InvokedFunction, unit: Unit): Answer {
  if (!permission.function) return 'maybe';
  const named = functionOfPermission(permission, unit);
  if (!named) return 'maybe';
  if (named.function !== invoked.function) return 'no';
  const qualifier = permission.qualifier ?? named.qualifier;
  return sameText(qualifier, invoked.qualifier) ? 'yes' : 'maybe';
}

/** Is it API Gateway that the permission lets in, to invoke? */
export function grantsApiGateway(permission: LambdaPermission): Answer {
  const principal = literalOf(permission.principal);
  return allOf([
    principal === undefined ? 'maybe' : principal === 'apigateway.amazonaws.com' || principal === '*' ? 'yes' : 'no',
    letsInvoke(permission),
  ]);
}

/** Is it a permission to invoke the function by its ARN, which a call of its URL is not? */
export function letsInvoke({ action, ofFunctionUrl }: LambdaPermission): Answer {
  if (ofFunctionUrl) return 'no';
  const name = literalOf(action);
  return name === undefined ? 'maybe' : covers(name.toLowerCase(), 'lambda:invokefunction') ? 'yes' : 'no';
}

/** Does the SourceArn, if any, let the calls of this route through? */
export function coversRoute(permission: LambdaPermission, route: Route, unit: Unit): Answer {
  const pattern = grantOf(permission, unit).sourceArn;
  if (!pattern) return permission.complete ? 'yes' : 'maybe';
  const target = sourceArnOf(route, unit);
  return target ? coversArn(pattern, target) : 'maybe';
}

/** Does the SourceArn, if any, let API Gateway ask the authorizer? */
export function coversAuthorizer(permission: LambdaPermission, authorizer: Authorizer, unit: Unit): Answer {
  const pattern = grantOf(permission, unit).sourceArn;
  if (!pattern) return permission.complete ? 'yes' : 'maybe';
  const target = authorizerArnOf(authorizer, unit);
  return target ? coversArn(pattern, target) : 'maybe';
}

function sameText(a: TextValue | undefined, b: TextValue | undefined): boolean {
  if (!a || !b) return a === b;
  return printed(a) === printed(b);
}
