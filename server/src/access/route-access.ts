import { placedIn, resourcePoliciesOf as documentsOf } from '../graph/api-policies.ts';
import { perUnit, unitMemory } from '../graph/per-unit.ts';
import { apiOf } from '../graph/route-target.ts';
import type { Unit } from '../graph/unit.ts';
import type { Api, Route, VpcEndpoint } from '../model/facts.ts';
import { alternativesOf, literalOf, type TextValue } from '../model/text-value.ts';
import { allRequests, decided, eitherOf, fact, type Decision, type FactGround, type Principal } from './decision.ts';
import { decide, type Guard, type PolicySet } from './evaluate.ts';
import { namesPrincipals } from './principal-matches.ts';
import { policiesOf, principalsOf, principalsSpokenOf, principalsWithUnseen, requesterOf } from './principals.ts';
import type { Request } from './request.ts';
import { contextOfAnybody, contextOfRoute, isPrivate, targetsOf, type Asked } from './route-requests.ts';
import { anotherEndpoint, areEndpointsTold, endpointAccess, idOfEndpoint } from './vpc-endpoints.ts';

export const invokeAction = 'execute-api:Invoke';
const invalidateCacheAction = 'execute-api:InvalidateCache';

/** How API Gateway authorizes the requests to a route; `unknown` where the text does not tell. */
export type Authorization = 'NONE' | 'AWS_IAM' | 'CUSTOM' | 'COGNITO_USER_POOLS' | 'JWT' | 'unknown';

/** The ways a route may be authorized: several where a condition decides. */
export function authorizationsOf(route: Route): readonly Authorization[] {
  if (!route.authorization) return [route.complete ? 'NONE' : 'unknown'];
  const known = alternativesOf(route.authorization).map((one): Authorization => {
    if (!one) return 'NONE';
    switch (literalOf(one)?.toUpperCase()) {
      case 'NONE':
        return 'NONE';
      case 'AWS_IAM':
        return 'AWS_IAM';
      case 'CUSTOM':
        return 'CUSTOM';
      case 'COGNITO_USER_POOLS':
        return 'COGNITO_USER_POOLS';
      case 'JWT':
        return 'JWT';
      default:
        return 'unknown';
    }
  });
  return [...new Set(known)];
}

/**
 * Does the principal get through to the route, and why? Follows the workflow of the route's authorization
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html): `NONE` asks the resource policy
 * alone, `AWS_IAM` the identity policies and the resource policy, the authorizers a token that nobody knows here, so that they end in
 * unknown unless the resource policy says no before.
 *
 * The answer is about every stage that the unit names (any stage, if it names none), every verb and every path that the route takes.
 * Where a grant covers only some of them the outcome is unknown, and the ground says `part`; state stage, method and path to ask about
 * one request.
 */
export function routeAccess(principal: Principal, route: Route, unit: Unit, asked: Asked = {}): Decision {
  return accessFor(invokeAction, principal, route, unit, asked, pastEndpoints);
}

/** The same without the policies of VPC endpoints, which grant nothing: what the caller and the API are lacking. */
export function grantedAccess(principal: Principal, route: Route, unit: Unit, asked: Asked = {}): Decision {
  return accessFor(invokeAction, principal, route, unit, asked);
}

/**
 * May the principal have the cached answer of a route made anew (`Cache-Control: max-age=0`)? It must be allowed to invoke the route
 * and to invalidate its cache. Routes that IAM does not authorize leave it to a setting of the stage that templates do not have.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
 */
export function cacheRefreshAccess(principal: Principal, route: Route, unit: Unit, asked: Asked = {}): Decision {
  const invoke = routeAccess(principal, route, unit, asked);
  if (invoke.passes === 'no') return invoke;
  if (authorizationsOf(route).some((one) => one !== 'AWS_IAM'))
    return decided('unknown', ...invoke.because, fact('the stage says who may refresh its cache', placeOf(route)));
  const refresh = accessFor(invalidateCacheAction, principal, route, unit, asked);
  if (refresh.outcome !== 'allowed') return refresh;
  return invoke.outcome === 'allowed' ? decided('allowed', ...invoke.because, ...refresh.because) : invoke;
}

function accessFor(
  action: string,
  principal: Principal,
  route: Route,
  unit: Unit,
  asked: Asked,
  past: typeof pastEndpoints = pastAnyEndpoint,
): Decision {
  const gate = gateOf(route, unit);
  if ('outcome' in gate) return gate;
  const ways = authorizationsOf(gate).flatMap((authorization) =>
    resourcePoliciesOf(gate, unit).map((resource) => {
      const question: Question = { action, principal, route: gate, unit, asked, resource };
      const decision = authorized(authorization, question);
      if (decision.passes === 'no' || isPrivate(apiOf(gate, unit)) !== true) return decision;
      return past(decision, authorization, question);
    }),
  );
  return eitherOf(ways);
}

