import { policyRule } from './policy-rule.ts';
import { passRole, roleGrant } from './role-grants.ts';

export const passRoleWithStarInActionAndNotResource = policyRule({
  meta: {
    id: 'policy/pass-role-with-star-in-action-and-not-resource',
    level: 'warning',
    summary: 'Allows iam:PassRole on all roles but those of NotResource, by a wildcard',
    why: 'Who may pass any role to any service can have that service act with rights that they do not have themselves: pass the role of an administrator to a function, and call the function. Name the roles, or the service they may be passed to by `iam:PassedToService`.',
    accessAnalyzer: 'PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE',
  },
  statement(at) {
    const grant = roleGrant(at, passRole, 'wildcard', 'not-resource');
    return (
      grant && {
        ...grant,
        message:
          'the wildcard covers iam:PassRole: any role but those of NotResource may be handed to any service, one with more rights too',
      }
    );
  },
});
