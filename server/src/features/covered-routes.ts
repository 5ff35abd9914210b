import { coversArn, coversText, surelyCoversSomeText, type Answer } from '../access/match.ts';
import { perUnit } from '../graph/per-unit.ts';
import { resolverOf } from '../graph/resolve.ts';
import { apiOf, executeTargetOf, sourceArnOf } from '../graph/route-target.ts';
import type { Unit } from '../graph/unit.ts';
import type { Api, LambdaFunction, Route } from '../model/facts.ts';
import { concatTexts, executeApiArnHead, literalOf, madeText, splitText, type TextValue } from '../model/text-value.ts';

/** What an execute-api ARN says of the routes of a unit. */
export interface CoveredRoutes {
  /** The API that the ARN names, where it names one of the unit. */
  readonly api: Api | undefined;
  readonly covered: readonly Route[];
  /** Holes in the ARN or in the route leave it open. */
  readonly perhaps: readonly Route[];
  /** Of the same APIs. */
  readonly others: readonly Route[];
}

/**
 * What an ARN is held against: `calls`, as the policy of somebody who makes them is, or `sources`, what API Gateway sends to the
 * function that it invokes. The two differ for the default route.
 */
export type Grammar = 'calls' | 'sources';

export interface WrittenArn {
  readonly text: TextValue;
  readonly uri: string;
  readonly grammar: Grammar;
  /** For the short form of a resource policy: the logical id of the API that carries it. */
  readonly carrier: string | undefined;
}

const coveredOf = perUnit((text: TextValue, unit: Unit) => {
  const answers = new Map<string, CoveredRoutes | undefined>();
  return (arn: WrittenArn): CoveredRoutes | undefined => {
    const name = `${arn.uri} ${arn.grammar} ${arn.carrier ?? ''}`;
    if (!answers.has(name)) answers.set(name, workOut(arn, unit));
    return answers.get(name);
  };
});

/** Holds an ARN of a policy or a permission against the routes of its unit. Undefined for a text that is no execute-api ARN. */
export function routesCoveredBy(arn: WrittenArn, unit: Unit): CoveredRoutes | undefined {
  return coveredOf(arn.text, unit)(arn);
}

/** The same for one route. No for a text that is no execute-api ARN. */
export function coversRouteOf(arn: WrittenArn, route: Route, unit: Unit): Answer {
  const pattern = fullArn(arn, unit);
  if (!pattern) return 'no';
  const api = resolverOf(unit).apiNamedBy(apiIdOf(pattern), arn.uri);
  const own = apiOf(route, unit);
  if (!own || (api && own !== api)) return 'no';
  return coversIn(arn.grammar, pattern, route, unit);
}

function coversIn(grammar: Grammar, pattern: TextValue, route: Route, unit: Unit): Answer {
  const target = grammar === 'calls' ? executeTargetOf(route, unit) : sourceArnOf(route, unit);
  if (!target) return 'maybe';
  return grammar === 'calls' && isDefault(route) && isTaken(pattern, route, unit) ? 'no' : coversCalls(pattern, target);
}

function isDefault({ apiKind, path }: Route): boolean {
  return apiKind === 'http' && literalOf(path) === '$default';
}

/** Is it one call that another route takes, so that the default route never sees it? */
function isTaken(pattern: TextValue, route: Route, unit: Unit): boolean {
  const resource = splitText(pattern, ':', 6)[5];
  const call = resource && splitText(resource, '/', 3)[2];
  if (!call || /[*?]/.test(literalOf(call) ?? '*')) return false;
  const api = apiOf(route, unit);
  return unit.routes.some((other) => {
    const target = !isDefault(other) && apiOf(other, unit) === api ? executeTargetOf(other, unit) : undefined;
    return target !== undefined && coversCalls(pattern, target) === 'yes';
  });
}

function workOut(arn: WrittenArn, unit: Unit): CoveredRoutes | undefined {
  const pattern = fullArn(arn, unit);
  if (!pattern) return undefined;
  const id = apiIdOf(pattern);
  const api = resolverOf(unit).apiNamedBy(id, arn.uri);
  const covered: Route[] = [];
  const perhaps: Route[] = [];
  const others: Route[] = [];
  const reached = new Set<Api>(api ? [api] : []);
  for (const route of unit.routes) {
    const own = apiOf(route, unit);
    if (!own || (api && own !== api)) continue;
    const answer = coversIn(arn.grammar, pattern, route, unit);
    if (answer !== 'no') reached.add(own);
    (answer === 'yes' ? covered : answer === 'maybe' ? perhaps : others).push(route);
  }
  return {
    api,
    covered,
    perhaps,
    others: others.filter((route) => {
      const own = apiOf(route, unit);
      return own !== undefined && reached.has(own);
    }),
  };
}

/**
 * Like `coversArn`, but partition, region and account count as the stack's own wherever they may be: an ARN that names a region is
 * written for the stack there.
 */
export function coversInStack(pattern: TextValue, target: TextValue): Answer {
  const whole = coversArn(pattern, target);
  if (whole !== 'maybe') return whole;
  const [mine, theirs] = [splitText(pattern, ':', 6)[5], splitText(target, ':', 6)[5]];
  return mine && theirs ? coversText(mine, theirs) : 'maybe';
}

/** The same of the calls to a route: one that is covered in some stage, or for some value of its path, counts as covered. */
function coversCalls(pattern: TextValue, target: TextValue): Answer {
  const answer = coversInStack(pattern, target);
  if (answer !== 'maybe') return answer;
  const [mine, theirs] = [splitText(pattern, ':', 6)[5], splitText(target, ':', 6)[5]];
  return mine && theirs && surelyCoversSomeText(mine, theirs) ? 'yes' : 'maybe';
}

function fullArn({ text, uri, carrier }: WrittenArn, unit: Unit): TextValue | undefined {
  const [first] = text.parts;
  if (first?.kind === 'literal' && first.source.text.startsWith('execute-api:/')) {
    const tail = splitText(text, '/', 2)[1];
    if (carrier === undefined || !tail) return undefined;
    const head = resolverOf(unit).acrossStacks(
      madeText(text, ...executeApiArnHead, { kind: 'logical', id: carrier }, '/'),
      uri,
    );
    return concatTexts(text, head, tail);
  }
  const full = resolverOf(unit).standsFor(text, uri);
  const fields = splitText(full, ':', 6);
  return literalOf(fields[0]) === 'arn' && literalOf(fields[2]) === 'execute-api' ? full : undefined;
}

function apiIdOf(arn: TextValue): TextValue | undefined {
  const resource = splitText(arn, ':', 6)[5];
  return resource && splitText(resource, '/', 2)[0];
}

/** The functions of the unit that a function ARN covers. */
export function functionsCoveredBy(text: TextValue, uri: string, unit: Unit): readonly LambdaFunction[] {
  const resolver = resolverOf(unit);
  const pattern = resolver.standsFor(text, uri);
  return unit.functions.filter((one) => {
    const arn = one.type === 'function' ? resolver.arnOfFunction(one, text) : undefined;
    return arn !== undefined && coversInStack(pattern, arn) === 'yes';
  });
}