interface Question {
  readonly action: string;
  readonly principal: Principal;
  readonly route: Route;
  readonly unit: Unit;
  readonly asked: Asked;
  /** The API's policy; undefined when it has none. */
  readonly resource: PolicySet | undefined;
}

/**
 * The route whose authorization is asked: the messages of a WebSocket API come over a connection, so `$connect` decides for all its
 * routes. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html
 */
function gateOf(route: Route, unit: Unit): Route | Decision {
  if (route.apiKind !== 'websocket' || literalOf(route.path) === '$connect') return route;
  const api = apiOf(route, unit);
  const gate = api && connectRoutes(unit).get(api);
  if (gate) return gate;
  return api?.complete && unit.complete
    ? decided('allowed', fact('the API has no $connect route, so anyone may connect', { uri: api.uri, span: api.key }))
    : decided('unknown', fact('the $connect route, which decides, is out of sight', placeOf(route)));
}

const connects = unitMemory<ReadonlyMap<Api, Route>>();

function connectRoutes(unit: Unit): ReadonlyMap<Api, Route> {
  let known = connects.get(unit);
  if (!known) {
    const map = new Map<Api, Route>();
    for (const route of unit.routes) {
      const api =
        route.apiKind === 'websocket' && literalOf(route.path) === '$connect' ? apiOf(route, unit) : undefined;
      if (api) map.set(api, route);
    }
    connects.set(unit, (known = map));
  }
  return known;
}

function authorized(authorization: Authorization, question: Question): Decision {
  const { route, resource, unit } = question;
  const place = placeOf(route);
  if (!resource && isPrivate(apiOf(route, unit)) === true)
    return decided(
      'implicitly-denied',
      fact('a private API without a resource policy lets nobody in', placeOf(route, unit)),
    );
  switch (authorization) {
    case 'NONE': {
      const open = fact('the route asks for no authorization, and identity policies are not asked', place);
      if (!resource) return decided('allowed', open);
      return shutByPrincipals(withFact(byResourcePolicy(question, resource), open), question, resource);
    }
    case 'AWS_IAM':
      return byIam(question);
    case 'CUSTOM': {
      const decides = fact('a Lambda authorizer decides', place);
      const before = resource && byResourcePolicy(question, resource);
      return before?.outcome === 'explicitly-denied' ? before : decided('unknown', decides, ...(before?.because ?? []));
    }
    case 'COGNITO_USER_POOLS': {
      const decides = fact('a token of the user pool decides', place);
      if (!resource) return decided('unknown', decides);
      const before = shutByPrincipals(byResourcePolicy(question, resource), question, resource);
      return before.passes === 'no' ? withFact(before, decides) : decided('unknown', decides, ...before.because);
    }
    case 'JWT':
      return decided('unknown', fact('a token that the JWT authorizer accepts decides', place));
    case 'unknown':
      return decided('unknown', fact('how the route authorizes its callers is not known', place));
  }
}

function byIam(question: Question): Decision {
  const { principal, route, unit, asked, resource, action } = question;
  if (principal.kind === 'anonymous')
    return decided('implicitly-denied', fact('the route refuses requests without a signature', placeOf(route)));
  const { identity, boundary } = policiesOf(principal, unit);
  const guards: readonly Guard[] = boundary ? [{ role: 'boundary', policies: boundary }] : [];
  const requester = requesterOf(principal, unit);
  const context = contextOfRoute(principal, route, unit, asked);
  return allRequests(
    targetsOf(route, unit, asked).map((target) => {
      const request: Request = { requester, action, resource: target, context };
      const sameAccount = principal.kind === 'account' ? 'no' : 'yes';
      return decide(request, { identity, resource, guards, sameAccount }, unit);
    }),
  );
}

/** What the API's policy says of a caller whose signature API Gateway does not look at. */
function byResourcePolicy({ principal, route, unit, asked, action }: Question, resource: PolicySet): Decision {
  const requester = requesterOf({ kind: 'anonymous' }, unit);
  const context = contextOfRoute(principal, route, unit, asked, false);
  return allRequests(
    targetsOf(route, unit, asked).map((target) =>
      decide(
        { requester, action, resource: target, context },
        { identity: { policies: [], unseen: [] }, resource, sameAccount: 'yes' },
        unit,
      ),
    ),
  );
}

/**
 * A policy that names AWS principals makes routes without AWS_IAM fail, the open ones too; whether another statement that allows
 * everyone helps is not published. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
 */
