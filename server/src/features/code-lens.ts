import { unitMemory } from '../graph/per-unit.ts';
import { apiOf, callsIn, routeTitle } from '../graph/route-target.ts';
import type { PlacedPolicy, Unit } from '../graph/unit.ts';
import type { Authorizer, LambdaFunction, Role, Route } from '../model/facts.ts';
import type { PolicyDocument, Statement } from '../model/policy.ts';
import { literalOf } from '../model/text-value.ts';
import type { Place, Span } from '../text/span.ts';
import { routesCoveredBy } from './covered-routes.ts';
import { counted, listed } from './markdown.ts';
import { areHeldBack, routeView, type CallerView, type RouteView } from './route-view.ts';
import { authorizersOfFunction, functionsOfRole, routesOfAuthorizer, routesOfRole } from './uses.ts';
import type { Workspace } from './workspace.ts';

export type LensKind = 'route' | 'role' | 'function' | 'authorizer' | 'policy';

/** A line above a thing that says how it is joined to others. What it says is worked out when the line is seen. */
export interface Lens {
  readonly kind: LensKind;
  /** The thing's name. */
  readonly span: Span;
}

export interface LensWords {
  readonly title: string;
  /** What it speaks of. */
  readonly places: readonly Place[];
}

interface Thing extends Lens {
  readonly words: () => LensWords;
}

/** The lenses of a file, from the top. Costs what its unit costs, not what the workspace does. */
export function codeLenses(workspace: Workspace, uri: string): readonly Lens[] {
  return thingsIn(workspace, uri).map(({ kind, span }) => ({ kind, span }));
}

/** What a lens says; undefined when the text has changed and the thing is no longer there. */
export function lensWords(workspace: Workspace, uri: string, kind: LensKind, start: number): LensWords | undefined {
  return thingsIn(workspace, uri)
    .find((thing) => thing.kind === kind && thing.span.start === start)
    ?.words();
}

const known = unitMemory<Map<string, readonly Thing[]>>();

function thingsIn(workspace: Workspace, uri: string): readonly Thing[] {
  const unit = workspace.unitOf(uri);
  if (!unit) return [];
  let files = known.get(unit);
  if (!files) known.set(unit, (files = new Map<string, readonly Thing[]>()));
  let things = files.get(uri);
  if (!things) {
    const all = [
      ...routesIn(unit, uri, workspace),
      ...rolesIn(unit, uri),
      ...functionsIn(unit, uri),
      ...authorizersIn(unit, uri),
      ...policiesIn(unit, uri),
    ];
    files.set(uri, (things = all.sort((a, b) => a.span.start - b.span.start)));
  }
  return things;
}

function routesIn(unit: Unit, uri: string, workspace: Workspace): readonly Thing[] {
  return unit.routes.flatMap((route): Thing[] =>
    route.uri === uri
      ? [{ kind: 'route', span: route.key, words: () => sayRoute(routeView(route, unit, workspace.catalog)) }]
      : [],
  );
}

/** `AWS_IAM · 2 callers · Pets may be invoked` */
function sayRoute(view: RouteView): LensWords {
  const { authorization, callers, backend } = view;
  const behind = backend.model === 'none' ? backend.title : backend.words;
  return {
    title: joined([sayAuthorization(view), authorization.kinds.includes('AWS_IAM') ? sayCallers(callers) : '', behind]),
    places: placesOf([
      authorization.place,
      ...authorization.authorizers.map(({ place }) => place),
      ...callers.flatMap(({ place, grounds }) => [place, ...grounds.map((ground) => ground.place)]),
      backend.place,
      ...backend.roles.map(({ place }) => place),
      ...backend.grounds.map(({ place }) => place),
    ]),
  };
}

/** A route without authorization is open to those whom the resource policy lets in. */
function sayAuthorization({ authorization: { kinds, words }, callers }: RouteView): string {
  if (!kinds.every((kind) => kind === 'NONE')) return words;
  const anyone = callers.find(({ kind }) => kind === 'anyone');
  if (!anyone || anyone.may === 'no')
    return `closed by the ${areHeldBack(callers) ? 'VPC endpoint' : 'resource policy'}`;
  return anyone.may === 'yes' ? words : 'open to whom the resource policy lets in';
}

