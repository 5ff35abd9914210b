import { grantedAccess } from '../../access/route-access.ts';
import { resourcePoliciesOf } from '../../graph/api-policies.ts';
import { routeTitle } from '../../graph/route-target.ts';
import type { Unit } from '../../graph/unit.ts';
import type { Api } from '../../model/facts.ts';
import { surelyAllows, type PolicyDocument, type Statement } from '../../model/policy.ts';
import { literalOf } from '../../model/text-value.ts';
import type { Value } from '../../text/change.ts';
import { mayShutOut } from '../breadth/anyone.ts';
import type { Finding, Fix, Rule } from '../rule.ts';
import { routesAuthorizedBy, titlesOf, type AuthorizedRoute } from './open-routes.ts';

export const resourcePolicyNeverAllows: Rule = {
  meta: {
    id: 'invoke/resource-policy-never-allows',
    level: 'warning',
    summary: 'A resource policy has no statement that allows, and the routes have nothing else that could',
    why:
      'Once an API has a resource policy, a route without authorization (or with a Cognito authorizer) answers only whom the policy allows: silence is a no. ' +
      'A policy that only denies some callers turns away all others too: `User: anonymous is not authorized to perform: execute-api:Invoke`.',
    fixes: ['an Allow for execute-api:/* beside the Deny'],
  },
  *check({ unit }) {
    for (const api of unit.apis) {
      const [document, second] = resourcePoliciesOf(api, unit);
      if (api.kind !== 'rest' || !api.policyComplete || !document?.complete || second) continue;
      const finding = findingOf(api, document, unit);
      if (finding) yield finding;
    }
  },
};

function findingOf(api: Api, document: PolicyDocument, unit: Unit): Finding | undefined {
  const routes = routesAuthorizedBy(api, unit, ['NONE', 'COGNITO_USER_POOLS']);
  const [first] = routes;
  // A statement that is not whole is a mistake of its own, and may be the one that was to allow.
  if (!first || document.statements.length === 0 || !document.statements.every(isWhole)) return undefined;
  const allowing = document.statements.filter(surelyAllows);
  // Whom a policy with principals lets in is told by account-principal-shuts-open-routes.
  if (allowing.some(({ principal }) => principal?.entries.some(({ type }) => type === 'AWS'))) return undefined;
  if (!routes.every((one) => isShut(one, unit))) return undefined;
  const key = document.slot?.span ?? document.statementKey;
  const denial = document.statements.find(({ effect }) => effect)?.effect;
  const span = allowing.length === 0 ? denial?.span : key;
  if (!span) return undefined;
  const shut = `${titlesOf(routes)} ${routes.length > 1 ? 'answer' : 'answers'} 403 to everybody`;
  return {
    uri: document.uri,
    span,
    message:
      allowing.length === 0
        ? `no statement of this policy allows, so ${shut}`
        : `no statement of this policy allows these calls, so ${shut}`,
    related: routes.slice(0, 5).map(({ route, authorization }) => ({
      uri: route.uri,
      span: route.authorizationKey ?? route.key,
      message: `${routeTitle(route)}, authorization ${authorization}`,
    })),
    fixes: () => fixesOf(document),
  };
}

function isWhole({ effect, principal, notPrincipal, action, notAction, resource, notResource }: Statement): boolean {
  const isSaid = /^(?:Allow|Deny)$/.test(literalOf(effect) ?? '');
  return isSaid && !!(principal ?? notPrincipal) && !!(action ?? notAction) && !!(resource ?? notResource);
}

/** Nobody gets through for want of an Allow. A Deny for all is what the author says, or another mistake. */
function isShut({ route }: AuthorizedRoute, unit: Unit): boolean {
  const decision = grantedAccess({ kind: 'anonymous' }, route, unit);
  const isAllowed = decision.because.some((ground) => ground.kind === 'statement' && ground.effect === 'Allow');
  return decision.passes === 'no' && decision.outcome !== 'explicitly-denied' && !isAllowed;
}

/** The order of statements means nothing to IAM: the new one comes last, where no comment is meant for another. */
function fixesOf(document: PolicyDocument): readonly Fix[] {
  const { uri, statementAt, statements } = document;
  // An Allow for everybody is meant only where a Deny says who is left out.
  if (document.made || !statementAt || !statements.some(mayShutOut)) return [];
  const value: Value = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
  return [
    {
      title: 'Allow all but those whom the Deny names',
      changes: [{ kind: 'add-item', uri, list: statementAt, value }],
    },
  ];
}
