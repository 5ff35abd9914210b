import { perUnit, unitMemory } from '../graph/per-unit.ts';
import { resolverOf } from '../graph/resolve.ts';
import { authorizersOfRoute } from '../graph/route-authorizer.ts';
import type { Unit } from '../graph/unit.ts';
import type { Authorizer, LambdaFunction, Role, Route } from '../model/facts.ts';
import { alternativesOf, splitText, type TextValue } from '../model/text-value.ts';

/** The routes whose integration names the role as its credentials. */
export function routesOfRole(role: Role, unit: Unit): readonly Route[] {
  return tablesOf(unit).routesByRole.get(role) ?? [];
}

/** The functions that run as the role. */
export function functionsOfRole(role: Role, unit: Unit): readonly LambdaFunction[] {
  return tablesOf(unit).functionsByRole.get(role) ?? [];
}

/** The routes that ask the authorizer. */
export function routesOfAuthorizer(authorizer: Authorizer, unit: Unit): readonly Route[] {
  return tablesOf(unit).routesByAuthorizer.get(authorizer) ?? [];
}

/** The authorizers that invoke the function. */
export function authorizersOfFunction(invoked: LambdaFunction, unit: Unit): readonly Authorizer[] {
  return tablesOf(unit).authorizersByFunction.get(invoked) ?? [];
}

/** The function of the unit that an authorizer invokes; several where a condition decides. */
const functionsOfAuthorizer = perUnit((authorizer: Authorizer, unit: Unit): readonly LambdaFunction[] => {
  const { target, uri } = authorizer;
  return target ? functionsNamed(target, uri, unit) : [];
});

/** The functions that a text names: as an ARN, or inside of an integration URI. */
export function functionsNamed(value: TextValue, uri: string, unit: Unit): readonly LambdaFunction[] {
  const resolver = resolverOf(unit);
  const found = new Set<LambdaFunction>();
  for (const one of alternativesOf(value)) {
    if (!one) continue;
    const [, after] = splitText(one, '/functions/', 2);
    const name = after ? splitText(after, '/', 2)[0] : one;
    const named = name && resolver.functionNamedBy(name, uri);
    if (named) found.add(named);
  }
  return [...found];
}

/** The roles of the unit that a text names by ARN, or by a reference. */
export function rolesNamed(value: TextValue, uri: string, unit: Unit): readonly Role[] {
  const resolver = resolverOf(unit);
  const found = new Set<Role>();
  for (const one of alternativesOf(value)) {
    const named = one && resolver.roleNamedBy(one, uri);
    if (named) found.add(named.role);
  }
  return [...found];
}

interface Tables {
  readonly routesByRole: ReadonlyMap<Role, readonly Route[]>;
  readonly functionsByRole: ReadonlyMap<Role, readonly LambdaFunction[]>;
  readonly routesByAuthorizer: ReadonlyMap<Authorizer, readonly Route[]>;
  readonly authorizersByFunction: ReadonlyMap<LambdaFunction, readonly Authorizer[]>;
}

const known = unitMemory<Tables>();

function tablesOf(unit: Unit): Tables {
  let tables = known.get(unit);
  if (!tables) known.set(unit, (tables = gather(unit)));
  return tables;
}

function gather(unit: Unit): Tables {
  const routesByRole = new Map<Role, Route[]>();
  const functionsByRole = new Map<Role, LambdaFunction[]>();
  const routesByAuthorizer = new Map<Authorizer, Route[]>();
  const authorizersByFunction = new Map<LambdaFunction, Authorizer[]>();
  for (const route of unit.routes) {
    const credentials = route.integration?.credentials;
    for (const role of credentials ? rolesNamed(credentials, route.uri, unit) : []) push(routesByRole, role, route);
    for (const authorizer of authorizersOfRoute(route, unit)) push(routesByAuthorizer, authorizer, route);
  }
  for (const one of unit.functions)
    for (const role of one.role ? rolesNamed(one.role, one.uri, unit) : []) push(functionsByRole, role, one);
  for (const authorizer of unit.authorizers)
    for (const one of functionsOfAuthorizer(authorizer, unit)) push(authorizersByFunction, one, authorizer);
  return { routesByRole, functionsByRole, routesByAuthorizer, authorizersByFunction };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
