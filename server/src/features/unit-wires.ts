import { functionOfPermission, grantsApiGateway, permissionsOn } from '../access/invoke-grant.ts';
import { perUnit, unitMemory } from '../graph/per-unit.ts';
import { resolverOf } from '../graph/resolve.ts';
import { rolesCarrying, trustPolicyOf } from '../graph/role-use.ts';
import { authorizersOfRoute } from '../graph/route-authorizer.ts';
import { apiOf, invokedBy } from '../graph/route-target.ts';
import type { PlacedPolicy, Unit } from '../graph/unit.ts';
import type { Role, Route } from '../model/facts.ts';
import { literalOf, splitText, type TextValue } from '../model/text-value.ts';
import { contains, type Place, type Span } from '../text/span.ts';
import { functionsNamed, rolesNamed } from './uses.ts';
import { coversRouteOf, functionsCoveredBy, routesCoveredBy, type WrittenArn } from './covered-routes.ts';

/** What a wire leads to. */
export interface Target extends Place {
  /** All of the thing, of which `span` is the name. */
  readonly whole: Span;
}

/**
 * A word that leads somewhere else. One that `names` a thing is a way of speaking of it; one that `leads` is itself the name of a
 * thing, from which the wire goes on: a role to its policies, a route to what stands behind it.
 */
export interface Wire {
  readonly from: Place;
  /** Where a cursor is on the word: more than the word itself in `${Role.Arn}`. */
  readonly reach: Span;
  readonly kind: 'names' | 'leads';
  /** Worked out when first asked for. */
  readonly to: () => readonly Target[];
  /** Whether it leads to one of these things, or may: the same from the other end, without working out all that it leads to. */
  readonly leadsTo: (things: readonly Target[]) => boolean;
}

const known = unitMemory<readonly Wire[]>();

/** The wires that the things of a unit are joined by, beyond the names in its texts. */
export function unitWires(unit: Unit): readonly Wire[] {
  let wires = known.get(unit);
  if (!wires) known.set(unit, (wires = [...gather(unit)]));
  return wires;
}

function* gather(unit: Unit): Iterable<Wire> {
  yield* routeWires(unit);
  yield* functionWires(unit);
  yield* permissionWires(unit);
  yield* roleWires(unit);
  yield* policyWires(unit);
  for (const authorizer of unit.authorizers) {
    const { uri, key, target, credentials } = authorizer;
    const invoked = (): readonly Target[] => functionsIn(target, uri, unit);
    yield* naming(target, key, uri, invoked);
    yield* naming(credentials, key, uri, () => rolesIn(credentials, uri, unit));
    yield wire('leads', uri, key, () => [...invoked(), ...rolesIn(credentials, uri, unit)]);
  }
  for (const { uri, role, key } of unit.logRoles) yield* naming(role, key, uri, () => rolesIn(role, uri, unit));
}

/**
 * From a text that names a thing as it is written: not from a lone reference, whose name in the text is a wire of its own, nor from a
 * text that stands at the name of a thing because SAM makes it.
 */
function* naming(
  value: TextValue | undefined,
  key: Span | undefined,
  uri: string,
  to: () => readonly Target[],
): Iterable<Wire> {
  if (!value || (key && contains(value.span, key))) return;
  const [part, second] = value.parts;
  if (!second && part?.kind === 'reference') return;
  yield wire('names', uri, value.span, to);
}

function* routeWires(unit: Unit): Iterable<Wire> {
  const resources = new Map(unit.resources.map((one) => [`${one.uri} ${one.id}`, one]));
  const keys = new Set(unit.resources.map(({ uri, key }) => `${uri} ${key.start}`));
  for (const route of unit.routes) {
    const { integration, authorizer, uri, key } = route;
    const invoked = (): readonly Target[] => invokedBy(route, unit).map((one) => ofThing(one.function));
    const roles = (): readonly Target[] => rolesIn(integration?.credentials, uri, unit);
    const authorizers = (): readonly Target[] => authorizersOfRoute(route, unit).map(ofThing);
    if (integration?.targetKey) yield* naming(integration.target, key, integration.uri, invoked);
    if (integration?.credentialsKey) yield* naming(integration.credentials, key, integration.uri, roles);
    yield* naming(authorizer, key, uri, authorizers);
    yield wire('leads', uri, key, () => {
      // A method names its API in the text; an event of SAM may not.
      const api = keys.has(`${uri} ${key.start}`) ? undefined : apiOf(route, unit);
      const around = api && (resources.get(`${api.uri} ${api.id}`)?.at ?? api.key);
      const isOwn = api === undefined || (api.uri === uri && around !== undefined && contains(around, key));
      return [...(isOwn ? [] : [ofThing(api)]), ...invoked(), ...roles(), ...authorizers()];
    });
  }
}

