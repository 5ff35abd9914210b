import { policyRule } from './policy-rule.ts';
import { passRole, roleGrant } from './role-grants.ts';

export const passRoleWithNotResource = policyRule({
  meta: {
    id: 'policy/pass-role-with-not-resource',
    level: 'warning',
    summary: 'Allows iam:PassRole on all roles but those of NotResource',
    why: 'Who may pass any role to any service can have that service act with rights that they do not have themselves: pass the role of an administrator to a function, and call the function. Name the roles, or the service they may be passed to by `iam:PassedToService`.',
    accessAnalyzer: 'PASS_ROLE_WITH_NOT_RESOURCE',
  },
  statement(at) {
    const grant = roleGrant(at, passRole, 'named', 'not-resource');
    return (
      grant && {
        ...grant,
        message: 'any role but those of NotResource may be handed to any service, one with more rights too',
      }
    );
  },
});
