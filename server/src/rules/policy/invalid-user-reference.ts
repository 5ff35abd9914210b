import { policyRule } from './policy-rule.ts';
import { uniqueIdIssue } from './unique-ids.ts';

export const invalidUserReference = policyRule({
  meta: {
    id: 'policy/invalid-user-reference',
    level: 'warning',
    summary: 'A principal is the unique id of a user',
    why: 'AWS shows a principal as `AIDA...` when the user that it named has been deleted. The id means that user only: one made again with the same name has another. Write the ARN of the user.',
    accessAnalyzer: 'INVALID_USER_REFERENCE',
  },
  principal(principal) {
    return uniqueIdIssue(principal, 'AIDA', 'user');
  },
});