/** `2 callers`, `1 caller, 2 possible, 1 denied` */
function sayCallers(callers: readonly CallerView[]): string {
  const sure = callers.filter(({ may }) => may === 'yes' || may === 'part').length;
  const possible = callers.filter(({ may }) => may === 'maybe').length;
  const denied = callers.filter(({ may }) => may === 'no').length;
  const words = [
    sure > 0 ? counted(sure, 'caller') : possible > 0 ? '' : 'no caller in sight',
    possible > 0 ? (sure > 0 ? `${possible} possible` : counted(possible, 'possible caller')) : '',
    denied > 0 ? `${denied} denied` : '',
  ];
  return words.filter((word) => word !== '').join(', ');
}

function rolesIn(unit: Unit, uri: string): readonly Thing[] {
  // The role that SAM makes has no line of its own.
  const functions = new Set(unit.functions.map((one) => `${one.uri} ${one.key.start}`));
  return unit.roles.flatMap((role): Thing[] => {
    if (role.uri !== uri || functions.has(`${uri} ${role.key.start}`)) return [];
    const isUsed = routesOfRole(role, unit).length + functionsOfRole(role, unit).length > 0;
    return isUsed ? [{ kind: 'role', span: role.key, words: () => sayRole(role, unit) }] : [];
  });
}

/** `used as credentials by 3 routes · role of Pets` */
function sayRole(role: Role, unit: Unit): LensWords {
  const routes = routesOfRole(role, unit);
  const functions = functionsOfRole(role, unit);
  const words = [
    routes.length > 0 ? `used as credentials by ${named(routes)}` : '',
    functions.length > 0
      ? `role of ${listed(
          functions.map(({ id }) => id),
          3,
        )}`
      : '',
  ];
  return { title: joined(words), places: [...routes, ...functions].map(placeOf) };
}

function functionsIn(unit: Unit, uri: string): readonly Thing[] {
  return unit.functions.flatMap((one): Thing[] => {
    if (one.uri !== uri || one.type !== 'function') return [];
    const isCalled = callsIn(unit).byFunction.has(one) || authorizersOfFunction(one, unit).length > 0;
    return isCalled ? [{ kind: 'function', span: one.key, words: () => sayFunction(one, unit) }] : [];
  });
}

/** `invoked by GET /pets, POST /pets` */
function sayFunction(one: LambdaFunction, unit: Unit): LensWords {
  const routes = callsIn(unit).byFunction.get(one) ?? [];
  const authorizers = authorizersOfFunction(one, unit);
  const words = [
    routes.length > 0 ? `invoked by ${titled(routes)}` : '',
    authorizers.length > 0
      ? `asked by authorizer ${listed(
          authorizers.map(({ id }) => id),
          3,
        )}`
      : '',
  ];
  return { title: joined(words), places: [...routes, ...authorizers].map(placeOf) };
}

function authorizersIn(unit: Unit, uri: string): readonly Thing[] {
  return unit.authorizers.flatMap((authorizer): Thing[] =>
    authorizer.uri === uri && routesOfAuthorizer(authorizer, unit).length > 0
      ? [{ kind: 'authorizer', span: authorizer.key, words: () => sayAuthorizer(authorizer, unit) }]
      : [],
  );
}

/** `decides who may call GET /pets, POST /pets` */
function sayAuthorizer(authorizer: Authorizer, unit: Unit): LensWords {
  const routes = routesOfAuthorizer(authorizer, unit);
  return { title: `decides who may call ${titled(routes)}`, places: routes.map(placeOf) };
}

function policiesIn(unit: Unit, uri: string): readonly Thing[] {
  if (unit.routes.length === 0) return [];
  const seen = new Set<number>();
  return unit.policies.flatMap((policy): Thing[] => {
    const { document, use } = policy;
    if (document.uri !== uri || seen.has(document.span.start) || !document.statements.some(isAboutCalls)) return [];
    seen.add(document.span.start);
    const isHere = use?.uri === uri && use.command === undefined;
    const span = isHere ? use.span : (document.statementKey ?? startOf(document));
    return [{ kind: 'policy', span, words: () => sayPolicy(policy, unit) }];
  });
}

