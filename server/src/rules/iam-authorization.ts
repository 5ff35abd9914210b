import type { Route } from '../model/facts.ts';
import { contains } from '../text/span.ts';
import type { Change } from '../text/change.ts';

/** Has the route ask for AWS_IAM, in the manner of its format; undefined where one entry cannot do it. */
export function requireIam(route: Route): Change | undefined {
  const slot = route.authorizationSlot;
  if (!slot) return undefined;
  const { uri, authorization } = route;
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
