import { authorizerAccess, type AuthorizerAccess } from '../access/authorizer-access.ts';
import { backendAccess, type BackendAccess } from '../access/backend-access.ts';
import { eitherOf, type Decision, type Doubt, type Ground, type Principal } from '../access/decision.ts';
import { isManagedByAws } from '../access/managed-document.ts';
import type { Answer } from '../access/match.ts';
import { nameOfPrincipal } from '../access/principals.ts';
import { authorizationsOf, callersOf, type Authorization, type Caller } from '../access/route-access.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { perUnit } from '../graph/per-unit.ts';
import { authorizersOfRoute } from '../graph/route-authorizer.ts';
import { apiOf, authorizedBy, invokedBy, routeTitle } from '../graph/route-target.ts';
import type { PlacedPolicy, Unit } from '../graph/unit.ts';
import type { Api, Authorizer, Route } from '../model/facts.ts';
import { literalOf, printed } from '../model/text-value.ts';
import type { Place, Span } from '../text/span.ts';
import { baseName } from './file-names.ts';
import { listed } from './markdown.ts';
import { sayNeed } from './say-need.ts';

/**
 * A route as a person asks about it: who may call it, what stands behind it, and whether API Gateway may call that. Words and places
 * only, so that every door (code lens, explorer, command line) tells the same.
 */
export interface RouteView {
  readonly route: Route;
  /** `GET /pets` */
  readonly title: string;
  /** The verb, the method's logical id. */
  readonly place: Place;
  readonly api: ThingView | undefined;
  readonly authorization: AuthorizationView;
  /** Those who may call and those who are denied it, the certain ones first. */
  readonly callers: readonly CallerView[];
  readonly backend: BackendView;
  readonly state: RouteState;
  /** One clause: why it is in that state. */
  readonly reason: string;
}

/** The worst that is to be said of a route, in this order. */
export type RouteState =
  /** API Gateway may not call what stands behind it, or may not ask its authorizer. */
  | 'ungranted'
  /** It asks for IAM authorization, and nobody of the workspace is allowed. */
  | 'closed'
  /** Anyone may call. */
  | 'open'
  /** Something that decides is known only after deployment, or out of sight. */
  | 'unknown'
  | 'ok';

interface ThingView {
  readonly name: string;
  readonly place: Place | undefined;
}

interface AuthorizationView {
  /** Several where a condition decides. */
  readonly kinds: readonly Authorization[];
  /** `AWS_IAM`, `open to anyone`, `Lambda authorizer Guard` */
  readonly words: string;
  readonly place: Place;
  /** The authorizers, where it has some in sight. */
  readonly authorizers: readonly AuthorizerView[];
  /** Whether API Gateway may ask those that it has to call. */
  readonly may: May;
}

interface AuthorizerView extends ThingView {
  readonly may: May;
  /** `Guardian may be invoked as authorizer Guard`, `API Gateway may not assume role Asker, to ask authorizer Guard`: one clause. */
  readonly asked: string;
  readonly grounds: readonly GroundView[];
}

/** Yes: surely and always. Part: surely, for some stages or paths. Maybe: by what is not known here. No: denied. */
export type May = Answer | 'part';

export interface CallerView {
  readonly kind: 'role' | 'user' | 'group' | 'anyone' | 'bearer' | 'other';
  /** `role Keeper`, `anyone`, `whom the authorizer Guard lets in` */
  readonly name: string;
  readonly place: Place | undefined;
  readonly may: May;
  readonly grounds: readonly GroundView[];
  readonly principal: Principal;
  readonly decision: Decision;
  readonly heldBack: boolean;
}

/** One thing that a decision rests on. */
export interface GroundView {
  /** `Allow in policy Callers`, one clause. */
  readonly text: string;
  readonly effect: 'Allow' | 'Deny' | undefined;
  /** Undefined for what no file holds: a policy of AWS. */
  readonly place: Place | undefined;
}

interface BackendView {
  /** As whom it is called; `none` for a back end that IAM has no part in. */
  readonly model: BackendAccess['model'];
  /** `Pets`, `sqs:SendMessage on arn:...`, `https://example.com` */
  readonly title: string;
  readonly place: Place | undefined;
  /** The functions and roles on the way, as far as they are in sight. */
  readonly functions: readonly ThingView[];
  readonly roles: readonly ThingView[];
  readonly may: May;
  /** `Pets may be invoked`, `API Gateway may not assume role Sender`: one clause. */
  readonly words: string;
  readonly grounds: readonly GroundView[];
  readonly access: BackendAccess;
}