function startOf({ span }: PolicyDocument): Span {
  return { start: span.start, end: span.start };
}

function isAboutCalls(statement: Statement): boolean {
  const actions = [...(statement.action?.values ?? []), ...(statement.notAction?.values ?? [])];
  return actions.some((action) => /^execute-api:/i.test(literalOf(action) ?? ''));
}

/** `covers 3 routes of PetsApi`, `covers 3 routes of PetsApi · denies 1 route of PetsApi` */
function sayPolicy({ document, use }: PlacedPolicy, unit: Unit): LensWords {
  const carrier = use?.slot === 'resource' ? use.carrierId : undefined;
  const calls = document.statements.filter(isAboutCalls);
  const denies = calls.filter(({ effect }) => literalOf(effect) === 'Deny');
  const allowed = coveredBy(
    calls.filter((statement) => !denies.includes(statement)),
    carrier,
    unit,
  );
  const denied = coveredBy(denies, carrier, unit);
  const words = [
    calls.length > denies.length ? sayCoverage(allowed, ['covers', 'may cover'], unit) : '',
    denies.length > 0 ? sayCoverage(denied, ['denies', 'may deny'], unit) : '',
  ];
  const routes = [...allowed.covered, ...allowed.perhaps, ...denied.covered, ...denied.perhaps];
  return { title: joined(words), places: placesOf(routes.map(placeOf)) };
}

interface Coverage {
  readonly covered: readonly Route[];
  readonly perhaps: readonly Route[];
}

function coveredBy(statements: readonly Statement[], carrier: string | undefined, unit: Unit): Coverage {
  const covered = new Set<Route>();
  const perhaps = new Set<Route>();
  for (const { resource, uri } of statements) {
    for (const value of resource?.values ?? []) {
      const isEverything = literalOf(value) === '*';
      const found = isEverything ? undefined : routesCoveredBy({ text: value, uri, grammar: 'calls', carrier }, unit);
      for (const route of isEverything ? unit.routes : (found?.covered ?? [])) covered.add(route);
      for (const route of found?.perhaps ?? []) perhaps.add(route);
    }
  }
  return { covered: [...covered], perhaps: [...perhaps].filter((route) => !covered.has(route)) };
}

function sayCoverage({ covered, perhaps }: Coverage, [surely, maybe]: readonly [string, string], unit: Unit): string {
  if (covered.length + perhaps.length === 0) return `${surely} no route in sight`;
  if (covered.length === 0) return `${maybe} ${counted(perhaps.length, 'route')}${ofApis(perhaps, unit)}`;
  const more = perhaps.length > 0 ? `, perhaps ${perhaps.length} more` : '';
  return `${surely} ${counted(covered.length, 'route')}${ofApis(covered, unit)}${more}`;
}

function ofApis(routes: readonly Route[], unit: Unit): string {
  const names = routes.flatMap((route) => {
    const api = apiOf(route, unit);
    return api ? [api.id === '' ? (literalOf(api.name) ?? '') : api.id] : [];
  });
  const distinct = [...new Set(names)].filter((name) => name !== '');
  return distinct.length === 0 ? '' : ` of ${listed(distinct, 3)}`;
}

/** By their titles while they are few. */
function named(routes: readonly Route[]): string {
  return routes.length > 2 ? counted(routes.length, 'route') : titled(routes);
}

function titled(routes: readonly Route[]): string {
  const titles = routes.map(routeTitle);
  return titles.length > 4 ? `${titles.slice(0, 3).join(', ')} and ${titles.length - 3} more` : titles.join(', ');
}

function joined(words: readonly string[]): string {
  return words.filter((word) => word !== '').join(' · ');
}

function placeOf({ uri, key }: { readonly uri: string; readonly key: Span }): Place {
  return { uri, span: key };
}

function placesOf(places: readonly (Place | undefined)[]): readonly Place[] {
  const seen = new Set<string>();
  return places.filter((place): place is Place => {
    if (!place) return false;
    const name = `${place.uri} ${place.span.start}`;
    return !seen.has(name) && Boolean(seen.add(name));
  });
}
