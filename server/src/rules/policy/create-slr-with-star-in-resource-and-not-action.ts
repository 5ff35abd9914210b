import { policyRule } from './policy-rule.ts';
import { createServiceLinkedRole, roleGrant } from './role-grants.ts';

export const createSlrWithStarInResourceAndNotAction = policyRule({
  meta: {
    id: 'policy/create-slr-with-star-in-resource-and-not-action',
    level: 'warning',
    summary: 'Allows iam:CreateServiceLinkedRole on every role, as NotAction leaves it in',
    why: 'A service-linked role lets a service act in the account. Who may create all of them can let in services that nobody chose. Name the roles, or the service by `iam:AWSServiceName`.',
    accessAnalyzer: 'CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION',
  },
  statement(at) {
    const grant = roleGrant(at, createServiceLinkedRole, 'not-action', 'star');
    return (
      grant && {
        ...grant,
        message:
          'NotAction leaves iam:CreateServiceLinkedRole in: a role may be made for any service, and lets it act in the account',
      }
    );
  },
});
