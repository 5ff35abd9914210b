import { policyRule } from './policy-rule.ts';
import { createServiceLinkedRole, roleGrant } from './role-grants.ts';

export const createSlrWithStarInActionAndResource = policyRule({
  meta: {
    id: 'policy/create-slr-with-star-in-action-and-resource',
    level: 'warning',
    summary: 'Allows iam:CreateServiceLinkedRole on every role, by a wildcard',
    why: 'A service-linked role lets a service act in the account. Who may create all of them can let in services that nobody chose. Name the roles, or the service by `iam:AWSServiceName`.',
    accessAnalyzer: 'CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE',
  },
  statement(at) {
    const grant = roleGrant(at, createServiceLinkedRole, 'wildcard', 'star');
    return (
      grant && {
        ...grant,
        message:
          'the wildcard covers iam:CreateServiceLinkedRole: a role may be made for any service, and lets it act in the account',
      }
    );
  },
});
