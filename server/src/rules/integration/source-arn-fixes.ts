import { functionOfPermission } from '../../access/invoke-grant.ts';
import { surelyOtherQualifier } from '../../access/qualifier.ts';
import { apiInSourceArn, isOfWrongService, sourceArnTail } from '../../access/source-arn.ts';
import { resolverOf } from '../../graph/resolve.ts';
import { apiOf, callsIn, invokedBy, routeTitle, sourceArnSuffixOf } from '../../graph/route-target.ts';
import { isOneStack } from '../../graph/stacks.ts';
import type { Unit } from '../../graph/unit.ts';
import type { Api, Authorizer, LambdaFunction, LambdaPermission, Route } from '../../model/facts.ts';
import { literalSourceOf, printed, type TextValue } from '../../model/text-value.ts';
import type { Change } from '../../text/change.ts';
import type { Fix } from '../rule.ts';
import { authorizerSuffix, sourceArnValue } from './invoke-permission.ts';

/** The routes and authorizers that invoke a function. */
export interface Callers {
  readonly routes: readonly Route[];
  readonly authorizers: readonly Authorizer[];
}

export function callersOf(invoked: LambdaFunction, unit: Unit): Callers {
  const { byFunction, authorizersBy } = callsIn(unit);
  return { routes: byFunction.get(invoked) ?? [], authorizers: authorizersBy.get(invoked) ?? [] };
}

interface Option {
  readonly what: string;
  readonly api: Api;
  readonly suffix: string;
}

/** Puts the ARN of one of the callers in place of the SourceArn, the likest first, at most three. */
export function sourceArnFixes(permission: LambdaPermission, callers: Callers, unit: Unit): readonly Fix[] {
  const written = permission.sourceArn;
  if (!written) return [];
  const tail = sourceArnTail(permission);
  const named = apiInSourceArn(permission, unit);
  const before = tail ? `/${printed(tail)}` : printed(written);
  const options = optionsOf({ ...callers, routes: routesOn(permission, callers, unit) }, permission.uri, unit).filter(
    ({ api }) => api.id !== '' && api.uri === permission.uri,
  );
  const ofNamed = options.filter(({ api }) => api === named);
  const offered = ofNamed.length > 0 ? ofNamed : options;
  const isChoice = offered.length > 1 ? ({ choice: true } as const) : {};
  return offered
    .sort((a, b) => likeness(before, b.suffix) - likeness(before, a.suffix))
    .slice(0, 3)
    .map((option) => ({
      title: `Let it cover ${option.what}`,
      ...isChoice,
      changes: [changeOf(permission, written, option, unit)],
    }));
}

/** The routes that invoke what the permission is on: not those of another alias or version, which it does not let in. */
function routesOn(permission: LambdaPermission, { routes }: Callers, unit: Unit): readonly Route[] {
  const on = functionOfPermission(permission, unit);
  const qualifier = permission.qualifier ?? on?.qualifier;
  return routes.filter((route) =>
    invokedBy(route, unit).some(
      (invoked) => invoked.function === on?.function && !surelyOtherQualifier(qualifier, invoked.qualifier),
    ),
  );
}

function optionsOf({ routes, authorizers }: Callers, uri: string, unit: Unit): readonly Option[] {
  const ofRoutes = routes.flatMap((route): readonly Option[] => {
    const [api, suffix] = [apiOf(route, unit), sourceArnSuffixOf(route)];
    return api && suffix !== undefined ? [{ what: routeTitle(route), api, suffix }] : [];
  });
  const ofAuthorizers = authorizers.flatMap((one): readonly Option[] => {
    // The id of an authorizer of another stack is not known here.
    if (!isOneStack(one.uri, uri, unit.stacks)) return [];
    const api = resolverOf(unit).apiNamedBy(one.api, one.uri);
    return api ? [{ what: `authorizer ${one.id}`, api, suffix: authorizerSuffix(one, unit) }] : [];
  });
  return [...ofRoutes, ...ofAuthorizers];
}

/** Where only what follows the API's id is wrong, only that is written anew. */
function changeOf(permission: LambdaPermission, written: TextValue, { api, suffix }: Option, unit: Unit): Change {
  const { uri } = permission;
  const tail = sourceArnTail(permission);
  const source = tail && apiInSourceArn(permission, unit) === api && literalSourceOf(tail);
  return source && !suffix.includes('${') && !isOfWrongService(permission)
    ? { kind: 'replace-text', uri, span: source.span, text: suffix.slice(1) }
    : { kind: 'set', uri, at: written.at, value: sourceArnValue(api.id, suffix) };
}

/** How many of the path's words the two have in common, each counted once. */
function likeness(a: string, b: string): number {
  const shared = new Set(a.split('/'));
  return [...new Set(b.split('/'))].filter((word) => shared.has(word)).length;
}