/** The routes of a unit, in the order of their files. */
export function routeViews(unit: Unit, catalog?: Catalog): readonly RouteView[] {
  return unit.routes.map((route) => routeView(route, unit, catalog));
}

/** The view of one route; remembered as long as its unit lives. */
export function routeView(route: Route, unit: Unit, catalog?: Catalog): RouteView {
  const views = viewsOf(route, unit);
  const known = views.get(catalog);
  if (known) return known;
  const view = viewOf(route, unit, catalog);
  views.set(catalog, view);
  return view;
}

const viewsOf = perUnit((_route: Route, _unit: Unit) => new Map<Catalog | undefined, RouteView>());

function viewOf(route: Route, unit: Unit, catalog: Catalog | undefined): RouteView {
  // A definition that no template takes is an API of its own.
  const api = apiOf(route, unit) ?? unit.apis.find(({ id, uri }) => id === '' && uri === route.uri);
  const authorization = authorizationOf(route, unit);
  const callers = callersOf(route, unit)
    .map((caller) => callerView(caller, authorization, route, unit))
    .sort((a, b) => order.indexOf(a.may) - order.indexOf(b.may));
  const backend = backendView(route, backendAccess(route, unit, catalog), unit);
  return {
    route,
    title: routeTitle(route),
    place: { uri: route.uri, span: route.key },
    api: api && { name: nameOfApi(api), place: { uri: api.uri, span: api.key } },
    authorization,
    callers,
    backend,
    ...stateOf(authorization, callers, backend),
  };
}

const order: readonly May[] = ['yes', 'part', 'maybe', 'no'];

function nameOfApi(api: Api): string {
  return api.id === '' ? (literalOf(api.name) ?? 'the API') : api.id;
}

function authorizationOf(route: Route, unit: Unit): AuthorizationView {
  const kinds = authorizationsOf(route);
  const access = authorizersOfRoute(route, unit).map((one) => ({ one, access: authorizerAccess(one, unit) }));
  const authorizers = access.map(({ one, access: how }): AuthorizerView => {
    const may = mayOf(how.decision);
    const asked = sayAsked(one, how, may, unit);
    return { name: one.id, place: placeOf(one), may, asked, grounds: groundsOf(how.decision, unit) };
  });
  const named = authorizers.length > 0 ? ` ${authorizers.map(({ name }) => name).join(' or ')}` : '';
  // An authorizer out of sight is taken for one that can be asked.
  const may = access.length === 0 ? 'yes' : mayOf(eitherOf(access.map((one) => one.access.decision)));
  const refused = may === 'no' ? ', which API Gateway may not ask' : '';
  const words = kinds.map((kind) => {
    switch (kind) {
      case 'NONE':
        return 'open to anyone';
      case 'AWS_IAM':
        return 'AWS_IAM';
      case 'CUSTOM':
        return `Lambda authorizer${named}${refused}`;
      case 'COGNITO_USER_POOLS':
        return `Cognito user pool${named}`;
      case 'JWT':
        return `JWT authorizer${named}`;
      case 'unknown':
        return 'unknown authorization';
    }
  });
  const span = route.authorizationKey ?? route.key;
  return { kinds, words: words.join(' or '), place: { uri: route.uri, span }, authorizers, may };
}

/** How API Gateway asks an authorizer, in words. */
function sayAsked(authorizer: Authorizer, access: AuthorizerAccess, may: May, unit: Unit): string {
  const name = `authorizer ${authorizer.id}`;
  switch (access.model) {
    case 'none':
      return `${name} asks for no grant`;
    case 'unknown':
      return `whether ${name} may be asked is not known`;
    case 'function-permission':
      return `${access.functions.map(({ invoked }) => invoked.function.id).join(' or ')} ${mayWords(may)} be invoked as ${name}`;
    case 'role': {
      const role = `role ${access.roles.map((one) => one.role?.id ?? printed(one.text)).join(' or ')}`;
      if (access.roles.some(({ trust }) => trust.passes === 'no'))
        return `API Gateway may not assume ${role}, to ask ${name}`;
      const functions = authorizedBy(authorizer, unit).map((one) => one.function.id);
      return `${role} ${mayWords(may)} invoke ${functions.length > 0 ? functions.join(' or ') : 'the function'} as ${name}`;
    }
  }
}

