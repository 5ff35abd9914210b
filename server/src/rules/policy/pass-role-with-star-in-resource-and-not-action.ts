import { policyRule } from './policy-rule.ts';
import { passRole, roleGrant } from './role-grants.ts';

export const passRoleWithStarInResourceAndNotAction = policyRule({
  meta: {
    id: 'policy/pass-role-with-star-in-resource-and-not-action',
    level: 'warning',
    summary: 'Allows iam:PassRole on every role, as NotAction leaves it in',
    why: 'Who may pass any role to any service can have that service act with rights that they do not have themselves: pass the role of an administrator to a function, and call the function. Name the roles, or the service they may be passed to by `iam:PassedToService`.',
    accessAnalyzer: 'PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION',
  },
  statement(at) {
    const grant = roleGrant(at, passRole, 'not-action', 'star');
    return (
      grant && {
        ...grant,
        message: 'NotAction leaves iam:PassRole in: any role may be handed to any service, one with more rights too',
      }
    );
  },
});