function* functionWires(unit: Unit): Iterable<Wire> {
  for (const one of unit.functions) {
    const { uri, key, role, of } = one;
    yield* naming(role, key, uri, () => rolesIn(role, uri, unit));
    yield* naming(of, key, uri, () => functionsIn(of, uri, unit));
    if (one.type !== 'function') continue;
    yield wire('leads', uri, key, () =>
      permissionsOn(one, unit).flatMap((permission) =>
        permission.written &&
        functionOfPermission(permission, unit)?.function === one &&
        grantsApiGateway(permission) !== 'no'
          ? [ofThing(permission)]
          : [],
      ),
    );
  }
}

function* permissionWires(unit: Unit): Iterable<Wire> {
  for (const permission of unit.permissions) {
    if (!permission.written) continue;
    const { uri, key, sourceArn, function: invoked } = permission;
    yield* naming(invoked, key, uri, () => functionsIn(invoked, uri, unit));
    if (!sourceArn) continue;
    const arn: WrittenArn = { text: sourceArn, uri, grammar: 'sources', carrier: undefined };
    const letIn = (): readonly Target[] => routesIn(arn, unit);
    const leadsTo = leadsToRoute(arn, unit);
    yield { ...wire('names', uri, sourceArn.span, letIn), leadsTo };
    yield { ...wire('leads', uri, key, letIn), leadsTo };
  }
}

function* roleWires(unit: Unit): Iterable<Wire> {
  for (const role of unit.roles) {
    yield wire('leads', role.uri, role.key, () => {
      const trust = trustPolicyOf(role, unit)?.slot;
      const trustKey = trust ? [place(trust.uri, trust.span)] : [];
      return [...trustKey, ...policiesOf(role, unit).map(ofPolicy)];
    });
  }
  for (const { use } of unit.policies) {
    for (const text of use?.slot === 'trust' ? [] : (use?.attachedTo ?? [])) {
      if (use && literalOf(text) !== undefined && use.command === undefined)
        yield wire('names', use.uri, text.span, () => rolesAttached(text, use.uri, unit));
    }
  }
}

/** The policies that say what a role may do. */
const policiesOf = perUnit((role: Role, unit): readonly PlacedPolicy[] => carriedIn(unit).get(role) ?? []);

const carried = unitMemory<ReadonlyMap<Role, readonly PlacedPolicy[]>>();

function carriedIn(unit: Unit): ReadonlyMap<Role, readonly PlacedPolicy[]> {
  let map = carried.get(unit) as Map<Role, PlacedPolicy[]> | undefined;
  if (map) return map;
  map = new Map<Role, PlacedPolicy[]>();
  for (const policy of unit.policies) {
    if (policy.use?.slot !== 'identity') continue;
    for (const role of rolesCarrying(policy, unit)) map.set(role, [...(map.get(role) ?? []), policy]);
  }
  carried.set(unit, map);
  return map;
}

function* policyWires(unit: Unit): Iterable<Wire> {
  const seen = new Set<string>();
  for (const { document, use } of unit.policies) {
    const name = `${document.uri} ${document.span.start}`;
    if (seen.has(name)) continue;
    seen.add(name);
    const carrier = use?.slot === 'resource' ? use.carrierId : undefined;
    for (const { uri, resource, notResource, principal, notPrincipal } of document.statements) {
      for (const value of [...(resource?.values ?? []), ...(notResource?.values ?? [])])
        yield arnWire(value, uri, unit, carrier);
      for (const element of [principal, notPrincipal])
        for (const { type, values } of element?.entries ?? [])
          for (const value of type === 'AWS' ? values : [])
            yield* naming(value, undefined, uri, () => rolesIn(value, uri, unit));
    }
  }
}

