import { isCallerCredentials } from '../../access/backend-access.ts';
import { routeTitle } from '../../graph/route-target.ts';
import type { Route } from '../../model/facts.ts';
import { alternativesOf, literalOf, printed } from '../../model/text-value.ts';
import { requireIam } from '../iam-authorization.ts';
import type { Rule } from '../rule.ts';

export const callerCredentialsWithoutIamAuth: Rule = {
  meta: {
    id: 'integration/caller-credentials-without-iam-auth',
    level: 'error',
    summary: "An integration takes the caller's credentials on a route that asks for none",
    why:
      'With `arn:aws:iam::*:user/*` as credentials API Gateway calls the back end as whoever calls the route. Only `AWS_IAM` authorization makes callers sign their requests; ' +
      'without it there is nobody to call the back end as, and every call fails.',
    fixes: ['AWS_IAM on the route'],
  },
  *check({ unit }) {
    for (const route of unit.routes) {
      const credentials = route.integration?.credentials;
      if (!credentials || route.integration.impliedCredentials || !route.complete || route.apiKind === 'websocket')
        continue;
      if (!alternativesOf(credentials).every((one) => one && isCallerCredentials(one))) continue;
      const authorization = asksFor(route);
      if (authorization === undefined || authorization === 'AWS_IAM') continue;
      const shown = authorization === 'NONE' ? 'asks nobody to sign' : `asks for ${authorization}, not for a signature`;
      yield {
        uri: route.integration.uri,
        span: credentials.span,
        message: `"${printed(credentials)}" calls the back end as the caller, and ${routeTitle(route)} ${shown}: every call fails`,
        related: route.authorizationKey
          ? [{ uri: route.uri, span: route.authorizationKey, message: 'the authorization of the route' }]
          : [],
        fixes: () => {
          const change = authorization === 'NONE' ? requireIam(route) : undefined;
          return change ? [{ title: `Ask for AWS_IAM on ${routeTitle(route)}`, changes: [change] }] : [];
        },
      };
    }
  },
};

/** The one type of authorization that the route has; undefined when that is not known. */
function asksFor({ authorization }: Route): string | undefined {
  return authorization ? literalOf(authorization)?.toUpperCase() : 'NONE';
}
