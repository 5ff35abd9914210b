import { policyRule } from './policy-rule.ts';
import { uniqueIdIssue } from './unique-ids.ts';

export const invalidRoleReference = policyRule({
  meta: {
    id: 'policy/invalid-role-reference',
    level: 'warning',
    summary: 'A principal is the unique id of a role',
    why: 'AWS shows a principal as `AROA...` when the role that it named has been deleted. The id means that role only: one made again with the same name has another. Write the ARN of the role.',
    accessAnalyzer: 'INVALID_ROLE_REFERENCE',
  },
  principal(principal) {
    return uniqueIdIssue(principal, 'AROA', 'role');
  },
});
