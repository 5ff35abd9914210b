import type { Catalog } from '../catalog/catalog.ts';
import { perUnit } from '../graph/per-unit.ts';
import { isKnownOutOfSight } from '../graph/out-of-sight.ts';
import { mayBeGrantedByScript } from '../graph/script-grants.ts';
import { resolverOf } from '../graph/resolve.ts';
import { trustPolicyOf } from '../graph/role-use.ts';
import { invokedBy, type InvokedFunction } from '../graph/route-target.ts';
import type { Unit } from '../graph/unit.ts';
import type { LambdaPermission, Role, Route } from '../model/facts.ts';
import { alternativesOf, literalOf, printed, type TextValue } from '../model/text-value.ts';
import type { Place } from '../text/span.ts';
import { contextOf, textOf } from './context.ts';
import { decided, eitherOf, fact, type Decision, type Principal } from './decision.ts';
import { decide, type GivenPolicy, type Guard, type PolicySet } from './evaluate.ts';
import { isKnownAction, needsOf, type Need } from './integration-needs.ts';
import { letsInvoke, permits } from './invoke-grant.ts';
import { permissionsFor } from './permissions-by-tail.ts';
import { anyOf, type Answer } from './match.ts';
import { keysOfPrincipal, policiesOf, requesterOf, unitAccount } from './principals.ts';
import { callersOf } from './route-access.ts';

const apiGateway = 'apigateway.amazonaws.com';

/** API Gateway calls as a role: one of those that the credentials may name. */
export type AccessAsRole = Answered & {
  readonly model: 'role';
  readonly needs: readonly Need[];
  readonly roles: readonly RoleAccess[];
};

/**
 * As whom API Gateway calls the back end of a route, and whether that one may.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
 */
export type BackendAccess =
  /** The back end is no AWS service: IAM has no part in it. */
  | (Answered & { readonly model: 'none' })
  /** As a role: it must be assumable and allowed the actions. */
  | AccessAsRole
  /** As the caller (`arn:aws:iam::*:user/*`): whoever calls the route must be allowed the actions as well. */
  | (Answered & {
      readonly model: 'caller';
      readonly needs: readonly Need[];
      readonly callers: readonly CallerAccess[];
    })
  /** As itself: the function's own policy must let API Gateway in. */
  | (Answered & {
      readonly model: 'function-permission';
      readonly needs: readonly Need[];
      readonly functions: readonly FunctionAccess[];
    })
  | (Answered & { readonly model: 'unknown' });

export interface Answered {
  /** All in all, with the grounds: does the call reach the back end? With caller credentials: for every caller of the unit. */
  readonly decision: Decision;
}

export interface RoleAccess {
  /** The credentials as the route names them. */
  readonly text: TextValue;
  /** Undefined for a role out of sight. */
  readonly role: Role | undefined;
  /** Whether API Gateway may assume it. */
  readonly trust: Decision;
  /** Whether it is allowed what the integration needs. */
  readonly action: Decision;
}

interface CallerAccess {
  readonly principal: Principal;
  /** Whether it gets through to the route. */
  readonly route: Decision;
  /** Whether it is allowed what the integration needs. */
  readonly action: Decision;
}

export interface FunctionAccess {
  readonly invoked: InvokedFunction;
  /** The permissions that let API Gateway invoke it on this route, or may. */
  readonly permissions: readonly { readonly permission: LambdaPermission; readonly answer: 'yes' | 'maybe' }[];
  readonly answer: Answer;
}

/**
 * What API Gateway calls behind the route, as whom, and whether that is allowed. An action that the catalog does not know, where one
 * is given, is taken for unknown: URIs may name anything.
 */
export function backendAccess(route: Route, unit: Unit, catalog?: Catalog): BackendAccess {
  const access = ofRoute(route, unit);
  if (!catalog || access.model === 'none' || access.model === 'unknown') return access;
  const isKnown = access.needs.every(
    (need) => need.kind !== 'actions' || need.actions.every((action) => isKnownAction(action, catalog)),
  );
  return isKnown ? access : { model: 'unknown', decision: unknownNeed(route) };
}

const ofRoute = perUnit((route: Route, unit: Unit): BackendAccess => {
  const needs = needsOf(route, unit);
  if (needs.every((need) => need.kind === 'none'))
    return {
      model: 'none',
      decision: decided('allowed', fact('the back end asks for no IAM permission', placeOf(route))),
    };
  const credentials = route.integration?.credentials;
  const ways = credentials ? alternativesOf(credentials) : [undefined];
  const texts = ways.filter((way) => way !== undefined);
  if (texts.length === 0) return byPermission(route, needs, unit);
  if (texts.length < ways.length) return { model: 'unknown', decision: decided('unknown', conditionalFact(route)) };
  const areCallers = texts.filter((text) => isCallerCredentials(text));
  if (areCallers.length === texts.length) return asCaller(route, needs, unit);
  if (areCallers.length > 0) return { model: 'unknown', decision: decided('unknown', conditionalFact(route)) };
  const roles = texts.map((text) => asRole(route, text, needs, unit));
  const decision = eitherOf(roles.map(({ trust, action }) => both(trust, action)));
  return { model: 'role', needs, roles, decision };
});

