import { nameInUnit } from '../graph/out-of-sight.ts';
import { perUnit } from '../graph/per-unit.ts';
import { resolverOf } from '../graph/resolve.ts';
import { anyAuthorizer, apiOf, callsIn } from '../graph/route-target.ts';
import type { Unit } from '../graph/unit.ts';
import type { Api, Authorizer, LambdaFunction, LambdaPermission, Route } from '../model/facts.ts';
import { executeApiArnHead, literalOf, madeText, splitText, type TextValue } from '../model/text-value.ts';
import { coversAuthorizer, coversRoute, functionOfPermission, grantsApiGateway } from './invoke-grant.ts';
import { coversArn } from './match.ts';
import { routesWithin } from './permissions-by-tail.ts';

/** The API that a SourceArn names, when it is one of the unit. */
export function apiInSourceArn(permission: LambdaPermission, unit: Unit): Api | undefined {
  if (!permission.sourceArn) return undefined;
  const resource = splitText(permission.sourceArn, ':', 6)[5];
  const id = resource && splitText(resource, '/', 2)[0];
  return resolverOf(unit).apiNamedBy(id, permission.uri);
}

/** What stands after the API's id in a SourceArn: `/…/GET/pets`. Undefined for an ARN that cannot be read so far. */
export function sourceArnTail(permission: LambdaPermission): TextValue | undefined {
  if (!permission.sourceArn) return undefined;
  const resource = splitText(permission.sourceArn, ':', 6)[5];
  return resource && splitText(resource, '/', 2)[1];
}

/** A permission for API Gateway whose SourceArn is the ARN of another service, which no call comes from. */
export function isOfWrongService(permission: LambdaPermission): boolean {
  const { sourceArn, principal } = permission;
  if (!permission.written || !sourceArn || literalOf(principal) !== 'apigateway.amazonaws.com') return false;
  const fields = splitText(sourceArn, ':', 6);
  const service = literalOf(fields[2]);
  return (
    fields.length > 3 &&
    literalOf(fields[0]) === 'arn' &&
    service !== undefined &&
    /^(?!execute-api$)[\w-]+$/.test(service)
  );
}

export interface UselessSourceArn {
  readonly function: LambdaFunction;
  readonly api: Api;
  /** The routes and authorizers that invoke the function, which the SourceArn should have covered. */
  readonly routes: readonly Route[];
  readonly authorizers: readonly Authorizer[];
}

/**
 * Tells a permission for API Gateway whose SourceArn surely covers none of the calls that reach the function: every route of the API
 * is known, none that invokes the function is covered, nor could an authorizer be. Undefined when that is not so, or not sure.
 */
export const sourceArnCoversNothing = perUnit((permission: LambdaPermission, unit): UselessSourceArn | undefined => {
  if (!permission.written || !permission.complete || !permission.sourceArn || !permission.function) return undefined;
  if (grantsApiGateway(permission) !== 'yes' || !unit.complete) return undefined;
  const resolver = resolverOf(unit);
  const named = functionOfPermission(permission, unit);
  const api = apiInSourceArn(permission, unit);
  if (!named || !api?.complete || unit.handedOut.has(nameInUnit(api.id, api.uri))) return undefined;
  const { byFunction, authorizersBy, routesOf, withUnseen, hasStrays } = callsIn(unit);
  // A route of an API that cannot be told may be this one's; an API without any route gets them elsewhere.
  if (hasStrays || withUnseen.has(api) || !routesOf.has(api)) return undefined;
  const calling = byFunction.get(named.function) ?? noRoutes;
  if (
    routesWithin(permission, named.function, calling, unit).some(
      (route) => coversRoute(permission, route, unit) !== 'no',
    )
  )
    return undefined;
  const authorizers = authorizersBy.get(named.function) ?? [];
  if (authorizers.some((one) => coversAuthorizer(permission, one, unit) !== 'no')) return undefined;
  const pattern = resolver.standsFor(permission.sourceArn, permission.uri);
  if (coversArn(pattern, unseenAuthorizer(api, permission, unit)) !== 'no') return undefined;
  return {
    function: named.function,
    api,
    routes: calling.filter((route) => apiOf(route, unit) === api),
    authorizers: authorizers.filter((one) => resolver.apiNamedBy(one.api, one.uri) === api),
  };
});

const noRoutes: readonly Route[] = [];

/** A permission for an authorizer is taken for meant, whether the authorizer is in sight or not. */
function unseenAuthorizer(api: Api, permission: LambdaPermission, unit: Unit): TextValue {
  const place = { span: permission.key, at: permission.key };
  return madeText(place, ...executeApiArnHead, resolverOf(unit).referenceTo(api), '/authorizers/', anyAuthorizer);
}