function callerView(
  { principal, decision, heldBack }: Caller,
  { kinds, authorizers }: AuthorizationView,
  route: Route,
  unit: Unit,
): CallerView {
  const view = { principal, decision, heldBack, may: mayOf(decision), grounds: groundsOf(decision, unit) };
  switch (principal.kind) {
    case 'role':
      return { ...view, kind: 'role', name: `role ${principal.role.id}`, place: placeOf(principal.role) };
    case 'identity': {
      const { kind, id } = principal.identity;
      return { ...view, kind, name: `${kind} ${id}`, place: placeOf(principal.identity) };
    }
    case 'anonymous': {
      if (kinds.includes('NONE')) return { ...view, kind: 'anyone', name: 'anyone', place: undefined };
      const [first] = authorizers;
      const name = first ? `whom ${first.name} lets in` : `bearers of a token`;
      const place = first?.place ?? { uri: route.uri, span: route.authorizationKey ?? route.key };
      return { ...view, kind: 'bearer', name, place };
    }
    case 'account':
    case 'service':
      return { ...view, kind: 'other', name: nameOfPrincipal(principal), place: undefined };
  }
}

function placeOf({ uri, key }: { readonly uri: string; readonly key: Span }): Place {
  return { uri, span: key };
}

/** Sure of some requests and open for the rest, where nothing but the stage, verb or path asked for makes the difference. */
export function mayOf({ passes, because }: Decision): May {
  if (passes !== 'maybe') return passes;
  const statements = because.filter((ground) => ground.kind === 'statement');
  const isPart = (doubts: readonly Doubt[]): boolean =>
    doubts.length > 0 && doubts.every((doubt) => doubt.kind === 'part');
  const allows = statements.some((one) => one.effect === 'Allow' && isPart(one.doubts));
  return allows && statements.every((one) => one.effect === 'Allow') ? 'part' : 'maybe';
}

/** What a decision rests on, in words. */
export function groundsOf(decision: Decision, unit: Unit): readonly GroundView[] {
  return decision.because.map((ground) => groundView(ground, unit));
}

function groundView(ground: Ground, unit: Unit): GroundView {
  if (ground.kind === 'fact') {
    const isThere = ground.place !== undefined && unit.files.some(({ uri }) => uri === ground.place?.uri);
    return { text: ground.text, effect: undefined, place: isThere ? ground.place : undefined };
  }
  const { policy, statement, effect, doubts } = ground;
  const sid = literalOf(statement.sid);
  const which = sid === undefined || sid === '' ? '' : ` (${sid})`;
  const open = doubts.map(sayDoubt);
  const text = `${effect}${which} in ${nameOfPolicy(policy)}${open.length > 0 ? `, ${listed([...new Set(open)])}` : ''}`;
  const span = statement.effect?.span ?? statement.keys[0]?.span ?? statement.span;
  return { text, effect, place: isManagedByAws(policy) ? undefined : { uri: statement.uri, span } };
}

function sayDoubt(doubt: Doubt): string {
  switch (doubt.kind) {
    case 'condition':
      return `depending on ${doubt.key}`;
    case 'part':
      return `for some requests by its ${doubt.element}`;
    case 'hole':
      return `depending on what ${doubt.element} holds after deployment`;
    case 'presence':
      return 'depending on a condition of the template';
  }
}

/** `policy Callers`, `the resource policy of Api`, `policies/keeper.json` */
export function nameOfPolicy(policy: PlacedPolicy): string {
  const { document, use } = policy;
  const name = baseName(document.uri);
  if (isManagedByAws(policy)) return `AWS's policy ${name.replace(/\.html$/, '')}`;
  if (!use || use.carrierId === undefined) return name;
  switch (use.carrier) {
    case 'AWS::IAM::ManagedPolicy':
    case 'AWS::IAM::Policy':
      return `policy ${use.carrierId}`;
    default:
      return use.slot === 'resource'
        ? `the resource policy of ${use.carrierId}`
        : use.slot === 'endpoint'
          ? `the policy of the VPC endpoint ${use.carrierId}`
          : use.slot === 'trust'
            ? `the trust policy of ${use.carrierId}`
            : `a policy of ${use.carrierId}`;
  }
}