/** `arn:aws:iam::*:user/*`, in any partition: the caller's own credentials. */
export function isCallerCredentials(text: TextValue): boolean {
  return /^arn:(?:[a-z-]+|\$\{AWS::Partition\}):iam::\*:user\/\*$/.test(printed(text));
}

function byPermission(route: Route, needs: readonly Need[], unit: Unit): BackendAccess {
  const isFunction = needs.every((need) => need.kind === 'actions' && need.isFunction);
  if (!isFunction) {
    if (needs.some((need) => need.kind === 'unknown' || need.kind === 'none' || need.isFunction))
      return { model: 'unknown', decision: unknownNeed(route) };
    const missing = fact('an AWS service integration calls nothing without credentials', placeOf(route));
    return { model: 'role', needs, roles: [], decision: decided('implicitly-denied', missing) };
  }
  const functions = invokedBy(route, unit).map((invoked) => functionAccess(invoked, route, unit));
  if (functions.length < needs.length) {
    const hidden = fact('the function, and who may invoke it, is out of sight', placeOf(route));
    return { model: 'function-permission', needs, functions, decision: decided('unknown', hidden) };
  }
  const decision = eitherOf(functions.map((one) => permissionDecision(one, route, unit)));
  return { model: 'function-permission', needs, functions, decision };
}

function functionAccess(invoked: InvokedFunction, route: Route, unit: Unit): FunctionAccess {
  const permissions = permissionsFor(route, invoked.function, unit).flatMap((permission) => {
    const answer = permits(permission, route, invoked, unit);
    return answer === 'no' ? [] : [{ permission, answer }];
  });
  const seen = anyOf(permissions.map(({ answer }) => answer));
  return { invoked, permissions, answer: seen === 'no' && !isAllInSight(invoked, unit) ? 'maybe' : seen };
}

/** No macro, nested stack, custom resource or script may grant more. */
export function isAllInSight(invoked: InvokedFunction, unit: Unit): boolean {
  return (
    unit.complete &&
    !isKnownOutOfSight(invoked.function, unit) &&
    !mayBeGrantedByScript(invoked.function, unit.scriptGrants)
  );
}

function permissionDecision({ invoked, permissions, answer }: FunctionAccess, route: Route, unit: Unit): Decision {
  const grounds = permissions.map(({ permission }) =>
    fact(
      permission.written
        ? `permission ${permission.id} lets API Gateway invoke ${invoked.function.id}`
        : `SAM lets API Gateway invoke ${invoked.function.id}`,
      { uri: permission.uri, span: permission.key },
    ),
  );
  if (answer === 'yes') return decided('allowed', ...grounds);
  if (answer === 'maybe')
    return decided(
      'unknown',
      ...grounds,
      ...(isAllInSight(invoked, unit) ? [] : [fact('a permission may be made out of sight', placeOf(route))]),
    );
  const none = fact(`no permission lets API Gateway invoke ${invoked.function.id} on this route`, {
    uri: invoked.function.uri,
    span: invoked.function.key,
  });
  return decided('implicitly-denied', none);
}

function asRole(route: Route, text: TextValue, needs: readonly Need[], unit: Unit): RoleAccess {
  return roleAccess({ text, uri: route.uri }, unit, (role) => {
    const made = fact(`role "${role.id}" is made for this call`, { uri: role.uri, span: role.key });
    return route.integration?.impliedCredentials
      ? decided('allowed', made)
      : needsMet({ kind: 'role', role }, needs, placeOf(route), unit);
  });
}

/**
 * Credentials that name a role.
 *
 * @param named The text, and the file where it is written.
 * @param action Whether the role is allowed what it is assumed for.
 */
export function roleAccess(
  { text, uri }: { readonly text: TextValue; readonly uri: string },
  unit: Unit,
  action: (role: Role) => Decision,
): RoleAccess {
  const named = resolverOf(unit).roleNamedBy(text, uri);
  if (named?.by !== 'arn') {
    const hidden = decided('unknown', fact(`role "${printed(text)}" is out of sight`, { uri, span: text.span }));
    return { text, role: named?.role, trust: hidden, action: hidden };
  }
  const { role } = named;
  return { text, role, trust: trustOf(role, unit), action: action(role) };
}

