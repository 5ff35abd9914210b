import { resourcePoliciesOf } from '../../graph/api-policies.ts';
import { routeTitle } from '../../graph/route-target.ts';
import { surelyAllows, type PolicyDocument, type Statement } from '../../model/policy.ts';
import { literalOf, printed, type TextValue } from '../../model/text-value.ts';
import type { Rule } from '../rule.ts';
import { routesAuthorizedBy, titlesOf } from './open-routes.ts';

export const accountPrincipalShutsOpenRoutes: Rule = {
  meta: {
    id: 'invoke/account-principal-shuts-open-routes',
    level: 'warning',
    summary: 'A resource policy names AWS principals, and routes of the API do not ask for AWS_IAM',
    why:
      'Who calls is known to API Gateway only from a signature, which it looks at where the authorization is AWS_IAM. As soon as the resource policy names accounts, roles or users, ' +
      'every route with another authorization refuses its callers, open routes too: `User: anonymous is not authorized to perform: execute-api:Invoke`.',
  },
  *check({ unit }) {
    for (const api of unit.apis) {
      if (api.kind !== 'rest') continue;
      const [named] = resourcePoliciesOf(api, unit).flatMap((document) => principalIn(document) ?? []);
      if (!named) continue;
      const routes = routesAuthorizedBy(api, unit, ['NONE', 'CUSTOM', 'COGNITO_USER_POOLS']);
      if (routes.length === 0) continue;
      yield {
        uri: named.statement.uri,
        span: named.principal.span,
        message: `"${printed(named.principal)}" can be told only where a route asks for AWS_IAM: ${titlesOf(routes)} refuses everybody`,
        related: routes.slice(0, 5).map(({ route, authorization }) => ({
          uri: route.uri,
          span: route.authorizationKey ?? route.key,
          message: `${routeTitle(route)}, authorization ${authorization}`,
        })),
      };
    }
  },
};

/** The first AWS principal of a policy that allows none but such: where it lets in everybody as well, what API Gateway does is not published. */
function principalIn(
  document: PolicyDocument,
): { readonly statement: Statement; readonly principal: TextValue } | undefined {
  const allowing = document.statements.filter(surelyAllows);
  if (
    !document.complete ||
    allowing.length < document.statements.filter((one) => literalOf(one.effect) !== 'Deny').length
  )
    return undefined;
  if (allowing.some((one) => !one.complete || one.conditional || mayNameEveryone(one))) return undefined;
  for (const statement of allowing) {
    const principal = statement.principal?.entries
      .find((entry) => entry.type === 'AWS')
      ?.values.find((value) => isNamed(value));
    if (principal) return { statement, principal };
  }
  return undefined;
}

function mayNameEveryone({ principal, notPrincipal }: Statement): boolean {
  if (notPrincipal || !principal?.complete || principal.bare) return true;
  return principal.entries.some((entry) => entry.type === 'AWS' && !entry.values.every(isNamed));
}

/** An account or an ARN, whatever its holes hold; a hole alone may hold a star. */
function isNamed(value: TextValue): boolean {
  const [first] = value.parts;
  if (first?.kind === 'literal') return /^(?:arn:|\d)/.test(first.source.text);
  return first?.kind === 'reference' && first.to.kind !== 'parameter';
}