function backendView(route: Route, access: BackendAccess, unit: Unit): BackendView {
  const functions = [...new Set(invokedBy(route, unit).map((one) => one.function))].map((one) => ({
    name: one.id,
    place: placeOf(one),
  }));
  const roles =
    access.model === 'role'
      ? access.roles.map(({ role, text }) => ({ name: role?.id ?? printed(text), place: role && placeOf(role) }))
      : [];
  const may = mayOf(access.decision);
  const title = titleOfBackend(route, access, functions);
  const span = route.integration?.targetKey ?? route.integration?.target?.span;
  return {
    model: access.model,
    title,
    place: functions[0]?.place ?? (span && route.integration ? { uri: route.integration.uri, span } : undefined),
    functions,
    roles,
    may,
    words: sayBackend(access, may, title, roles),
    grounds: groundsOf(access.decision, unit),
    access,
  };
}

const noIntegration = 'no integration in sight';

function titleOfBackend(route: Route, access: BackendAccess, functions: readonly ThingView[]): string {
  if (functions.length > 0) return functions.map(({ name }) => name).join(' or ');
  const needs = access.model === 'none' || access.model === 'unknown' ? [] : access.needs.map(sayNeed);
  const known = needs.filter((need) => need !== '');
  if (known.length > 0) return known.join(' or ');
  const { integration } = route;
  if (!integration) return noIntegration;
  if (literalOf(integration.type)?.toUpperCase() === 'MOCK') return 'mock';
  return integration.target ? printed(integration.target) : (literalOf(integration.subtype) ?? 'the back end');
}

function sayBackend(access: BackendAccess, may: May, title: string, roles: readonly ThingView[]): string {
  const role = `role ${roles.map(({ name }) => name).join(' or ')}`;
  switch (access.model) {
    case 'none':
      return `${title} asks for no grant`;
    case 'unknown':
      return title === noIntegration ? noIntegration : `whether ${title} may be called is not known`;
    case 'function-permission':
      return `${title} ${mayWords(may)} be invoked`;
    case 'caller':
      if (access.callers.length === 0) return `callers call ${title} as themselves`;
      return may === 'maybe'
        ? `whether callers may call ${title} themselves is not known`
        : `callers ${mayWords(may)} call ${title} themselves`;
    case 'role': {
      if (roles.length === 0) return `${title} has no credentials`;
      if (access.roles.some(({ trust }) => trust.passes === 'no')) return `API Gateway may not assume ${role}`;
      return `${role} ${mayWords(may)} call ${title}`;
    }
  }
}

/** `may`, `may not`, and what lies between. */
export function mayWords(may: May): string {
  return may === 'yes' ? 'may' : may === 'no' ? 'may not' : may === 'part' ? 'may at times' : 'may perhaps';
}

/** Whether those who are granted the call are refused by the VPC endpoint, and nobody else gets through. */
export function areHeldBack(callers: readonly CallerView[]): boolean {
  return callers.some(({ heldBack }) => heldBack) && callers.every(({ may }) => may === 'no');
}

function stateOf(
  { kinds, may, authorizers }: AuthorizationView,
  callers: readonly CallerView[],
  backend: BackendView,
): Pick<RouteView, 'state' | 'reason'> {
  const asked = authorizers.find((one) => one.may === may)?.asked ?? '';
  // A route whose authorizer cannot be asked answers nobody, whatever stands behind it.
  if (may === 'no') return { state: 'ungranted', reason: asked };
  if (backend.may === 'no') return { state: 'ungranted', reason: backend.words };
  const calling = callers.filter(({ may }) => may !== 'no');
  const isIam = kinds.every((kind) => kind === 'AWS_IAM');
  if (areHeldBack(callers)) return { state: 'closed', reason: 'the VPC endpoint refuses who may call it' };
  if (isIam && calling.length === 0) return { state: 'closed', reason: 'nobody in sight may call it' };
  const anyone = callers.find(({ kind }) => kind === 'anyone');
  if (anyone?.may === 'yes') return { state: 'open', reason: 'anyone may call it' };
  if (kinds.includes('NONE') && !anyone) return { state: 'closed', reason: 'the resource policy lets nobody in' };
  if (kinds.includes('unknown')) return { state: 'unknown', reason: 'how it authorizes its callers is not known' };
  if (may === 'maybe') return { state: 'unknown', reason: asked };
  if (backend.may === 'maybe') return { state: 'unknown', reason: backend.words };
  return { state: 'ok', reason: backend.words };
}
