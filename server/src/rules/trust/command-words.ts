/**
 * Options that the `aws iam` commands for roles and for policies share; with any other, or where the output is used, putting the
 * other command in place is not the whole mend.
 */
export const commonOptions =
  /^--(?:role-name|policy-name|assume-role-policy-document|policy-document|path|description|tags|profile|region|no-cli-pager|debug)$/;
