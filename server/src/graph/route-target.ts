import type { Api, Authorizer, LambdaFunction, Route } from '../model/facts.ts';
import {
  alternativesOf,
  literalOf,
  executeApiArnHead,
  madeText,
  printed,
  splitText,
  type Reference,
  type TextPart,
  type TextValue,
} from '../model/text-value.ts';
import { perUnit, unitMemory } from './per-unit.ts';
import { resolverOf } from './resolve.ts';
import type { Unit } from './unit.ts';

/**
 * What an integration or an authorizer invokes, one for each alternative of a condition: the text that names a function, without the
 * integration URI around it, which another stack may hand in whole; nothing for what surely is no function.
 */
function functionTextsOf(
  target: TextValue | undefined,
  apiKind: Route['apiKind'],
  uri: string,
  unit: Unit,
): readonly TextValue[] {
  const known = target && resolverOf(unit).acrossStacks(target, uri);
  const targets = known ? alternativesOf(known).filter((one) => one !== undefined) : [];
  return targets.flatMap((one) => functionTextOf(one, apiKind) ?? []);
}

function functionTextOf(target: TextValue, apiKind: Route['apiKind']): TextValue | undefined {
  const [, after] = splitText(target, '/functions/', 2);
  if (after) {
    const name = splitText(after, '/', 2)[0];
    return name && name.parts.length > 0 ? name : undefined;
  }
  const [first] = target.parts;
  // A text that begins with a hole may be anything, a function among it.
  if (first && first.kind !== 'literal') return target;
  // HTTP APIs take the function's ARN itself.
  const fields = splitText(target, ':', 4);
  const isFunction = literalOf(fields[0]) === 'arn' && literalOf(fields[2]) === 'lambda';
  return apiKind === 'http' && isFunction ? target : undefined;
}

export interface InvokedFunction {
  readonly function: LambdaFunction;
  readonly qualifier: TextValue | undefined;
  /** Where the route names it, and in which file. */
  readonly text: TextValue;
  readonly uri: string;
}

/** Is it surely that function, and not one that only has its name? */
export function isByReference({ text, uri }: InvokedFunction, unit: Unit): boolean {
  const { parts } = resolverOf(unit).acrossStacks(text, uri);
  return parts.some((part) => part.kind === 'reference' && part.to.kind === 'logical');
}

/** The unit's functions that a route invokes: several where a condition decides, none when it invokes none that is in sight. */
export const invokedBy = perUnit((route: Route, unit): readonly InvokedFunction[] =>
  invokedAs(route.integration?.target, route.apiKind, route.uri, unit),
);

/** The same of a Lambda authorizer. */
export const authorizedBy = perUnit((authorizer: Authorizer, unit): readonly InvokedFunction[] =>
  authorizer.kind === 'lambda' ? invokedAs(authorizer.target, 'rest', authorizer.uri, unit) : [],
);

function invokedAs(
  target: TextValue | undefined,
  apiKind: Route['apiKind'],
  uri: string,
  unit: Unit,
): readonly InvokedFunction[] {
  const resolver = resolverOf(unit);
  return functionTextsOf(target, apiKind, uri, unit).flatMap((text) => {
    const named = resolver.functionsNamedBy(text, uri);
    return named ? [{ ...named, text, uri }] : [];
  });
}

/** What the routes and authorizers of a unit call, seen from the functions and from the APIs. */
export interface Calls {
  readonly byFunction: ReadonlyMap<LambdaFunction, readonly Route[]>;
  readonly authorizersBy: ReadonlyMap<LambdaFunction, readonly Authorizer[]>;
  /** How many routes of an API are known; none for an API that gets them elsewhere. */
  readonly routesOf: ReadonlyMap<Api, number>;
  /** APIs of which a route may invoke a function that is not in sight. */
  readonly withUnseen: ReadonlySet<Api>;
  /** True when a route belongs to an API that cannot be told. */
  readonly hasStrays: boolean;
}

const calls = unitMemory<Calls>();

export function callsIn(unit: Unit): Calls {
  let known = calls.get(unit);
  if (!known) calls.set(unit, (known = gatherCalls(unit)));
  return known;
}

