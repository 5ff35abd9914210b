/**
 * The actions that a trust policy may hold; AWS refuses any other ("AssumeRole policy may only specify STS AssumeRole actions").
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html and the service authorization
 * reference of AWS STS, where these are the actions that act on a role.
 */
export const trustPolicyActions: readonly string[] = [
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
  'sts:AssumeRole',
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html
  'sts:AssumeRoleWithSAML',
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
  'sts:AssumeRoleWithWebIdentity',
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
  'sts:TagSession',
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
  'sts:SetSourceIdentity',
  // https://docs.aws.amazon.com/singlesignon/latest/userguide/trustedidentitypropagation-identity-enhanced-iam-role-sessions.html
  'sts:SetContext',
];
