import { perUnit } from '../graph/per-unit.ts';
import { authorizedBy, type InvokedFunction } from '../graph/route-target.ts';
import type { Unit } from '../graph/unit.ts';
import type { Authorizer } from '../model/facts.ts';
import { alternativesOf } from '../model/text-value.ts';
import type { Place } from '../text/span.ts';
import {
  both,
  isAllInSight,
  needsMet,
  roleAccess,
  type AccessAsRole,
  type Answered,
  type FunctionAccess,
} from './backend-access.ts';
import { decided, eitherOf, fact, type Decision } from './decision.ts';
import { needsOfAuthorizer } from './integration-needs.ts';
import { permissionsOn, permitsAuthorizer } from './invoke-grant.ts';
import { anyOf } from './match.ts';

/**
 * How API Gateway asks an authorizer, and whether it may: a Lambda authorizer by a permission on its function, or as a role.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
export type AuthorizerAccess =
  /** Tokens of a user pool or an issuer: nothing is called. */
  | (Answered & { readonly model: 'none' })
  | AccessAsRole
  | (Answered & { readonly model: 'function-permission'; readonly functions: readonly FunctionAccess[] })
  | (Answered & { readonly model: 'unknown' });

export const authorizerAccess = perUnit((authorizer: Authorizer, unit: Unit): AuthorizerAccess => {
  const { kind, credentials, credentialsKey, uri } = authorizer;
  const place = placeOf(authorizer);
  if (kind === 'cognito' || kind === 'jwt')
    return { model: 'none', decision: decided('allowed', fact('nothing is called to check a token', place)) };
  const hidden = decided('unknown', fact('how API Gateway asks the authorizer is not known', place));
  const ways = credentials ? alternativesOf(credentials) : [];
  const texts = ways.filter((way) => way !== undefined);
  if (kind === 'unknown' || texts.length < ways.length || (credentialsKey && texts.length === 0))
    return { model: 'unknown', decision: hidden };
  if (texts.length > 0) {
    const needs = needsOfAuthorizer(authorizer, unit);
    const roles = texts.map((text) =>
      roleAccess({ text, uri }, unit, (role) => needsMet({ kind: 'role', role }, needs, place, unit)),
    );
    return { model: 'role', needs, roles, decision: eitherOf(roles.map(({ trust, action }) => both(trust, action))) };
  }
  const functions = authorizedBy(authorizer, unit).map((invoked) => functionAccess(invoked, authorizer, unit));
  if (functions.length === 0) return { model: 'unknown', decision: hidden };
  const decision = eitherOf(functions.map((one) => functionDecision(one, authorizer)));
  return { model: 'function-permission', functions, decision };
});

function functionAccess(invoked: InvokedFunction, authorizer: Authorizer, unit: Unit): FunctionAccess {
  const permissions = permissionsOn(invoked.function, unit).flatMap((permission) => {
    const answer = permitsAuthorizer(permission, authorizer, invoked, unit);
    return answer === 'no' ? [] : [{ permission, answer }];
  });
  const seen = anyOf(permissions.map(({ answer }) => answer));
  const isSure = authorizer.complete && isAllInSight(invoked, unit);
  return { invoked, permissions, answer: seen === 'no' && !isSure ? 'maybe' : seen };
}

function functionDecision({ invoked, permissions, answer }: FunctionAccess, authorizer: Authorizer): Decision {
  const { id, uri, key } = invoked.function;
  const grounds = permissions.map(({ permission }) =>
    fact(
      permission.written
        ? `permission ${permission.id} lets API Gateway invoke ${id}`
        : `SAM lets API Gateway invoke ${id}`,
      { uri: permission.uri, span: permission.key },
    ),
  );
  if (answer === 'yes') return decided('allowed', ...grounds);
  if (answer === 'maybe') return decided('unknown', ...grounds);
  const none = fact(`no permission lets API Gateway invoke ${id} as authorizer ${authorizer.id}`, { uri, span: key });
  return decided('implicitly-denied', none);
}

function placeOf({ uri, key, credentialsKey, targetKey }: Authorizer): Place {
  return { uri, span: credentialsKey ?? targetKey ?? key };
}