function shutByPrincipals(decision: Decision, { route, unit }: Question, resource: PolicySet): Decision {
  if (decision.outcome !== 'allowed') return decision;
  const names = resource.policies.some(({ policy }) => namesPrincipals(policy.document));
  if (!names) return decision;
  const why = fact(
    'the resource policy names AWS principals, which routes without AWS_IAM cannot tell',
    placeOf(route, unit),
  );
  return { outcome: 'unknown', passes: 'maybe', because: [...decision.because, why] };
}

/** A private API is reached through a VPC endpoint, whose policy is asked as well. */
function pastAnyEndpoint(decision: Decision, _authorization: Authorization, { route, unit }: Question): Decision {
  const why = fact("the VPC endpoint's policy is asked as well", placeOf(route, unit));
  return decided('unknown', ...decision.because, why);
}

/**
 * The same where the unit declares VPC endpoints and the policies let in nobody who comes through any other: then the endpoints' own
 * policies are known.
 */
function pastEndpoints(decision: Decision, authorization: Authorization, question: Question): Decision {
  const { route, unit, asked } = question;
  const isShut = (through: TextValue): boolean =>
    authorized(authorization, { ...question, asked: { ...asked, through } }).passes === 'no';
  if (!areEndpointsTold(unit) || !isShut(anotherEndpoint)) return pastAnyEndpoint(decision, authorization, question);
  const ways = unit.vpcEndpoints.filter((one) => !isShut(idOfEndpoint(one, unit)));
  if (ways.length === 0) return pastAnyEndpoint(decision, authorization, question);
  const said = ways.map((one) => throughEndpoint(one, authorization, question));
  const names = ways.map(({ id }) => id).join(' or ');
  const why = fact(`calls come through the VPC endpoint ${names} alone`, placeOf(route, unit));
  if (said.every(({ passes }) => passes === 'no')) return withFact(eitherOf(said), why);
  return decided('unknown', ...decision.because, why, ...said.flatMap(({ because }) => because));
}

/**
 * What the policy of an endpoint says of the calls. Only where the route asks for AWS_IAM are they surely signed, and by whom: others are
 * met as anonymous without a signature, as their signer with one.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-endpoint-policies.html
 */
function throughEndpoint(endpoint: VpcEndpoint, authorization: Authorization, question: Question): Decision {
  const { principal, route, unit, action } = question;
  const asked = { ...question.asked, through: idOfEndpoint(endpoint, unit) };
  const isSigned = authorization === 'AWS_IAM';
  const requester = requesterOf(isSigned ? principal : { kind: 'anonymous' }, unit);
  const context = isSigned ? contextOfRoute(principal, route, unit, asked) : contextOfAnybody(route, unit, asked);
  const requests = targetsOf(route, unit, asked).map((target): Request => ({
    requester,
    action,
    resource: target,
    context,
  }));
  return endpointAccess(endpoint, requests, isSigned, unit);
}

/**
 * The resource policy that an API has, one for each way a condition may turn out; undefined for none. HTTP and WebSocket APIs have
 * none.
 */
function resourcePoliciesOf(route: Route, unit: Unit): readonly (PolicySet | undefined)[] {
  if (route.apiKind !== 'rest') return [undefined];
  const api = apiOf(route, unit);
  // A definition that nobody takes may be given a policy by whoever imports it.
  if (!api || (api.id === '' && !api.policyKey))
    return [{ policies: [], unseen: [fact('the API, and any policy of it, is out of sight', placeOf(route))] }];
  return policiesOfApi(api, unit);
}

const policiesOfApi = perUnit((api: Api, unit: Unit): readonly (PolicySet | undefined)[] => {
  const place = { uri: api.uri, span: api.policyKey ?? api.key };
  const unseen = api.policyComplete ? [] : [fact('the API may have a resource policy that cannot be read', place)];
  const documents = documentsOf(api, unit);
  if (documents.length > 0)
    return documents.map((document) => ({ policies: [{ policy: placedIn(document, unit), attached: 'yes' }], unseen }));
  if (api.policyKey) return [{ policies: [], unseen: [fact('the resource policy cannot be read', place), ...unseen] }];
  return unseen.length > 0 ? [{ policies: [], unseen }] : [undefined];
});

function withFact(decision: Decision, ground: FactGround): Decision {
  return { ...decision, because: [...decision.because, ground] };
}

function placeOf(route: Route, unit?: Unit): { readonly uri: string; readonly span: Route['key'] } {
  const api = unit && apiOf(route, unit);
  return api
    ? { uri: api.uri, span: api.policyKey ?? api.endpointKey ?? api.key }
    : { uri: route.uri, span: route.authorizationKey ?? route.key };
}