/** May API Gateway assume the role? */
export const trustOf = perUnit((role: Role, unit: Unit): Decision => {
  const place = { uri: role.uri, span: role.key };
  const document = trustPolicyOf(role, unit);
  if (!document) {
    if (role.impliedTrust === undefined || !role.complete)
      return decided('unknown', fact('the trust policy of the role cannot be read', place));
    return role.impliedTrust === apiGateway
      ? decided('allowed', fact(`the role is made for ${apiGateway}`, place))
      : decided('implicitly-denied', fact(`the role is made for ${role.impliedTrust}, and trusts nobody else`, place));
  }
  const policy = unit.policies.find((one) => one.document === document) ?? { document, use: document.slot };
  const service: Principal = { kind: 'service', host: apiGateway };
  const decision = decide(
    {
      requester: requesterOf(service, unit),
      action: 'sts:AssumeRole',
      resource: textOf('*'),
      context: contextOf([
        ['aws:PrincipalIsAWSService', [textOf('true')]],
        ['aws:SourceAccount', [unitAccount]],
      ]),
    },
    {
      identity: { policies: [], unseen: [] },
      resource: { policies: [{ policy, attached: 'yes' }], unseen: [] },
      resourceRole: 'trust',
      sameAccount: 'yes',
    },
    unit,
  );
  if (decision.outcome !== 'implicitly-denied') return decision;
  return decided('implicitly-denied', fact(`the trust policy of the role does not name ${apiGateway}`, place));
});

/** Whether a principal is allowed all that the integration of the route needs. */
export function mayCallBackend(principal: Principal, route: Route, unit: Unit): Decision {
  return needsMet(principal, needsOf(route, unit), placeOf(route), unit);
}

/** @param place Where what is called is written. */
export function needsMet(principal: Principal, needs: readonly Need[], place: Place, unit: Unit): Decision {
  return eitherOf(needs.map((need) => needMet(principal, need, place, unit)));
}

function needMet(principal: Principal, need: Need, place: Place, unit: Unit): Decision {
  if (need.kind === 'none') return decided('allowed', fact('the back end asks for no IAM permission', place));
  if (need.kind === 'unknown') return decided('unknown', fact('what the integration needs is not known', place));
  const { identity, boundary } = policiesOf(principal, unit);
  const guards: readonly Guard[] = boundary ? [{ role: 'boundary', policies: boundary }] : [];
  const context = contextOf(keysOfPrincipal(principal, unit));
  const decisions = need.actions.map((action) =>
    decide(
      { requester: requesterOf(principal, unit), action, resource: need.resource, context },
      { identity, guards, resource: policiesOfTargets(action, need, unit), sameAccount: 'yes' },
      unit,
    ),
  );
  return decisions.reduce(both);
}

/** The policies of the unit's buckets, queues and topics: any of them may be the one that is called. */
function policiesOfTargets(action: string, { isFunction }: Extract<Need, { kind: 'actions' }>, unit: Unit): PolicySet {
  const service = action.slice(0, action.indexOf(':'));
  const policies = [...unit.policies, ...unit.madePolicies]
    .filter(({ use }) => use?.slot === 'resource' && use.service === service)
    .map((policy): GivenPolicy => ({ policy, attached: 'maybe' }));
  // A function's policy is made of permissions, which mostly name a service.
  const others = isFunction ? unit.permissions.filter((one) => namesNoService(one) && letsInvoke(one) !== 'no') : [];
  return {
    policies,
    unseen: others.map((one) => fact(`permission ${one.id} may speak of it`, { uri: one.uri, span: one.key })),
  };
}

function namesNoService({ principal }: LambdaPermission): boolean {
  const name = literalOf(principal);
  return name === undefined || !/\.amazonaws\.com(?:\.cn)?$/.test(name);
}

/** Both are needed; the first that does not allow speaks. */
export function both(one: Decision, other: Decision): Decision {
  if (one.outcome === 'allowed' && other.outcome === 'allowed')
    return decided('allowed', ...one.because, ...other.because);
  if (one.passes === 'no') return one;
  if (other.passes === 'no') return other;
  const open = [one, other].filter((decision) => decision.outcome !== 'allowed');
  return decided('unknown', ...open.flatMap((decision) => decision.because));
}

function asCaller(route: Route, needs: readonly Need[], unit: Unit): BackendAccess {
  const callers = callersOf(route, unit)
    // A call as the caller is one of the API's own account.
    .filter(
      ({ principal: { kind }, decision }) => decision.passes !== 'no' && kind !== 'anonymous' && kind !== 'account',
    )
    .map(({ principal, decision }): CallerAccess => ({
      principal,
      route: decision,
      action: needsMet(principal, needs, placeOf(route), unit),
    }));
  const decision =
    callers.length === 0
      ? decided('unknown', fact('no principal of the unit calls the route', placeOf(route)))
      : eitherOf(callers.map((caller) => caller.action));
  return { model: 'caller', needs, callers, decision };
}

function unknownNeed(route: Route): Decision {
  return decided('unknown', fact('what the integration needs is not known', placeOf(route)));
}

function conditionalFact(route: Route): ReturnType<typeof fact> {
  return fact('a condition of the template decides as whom the back end is called', placeOf(route));
}

function placeOf({ integration, uri, key }: Route): Place {
  const span = integration?.credentialsKey ?? integration?.targetKey ?? key;
  return { uri: integration?.uri ?? uri, span };
}
