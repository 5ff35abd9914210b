import { policyRule } from './policy-rule.ts';
import { passRole, roleGrant } from './role-grants.ts';

export const passRoleWithStarInActionAndResource = policyRule({
  meta: {
    id: 'policy/pass-role-with-star-in-action-and-resource',
    level: 'warning',
    summary: 'Allows iam:PassRole on every role, by a wildcard',
    why: 'Who may pass any role to any service can have that service act with rights that they do not have themselves: pass the role of an administrator to a function, and call the function. Name the roles, or the service they may be passed to by `iam:PassedToService`.',
    accessAnalyzer: 'PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE',
  },
  statement(at) {
    const grant = roleGrant(at, passRole, 'wildcard', 'star');
    return (
      grant && {
        ...grant,
        message: 'the wildcard covers iam:PassRole: any role may be handed to any service, one with more rights too',
      }
    );
  },
});
