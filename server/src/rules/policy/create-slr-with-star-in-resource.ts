import { onlyForService } from './only-for-service.ts';
import { policyRule } from './policy-rule.ts';
import { createServiceLinkedRole, roleGrant } from './role-grants.ts';

export const createSlrWithStarInResource = policyRule({
  meta: {
    id: 'policy/create-slr-with-star-in-resource',
    level: 'warning',
    summary: 'Allows iam:CreateServiceLinkedRole on every role',
    why: 'A service-linked role lets a service act in the account. Who may create all of them can let in services that nobody chose. Name the roles, or the service by `iam:AWSServiceName`.',
    fixes: ['a condition on the service'],
    accessAnalyzer: 'CREATE_SLR_WITH_STAR_IN_RESOURCE',
  },
  statement(at) {
    const grant = roleGrant(at, createServiceLinkedRole, 'named', 'star');
    return (
      grant && {
        ...grant,
        message: 'a role may be made for any service, and lets it act in the account',
        fixes: () => onlyForService(at, 'iam:AWSServiceName'),
      }
    );
  },
});
