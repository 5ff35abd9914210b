import type { Api, LambdaFunction, Route } from '../model/facts.ts';
import {
  alternativesOf,
  concatTexts,
  literalOf,
  executeApiArnHead,
  madeText,
  printed,
  splitText,
  type TextPart,
  type TextValue,
} from '../model/text-value.ts';
import { perUnit } from './per-unit.ts';
import { resolverOf } from './resolve.ts';
import type { Unit } from './unit.ts';

/**
 * What a route's integration invokes, one for each alternative of a condition: the text that names a function, without the
 * integration URI around it; undefined for what surely is no function.
 */
function functionTextsOf(route: Route): readonly TextValue[] {
  const target = route.integration?.target;
  const targets = target ? alternativesOf(target).filter((one) => one !== undefined) : [];
  return targets.flatMap((one) => functionTextOf(one, route.apiKind) ?? []);
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
  /** Where the route names it. */
  readonly text: TextValue;
}

/** The unit's functions that a route invokes: several where a condition decides, none when it invokes none that is in sight. */
export const invokedBy = perUnit((route: Route, unit): readonly InvokedFunction[] => {
  const resolver = resolverOf(unit);
  return functionTextsOf(route).flatMap((text) => {
    const named = resolver.functionsNamedBy(text, route.uri);
    return named ? [{ ...named, text }] : [];
  });
});

/** What the routes of a unit call, seen from the functions and from the APIs. */
export interface Calls {
  readonly byFunction: ReadonlyMap<LambdaFunction, readonly Route[]>;
  /** How many routes of an API are known; none for an API that gets them elsewhere. */
  readonly routesOf: ReadonlyMap<Api, number>;
  /** APIs of which a route may invoke a function that is not in sight. */
  readonly withUnseen: ReadonlySet<Api>;
  /** True when a route belongs to an API that cannot be told. */
  readonly hasStrays: boolean;
}

const calls = new WeakMap<Unit, Calls>();

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
  for (const route of unit.routes) {
    const api = apiOf(route, unit);
    if (api) routesOf.set(api, (routesOf.get(api) ?? 0) + 1);
    else if (literalOf(route.api) === undefined) hasStrays = true;
    const invoked = invokedBy(route, unit);
    if (api && functionTextsOf(route).length > invoked.length) withUnseen.add(api);
    for (const one of new Set(invoked.map(({ function: called }) => called))) {
      const routes = byFunction.get(one);
      if (routes) routes.push(route);
      else byFunction.set(one, [route]);
    }
  }
  return { byFunction, routesOf, withUnseen, hasStrays };
}

export function apiOf(route: Route, unit: Unit): Api | undefined {
  return resolverOf(unit).apiNamedBy(route.api, route.uri);
}

/** `GET /pets`, for messages. */
export function routeTitle(route: Route): string {
  const path = route.path ? printed(route.path) : '(unknown path)';
  return route.method ? `${printed(route.method)} ${path}` : path;
}

/** Parts of a request that are known only when it is made; they hold no slash and no colon, as pseudo parameters. */
const stage: TextPart = { kind: 'reference', span: { start: 0, end: 0 }, to: { kind: 'pseudo', name: 'any stage' } };
const verb: TextPart = { kind: 'reference', span: { start: 0, end: 0 }, to: { kind: 'pseudo', name: 'any verb' } };
const segment: TextPart = {
  kind: 'reference',
  span: { start: 0, end: 0 },
  to: { kind: 'pseudo', name: 'any segment' },
};

/**
 * The ARN that API Gateway sends as the source when it invokes for this route: API id, any stage, verb and path, where a path
 * parameter may be anything (facts: execute-api ARN grammar). Undefined when API, verb or path is not known.
 */
export const sourceArnOf = perUnit((route: Route, unit): TextValue | undefined => {
  const api = apiOf(route, unit);
  const path = route.path && withParameters(route.path);
  if (!api || !path) return undefined;
  const place = { span: route.key, at: route.key };
  const head = madeText(place, ...executeApiArnHead, { kind: 'logical', id: api.id }, '/');
  const slash = madeText(place, '/').parts;
  if (!route.method) return { ...place, parts: [...head.parts, stage, ...slash, ...path.parts] };
  if (literalOf(route.path) === '$default') return { ...place, parts: [...head.parts, stage, ...slash, ...path.parts] };
  const method = literalOf(route.method)?.toUpperCase() === 'ANY' ? [verb] : route.method.parts;
  return { ...place, parts: [...head.parts, stage, ...slash, ...method, ...path.parts] };
});

/** API Gateway drops a slash at the end of a resource's path (https://github.com/aws/serverless-application-model/issues/665). */
function withoutSlash(path: string | undefined): string | undefined {
  return path?.replace(/(.)\/$/, '$1');
}

function withParameters(path: TextValue): TextValue {
  const text = withoutSlash(literalOf(path));
  if (text === undefined) return path;
  const place = { span: path.span, at: path.at };
  const pieces = text.split(/(\{[^}]*\})/).filter((piece) => piece !== '');
  const parts = pieces.flatMap((piece): readonly TextPart[] => {
    if (!piece.startsWith('{')) return madeText(place, piece).parts;
    return piece.endsWith('+}') ? [{ kind: 'unknown', span: path.span, written: piece }] : [segment];
  });
  return concatTexts(place, { ...place, parts });
}

/** `/…/GET/pets/*`: what a SourceArn for just this route ends with, after the API's id. Undefined when verb or path is not known. */
export function sourceArnSuffixOf(route: Route): string | undefined {
  const path = withoutSlash(literalOf(route.path));
  if (path === undefined) return undefined;
  if (!route.method || path === '$default') return `/*/${path}`;
  const method = literalOf(route.method)?.toUpperCase();
  return method === undefined ? undefined : `/*/${method === 'ANY' ? '*' : method}${path.replace(/\{[^}]*\}/g, '*')}`;
}
