import { policyRule } from './policy-rule.ts';
import { createServiceLinkedRole, roleGrant } from './role-grants.ts';

export const createSlrWithNotActionAndNotResource = policyRule({
  meta: {
    id: 'policy/create-slr-with-not-action-and-not-resource',
    level: 'warning',
    summary: 'Allows iam:CreateServiceLinkedRole on all roles but those of NotResource, as NotAction leaves it in',
    why: 'A service-linked role lets a service act in the account. Who may create all of them can let in services that nobody chose. Name the roles, or the service by `iam:AWSServiceName`.',
    accessAnalyzer: 'CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE',
  },
  statement(at) {
    const grant = roleGrant(at, createServiceLinkedRole, 'not-action', 'not-resource');
    return (
      grant && {
        ...grant,
        message:
          'NotAction leaves iam:CreateServiceLinkedRole in: a role may be made for any service but those of NotResource, and lets it act in the account',
      }
    );
  },
});
