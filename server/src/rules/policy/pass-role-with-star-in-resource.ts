import { onlyForService } from './only-for-service.ts';
import { policyRule } from './policy-rule.ts';
import { passRole, roleGrant } from './role-grants.ts';

export const passRoleWithStarInResource = policyRule({
  meta: {
    id: 'policy/pass-role-with-star-in-resource',
    level: 'warning',
    summary: 'Allows iam:PassRole on every role',
    why: 'Who may pass any role to any service can have that service act with rights that they do not have themselves: pass the role of an administrator to a function, and call the function. Name the roles, or the service they may be passed to by `iam:PassedToService`.',
    fixes: ['a condition on the service'],
    accessAnalyzer: 'PASS_ROLE_WITH_STAR_IN_RESOURCE',
  },
  statement(at) {
    const grant = roleGrant(at, passRole, 'named', 'star');
    return (
      grant && {
        ...grant,
        message: 'any role may be handed to any service, one with more rights too',
        fixes: () => onlyForService(at, 'iam:PassedToService'),
      }
    );
  },
});
