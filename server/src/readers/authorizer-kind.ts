import type { Authorizer } from '../model/facts.ts';

/**
 * What an authorizer's type says it is, in CloudFormation's words or OpenAPI's, whatever the case: `TOKEN`, `request`,
 * `cognito_user_pools`, `JWT` (facts: auth type values). Unknown for a text that is computed or none of these.
 */
export function authorizerKind(type: string | undefined): Authorizer['kind'] {
  switch (type?.toLowerCase()) {
    case 'token':
    case 'request':
      return 'lambda';
    case 'cognito_user_pools':
      return 'cognito';
    case 'jwt':
      return 'jwt';
    default:
      return 'unknown';
  }
}