function gatherCalls(unit: Unit): Calls {
  const byFunction = new Map<LambdaFunction, Route[]>();
  const routesOf = new Map<Api, number>();
  const withUnseen = new Set<Api>();
  let hasStrays = false;
  const authorizersBy = new Map<LambdaFunction, Authorizer[]>();
  for (const authorizer of unit.authorizers)
    for (const called of new Set(authorizedBy(authorizer, unit).map(({ function: one }) => one)))
      append(authorizersBy, called, authorizer);
  for (const route of unit.routes) {
    const api = apiOf(route, unit);
    if (api) routesOf.set(api, (routesOf.get(api) ?? 0) + 1);
    else if (literalOf(route.api) === undefined) hasStrays = true;
    const invoked = invokedBy(route, unit);
    const texts = functionTextsOf(route.integration?.target, route.apiKind, route.uri, unit);
    if (api && texts.length > invoked.length) withUnseen.add(api);
    for (const one of new Set(invoked.map(({ function: called }) => called))) append(byFunction, one, route);
  }
  return { byFunction, authorizersBy, routesOf, withUnseen, hasStrays };
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** The API that a route belongs to; of a definition that nobody refers to the API that it defines. */
export const apiOf = perUnit((route: Route, unit): Api | undefined => {
  const resolver = resolverOf(unit);
  return route.api ? resolver.apiNamedBy(route.api, route.uri) : resolver.definedIn(route.uri);
});

/** `GET /pets`, for messages. */
export function routeTitle(route: Route): string {
  const path = route.path ? printed(route.path) : '(unknown path)';
  return route.method ? `${printed(route.method)} ${path}` : path;
}

/** Parts of a request that are known only when it is made; they hold no slash and no colon, as pseudo parameters. */
const stage = requestPart('any stage');
const verb = requestPart('any verb');
const segment = requestPart('any segment');

function requestPart(name: string): TextPart {
  return { kind: 'reference', span: { start: 0, end: 0 }, to: { kind: 'pseudo', name } };
}

/**
 * The ARN that API Gateway sends as the source when it invokes for this route: API id, any stage, then for REST and HTTP APIs verb and
 * path, where a path parameter may be anything, for WebSocket APIs and the default route the route key (facts: execute-api ARN
 * grammar). Undefined when API, verb or path is not known.
 */
export const sourceArnOf = perUnit((route: Route, unit): TextValue | undefined => {
  const { uri, method, path } = route;
  const seen = (text: TextValue | undefined): TextValue | undefined => text && resolverOf(unit).acrossStacks(text, uri);
  const call = isRouteKey(route) ? seen(path)?.parts : requestCall(seen(method), seen(path));
  return call && inAnyStage(route, call, unit);
});

/**
 * The ARN that the policy of a caller is held against: as `sourceArnOf`, but with the path of the request where the default route of an
 * HTTP API takes what no other route does (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html).
 */
export const executeTargetOf = perUnit((route: Route, unit): TextValue | undefined => {
  if (route.apiKind !== 'http' || literalOf(route.path) !== '$default') return sourceArnOf(route, unit);
  const any: TextPart = { kind: 'unknown', span: route.key, written: '*' };
  return inAnyStage(route, [verb, ...madeText({ span: route.key, at: route.key }, '/').parts, any], unit);
});

/** The ARN that API Gateway sends as the source when it asks an authorizer. Undefined when its API is not known. */
export const authorizerArnOf = perUnit((authorizer: Authorizer, unit): TextValue | undefined => {
  const resolver = resolverOf(unit);
  const api = resolver.apiNamedBy(authorizer.api, authorizer.uri);
  if (!api) return undefined;
  const isResource = unit.resources.some((one) => one.uri === authorizer.uri && one.id === authorizer.id);
  // The id of an authorizer that a definition declares is made at the deployment.
  const id: Reference = isResource ? resolver.referenceTo(authorizer) : anyAuthorizer;
  const place = { span: authorizer.key, at: authorizer.key };
  return madeText(place, ...executeApiArnHead, resolver.referenceTo(api), '/authorizers/', id);
});

/** An authorizer that is not known; a pattern that covers it covers every one. */
export const anyAuthorizer: Reference = { kind: 'pseudo', name: 'any authorizer' };

function inAnyStage(route: Route, call: readonly TextPart[], unit: Unit): TextValue | undefined {
  const api = apiOf(route, unit);
  if (!api) return undefined;
  const place = { span: route.key, at: route.key };
  const head = madeText(place, ...executeApiArnHead, resolverOf(unit).referenceTo(api), '/');
  return { ...place, parts: [...head.parts, stage, ...madeText(place, '/').parts, ...call] };
}

/** Routes of WebSocket APIs and the default route are called by their key. */
function isRouteKey({ method, path }: Route): boolean {
  return method === undefined || literalOf(path) === '$default';
}

/** `GET/pets/{any segment}` */
function requestCall(method: TextValue | undefined, path: TextValue | undefined): readonly TextPart[] | undefined {
  if (!method || !path) return undefined;
  const verbs = literalOf(method)?.toUpperCase() === 'ANY' ? [verb] : method.parts;
  return [...verbs, ...pathParts(path)];
}

function pathParts(path: TextValue): readonly TextPart[] {
  const text = withoutSlash(literalOf(path));
  if (text === undefined) return path.parts;
  const pieces = text.split(/(\{[^}]*\})/).filter((piece) => piece !== '');
  return pieces.flatMap((piece): readonly TextPart[] => {
    if (!piece.startsWith('{')) return madeText(path, piece).parts;
    return piece.endsWith('+}') ? [{ kind: 'unknown', span: path.span, written: piece }] : [segment];
  });
}

/** API Gateway drops a slash at the end of a resource's path (https://github.com/aws/serverless-application-model/issues/665). */
function withoutSlash(path: string | undefined): string | undefined {
  return path?.replace(/(.)\/$/, '$1');
}

/** `/…/GET/pets/*`: what a SourceArn for just this route ends with, after the API's id. Undefined when verb or path is not known. */
export function sourceArnSuffixOf(route: Route): string | undefined {
  const path = withoutSlash(literalOf(route.path));
  if (path === undefined) return undefined;
  if (isRouteKey(route)) return `/*/${path}`;
  const method = literalOf(route.method)?.toUpperCase();
  return method === undefined ? undefined : `/*/${method === 'ANY' ? '*' : method}${path.replace(/\{[^}]*\}/g, '*')}`;
}
