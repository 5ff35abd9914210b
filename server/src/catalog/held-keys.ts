/**
 * Services whose condition keys AWS's validator holds against each action (UNSUPPORTED_ACTION_FOR_CONDITION_KEY), as far as its verdicts
 * are published. Of other services it says nothing, also where the Service Authorization Reference lists a key for fewer actions than a
 * policy uses it with: its verdicts on AWS's managed policies are silent on `aws:ResourceTag`, `aws:TagKeys`, and on keys of
 * application-autoscaling, aws-marketplace, deadline, ec2, glue, iottwinmaker, ram and redshift-data.
 */
const held: ReadonlySet<string> = new Set([
  // s3:ListBucketMultipartUploads with s3:prefix.
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
  's3',
  // kms:DescribeKey with kms:EncryptionContext, kms:GetKeyPolicy with kms:RecipientAttestation.
  // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
  'kms',
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
  'dynamodb',
  // sts:TagSession with cognito-identity.amazonaws.com:aud.
  // https://docs.aws.amazon.com/cli/latest/reference/accessanalyzer/validate-policy.html
  'sts',
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
  'iam',
]);

/** In lower case. */
export function isHeldKey(key: string): boolean {
  return held.has(key.slice(0, key.indexOf(':')));
}

/** Pairs of a key and an action that a guide of AWS uses, and its reference does not list. */
const inGuides: ReadonlySet<string> = new Set([
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
  'dynamodb:enclosingoperation dynamodb:conditioncheckitem',
]);

/** Both in lower case. */
export function isSetInGuides(key: string, action: string): boolean {
  return inGuides.has(`${key} ${action}`);
}