/** From an ARN in a policy to what of the unit it covers: routes, APIs, functions, roles. */
function arnWire(value: TextValue, uri: string, unit: Unit, carrier: string | undefined): Wire {
  const fields = splitText(value, ':', 4);
  switch (literalOf(fields[0]) === 'arn' ? literalOf(fields[2]) : undefined) {
    case 'apigateway':
      return wire('names', uri, value.span, () => apisIn(value, uri, unit));
    case 'lambda':
      return wire('names', uri, value.span, () => functionsCoveredBy(value, uri, unit).map(ofThing));
    case 'iam':
      return wire('names', uri, value.span, () => rolesIn(value, uri, unit));
    default: {
      const arn: WrittenArn = { text: value, uri, grammar: 'calls', carrier };
      return { ...wire('names', uri, value.span, () => routesIn(arn, unit)), leadsTo: leadsToRoute(arn, unit) };
    }
  }
}

/** The routes that an execute-api ARN covers; where that is sure of none, those that it may. */
function routesIn(arn: WrittenArn, unit: Unit): readonly Target[] {
  const found = routesCoveredBy(arn, unit);
  if (!found) return [];
  return (found.covered.length > 0 ? found.covered : found.perhaps).map(ofRoute);
}

function leadsToRoute(arn: WrittenArn, unit: Unit): (things: readonly Target[]) => boolean {
  return (things) =>
    things.some((thing) => {
      const route = routesByPlace(unit).get(nameOfPlace(thing));
      return route !== undefined && coversRouteOf(arn, route, unit) !== 'no';
    });
}

const byPlace = unitMemory<ReadonlyMap<string, Route>>();

function routesByPlace(unit: Unit): ReadonlyMap<string, Route> {
  let routes = byPlace.get(unit);
  if (!routes) byPlace.set(unit, (routes = new Map(unit.routes.map((route) => [nameOfPlace(ofRoute(route)), route]))));
  return routes;
}

function nameOfPlace({ uri, span }: Place): string {
  return `${uri} ${span.start}`;
}

/** `/restapis/${Api}/...` */
function apisIn(value: TextValue, uri: string, unit: Unit): readonly Target[] {
  const path = splitText(value, ':', 6)[5];
  const [, collection, id] = path ? splitText(path, '/') : [];
  if (!/^(?:rest)?apis$/.test(literalOf(collection) ?? '')) return [];
  const api = resolverOf(unit).apiNamedBy(id, uri);
  return api ? [ofThing(api)] : [];
}

function functionsIn(value: TextValue | undefined, uri: string, unit: Unit): readonly Target[] {
  return value ? functionsNamed(value, uri, unit).map(ofThing) : [];
}

function rolesIn(value: TextValue | undefined, uri: string, unit: Unit): readonly Target[] {
  return value ? rolesNamed(value, uri, unit).map(ofThing) : [];
}

/** By the name that a policy is attached to, which is no ARN. */
function rolesAttached(value: TextValue, uri: string, unit: Unit): readonly Target[] {
  const name = literalOf(value);
  return unit.roles.filter((role) => role.uri === uri && literalOf(role.name) === name).map(ofThing);
}

function ofRoute(route: Route): Target {
  const { integration, uri, key } = route;
  const end = integration?.uri === uri && integration.at.start > key.start ? integration.at.end : key.end;
  return { uri, span: key, whole: { start: key.start, end: Math.max(end, key.end) } };
}

export function ofPolicy({ document, use }: PlacedPolicy): Target {
  if (use?.uri === document.uri)
    return { uri: use.uri, span: use.span, whole: { start: use.span.start, end: document.span.end } };
  const key = document.statementKey ?? { start: document.span.start, end: document.span.start };
  return { uri: document.uri, span: key, whole: document.span };
}

function ofThing({ uri, key }: { readonly uri: string; readonly key: Span }): Target {
  return place(uri, key);
}

function place(uri: string, span: Span): Target {
  return { uri, span, whole: span };
}

export function wire(kind: Wire['kind'], uri: string, span: Span, to: () => readonly Target[]): Wire {
  let targets: readonly Target[] | undefined;
  const own = (): readonly Target[] => (targets ??= distinct(to()));
  return {
    kind,
    from: { uri, span },
    reach: span,
    to: own,
    leadsTo: (things) => own().some((one) => things.some((thing) => nameOfPlace(one) === nameOfPlace(thing))),
  };
}

export function distinct(targets: readonly Target[]): readonly Target[] {
  if (targets.length < 2) return targets;
  const seen = new Set<string>();
  return targets.filter((target) => {
    const name = nameOfPlace(target);
    return !seen.has(name) && seen.add(name);
  });
}
