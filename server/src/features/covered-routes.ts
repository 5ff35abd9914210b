import { coversArn, coversText, surelyCoversSomeText, type Answer } from '../access/match.ts';
import { perUnit } from '../graph/per-unit.ts';
import { resolverOf } from '../graph/resolve.ts';
import { apiOf, sourceArnOf } from '../graph/route-target.ts';
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

export interface WrittenArn {
  readonly text: TextValue;
  readonly uri: string;
  /** For the short form of a resource policy: the logical id of the API that carries it. */
  readonly carrier: string | undefined;
}

const coveredOf = perUnit((text: TextValue, unit: Unit) => {
  const answers = new Map<string, CoveredRoutes | undefined>();
  return (uri: string, carrier: string | undefined): CoveredRoutes | undefined => {
    const name = `${uri} ${carrier ?? ''}`;
    if (!answers.has(name)) answers.set(name, workOut({ text, uri, carrier }, unit));
    return answers.get(name);
  };
});

/** Holds an ARN of a policy or a permission against the routes of its unit. Undefined for a text that is no execute-api ARN. */
export function routesCoveredBy(text: TextValue, uri: string, unit: Unit, carrier?: string): CoveredRoutes | undefined {
  return coveredOf(text, unit)(uri, carrier);
}

/** The same for one route. No for a text that is no execute-api ARN. */
export function coversRouteOf(arn: WrittenArn, route: Route, unit: Unit): Answer {
  const pattern = fullArn(arn, unit);
  if (!pattern) return 'no';
  const api = resolverOf(unit).apiNamedBy(apiIdOf(pattern), arn.uri);
  const own = apiOf(route, unit);
  if (!own || (api && own !== api)) return 'no';
  const target = sourceArnOf(route, unit);
  return target ? coversCalls(pattern, target) : 'maybe';
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
    const target = sourceArnOf(route, unit);
    const answer = target ? coversCalls(pattern, target) : 'maybe';
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
