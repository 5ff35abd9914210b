import type { Authorizer, Route } from '../model/facts.ts';
import { alternativesOf, type TextValue } from '../model/text-value.ts';
import { perUnit } from './per-unit.ts';
import { resolverOf } from './resolve.ts';
import { apiOf } from './route-target.ts';
import type { Unit } from './unit.ts';

/**
 * The authorizers of the unit that a route names: by reference, or by the name that they have in the definition of its API. Several
 * where a condition decides, none when it names none that is in sight.
 */
export const authorizersOfRoute = perUnit((route: Route, unit: Unit): readonly Authorizer[] => {
  if (!route.authorizer) return [];
  const found = alternativesOf(route.authorizer).flatMap((one) => (one ? authorizersNamed(one, route, unit) : []));
  return [...new Set(found)];
});

function authorizersNamed(value: TextValue, route: Route, unit: Unit): readonly Authorizer[] {
  const [part, second] = resolverOf(unit).acrossStacks(value, route.uri).parts;
  if (second || !part || part.kind === 'choice' || part.kind === 'unknown') return [];
  if (part.kind === 'reference' && part.to.kind !== 'logical') return [];
  const id = part.kind === 'literal' ? part.source.text : part.to.kind === 'logical' ? part.to.id : undefined;
  const uri = part.kind === 'literal' ? route.uri : part.to.uri;
  const named = unit.authorizers.filter((one) => one.id === id && (uri === undefined || one.uri === uri));
  const api = apiOf(route, unit);
  const own = named.filter((one) => api !== undefined && resolverOf(unit).apiNamedBy(one.api, one.uri) === api);
  return own.length > 0 ? own : named;
}
