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
    : { kind: 'add-entry', uri, mapping: slot.at, key: slot.name, value: slot.iam };
}
