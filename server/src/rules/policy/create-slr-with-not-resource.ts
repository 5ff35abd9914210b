import { policyRule } from './policy-rule.ts';
import { createServiceLinkedRole, roleGrant } from './role-grants.ts';

export const createSlrWithNotResource = policyRule({
  meta: {
    id: 'policy/create-slr-with-not-resource',
    level: 'warning',
    summary: 'Allows iam:CreateServiceLinkedRole on all roles but those of NotResource',
    why: 'A service-linked role lets a service act in the account. Who may create all of them can let in services that nobody chose. Name the roles, or the service by `iam:AWSServiceName`.',
    accessAnalyzer: 'CREATE_SLR_WITH_NOT_RESOURCE',
  },
  statement(at) {
    const grant = roleGrant(at, createServiceLinkedRole, 'named', 'not-resource');
    return (
      grant && {
        ...grant,
        message: 'a role may be made for any service but those of NotResource, and lets it act in the account',
      }
    );
  },
});