export interface Caller {
  readonly principal: Principal;
  readonly decision: Decision;
  /** Granted the call, and refused by the VPC endpoint that it comes through. */
  readonly heldBack: boolean;
}

/**
 * Who may call the route, of those that the unit names: principals that some statement allows it, surely or maybe, and those whom one
 * denies it, or an endpoint of a private API; of other accounts those whom the resource policy lets in. `anonymous` stands for everybody where the route asks for no authorization, and for the bearers of a token where an
 * authorizer asks for one. A principal of whom only unseen policies could speak is left out.
 */
export const callersOf = perUnit((route: Route, unit: Unit): readonly Caller[] => {
  const everyone: Principal = { kind: 'anonymous' };
  const out: Caller[] = [];
  if (authorizationsOf(route).some((one) => one !== 'AWS_IAM' && one !== 'unknown')) {
    const decision = routeAccess(everyone, route, unit);
    const heldBack = isHeldBack(decision, everyone, route, unit);
    if (heldBack || decision.passes !== 'no' || decision.outcome === 'explicitly-denied')
      out.push({ principal: everyone, decision, heldBack });
  }
  if (!authorizationsOf(route).includes('AWS_IAM')) return out;
  // Without a policy of the API, those of whom no other policy speaks are not spoken of.
  const askable = hasOwnPolicy(route, unit)
    ? [...principalsOf(unit), ...accountsNamedBy(route, unit)]
    : principalsSpokenOf(invokeAction, unit);
  for (const principal of askable) {
    const decision = routeAccess(principal, route, unit);
    const heldBack = isHeldBack(decision, principal, route, unit);
    if (heldBack || isSpokenOf(decision)) out.push({ principal, decision, heldBack });
  }
  return out;
});

function isHeldBack({ passes }: Decision, principal: Principal, route: Route, unit: Unit): boolean {
  if (passes !== 'no' || !areEndpointsTold(unit) || isPrivate(apiOf(route, unit)) !== true) return false;
  const granted = grantedAccess(principal, route, unit);
  return granted.passes !== 'no' && (principal.kind === 'anonymous' || isSpokenOf(granted));
}

/** Whether any principal of the unit may get through to a route that asks for AWS_IAM, by a policy in sight or out of sight. */
export function mayAnybodyCall(route: Route, unit: Unit): boolean {
  const mayPass = (one: Principal): boolean => grantedAccess(one, route, unit).passes !== 'no';
  if (hasOwnPolicy(route, unit)) return principalsOf(unit).some(mayPass);
  // Where the API has no policy, nobody gets through by other means than these.
  return principalsSpokenOf(invokeAction, unit).some(mayPass) || principalsWithUnseen(unit).some(mayPass);
}

/** Those of other accounts whom a resource policy of the API lets in by name: what their own policies say is out of sight. */
function accountsNamedBy(route: Route, unit: Unit): readonly Principal[] {
  const api = apiOf(route, unit);
  return api ? accountsLetInBy(api, unit) : [];
}

const accountsLetInBy = perUnit((api: Api, unit: Unit): readonly Principal[] => {
  const statements = documentsOf(api, unit).flatMap((document) => document.statements);
  const named = statements
    .filter((one) => literalOf(one.effect) !== 'Deny')
    .flatMap(({ principal }) => principal?.entries ?? [])
    .flatMap(({ type, values }) => (type === 'AWS' ? values.flatMap((value) => literalOf(value) ?? []) : []));
  return [...new Set(named.flatMap((text) => principalNamed(text) ?? []))].map(accountOrOne);
});

/** The account of `123456789012` and of its ARN, the ARN of a role or a user. */
function principalNamed(text: string): string | undefined {
  const account = /^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/.exec(text)?.[1];
  return account ?? (/^arn:[\w-]+:iam::\d{12}:(?:role|user)\/[^*?]+$/.test(text) ? text : undefined);
}

function accountOrOne(name: string): Principal {
  const account = name.split(':')[4];
  return account === undefined ? { kind: 'account', account: name } : { kind: 'account', account, arn: name };
}

/** Whether the API of a route has a resource policy, or may have one. */
function hasOwnPolicy(route: Route, unit: Unit): boolean {
  return resourcePoliciesOf(route, unit).some((one) => one !== undefined);
}

function isSpokenOf(decision: Decision): boolean {
  if (decision.outcome === 'explicitly-denied') return true;
  return decision.passes !== 'no' && decision.because.some((one) => one.kind === 'statement' && one.effect === 'Allow');
}
