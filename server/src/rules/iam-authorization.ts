import type { Route } from '../model/facts.ts';
import { contains } from '../text/span.ts';
import type { Change } from '../text/change.ts';

/** Has the route ask for AWS_IAM, in the manner of its format; undefined where one entry cannot do it. */
export function requireIam(route: Route): Change | undefined {
  const slot = route.authorizationSlot;
  if (!slot) return undefined;
  const { uri, authorization, securityAt } = route;
  if (securityAt && slot.name === 'security') return { kind: 'set', uri, at: securityAt, value: slot.iam };
  const isWritten = authorization && route.authorizationKey && contains(slot.at, route.authorizationKey);
  return isWritten && typeof slot.iam === 'string'
    ? { kind: 'set', uri, at: authorization.at, value: slot.iam }
    : { kind: 'add-entry', uri, mapping: slot.at, key: slot.name, value: slot.iam, ...placeIn(route, slot.name) };
}

/** Beside what it belongs to: the verb of a method, the key of a route; in front of an operation's integration. */
function placeIn({ apiKind }: Route, name: string): { readonly after?: string; readonly before?: string } {
  if (name === 'AuthorizationType') return { after: apiKind === 'rest' ? 'HttpMethod' : 'RouteKey' };
  return name.startsWith('x-amazon-') ? { before: 'x-amazon-apigateway-integration' } : {};
}

/** The same, with what stands behind the route reached as before: SAM would call it as the caller unless told not to. */
export function requireIamAlone(route: Route): readonly Change[] | undefined {
  const change = requireIam(route);
  const slot = route.authorizationSlot;
  if (!change || !slot || route.apiKind !== 'rest') return change && [change];
  const keep = { InvokeRole: 'NONE' };
  if (slot.name === 'Authorizer')
    return [change, { kind: 'add-entry', uri: route.uri, mapping: slot.at, key: 'InvokeRole', value: 'NONE' }];
  return slot.name === 'Auth' && change.kind === 'add-entry'
    ? [{ ...change, value: { Authorizer: 'AWS_IAM', ...keep } }]
    : [change];
}
