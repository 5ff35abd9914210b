export interface SizeQuota {
  /** Characters without white space. */
  readonly characters: number;
  /** Whose quota it is: `managed policies`. */
  readonly of: string;
}

/**
 * How long an identity-based policy may be.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
 */
const identityQuotas: Readonly<Record<string, SizeQuota>> = {
  'AWS::IAM::ManagedPolicy': { characters: 6144, of: 'managed policies' },
  'create-policy': { characters: 6144, of: 'managed policies' },
  'create-policy-version': { characters: 6144, of: 'managed policies' },
  'AWS::IAM::Role': { characters: 10_240, of: 'the inline policies of a role' },
  'AWS::IAM::RolePolicy': { characters: 10_240, of: 'the inline policies of a role' },
  'put-role-policy': { characters: 10_240, of: 'the inline policies of a role' },
  'AWS::IAM::User': { characters: 2048, of: 'the inline policies of a user' },
  'AWS::IAM::UserPolicy': { characters: 2048, of: 'the inline policies of a user' },
  'put-user-policy': { characters: 2048, of: 'the inline policies of a user' },
  'AWS::IAM::Group': { characters: 5120, of: 'the inline policies of a group' },
  'AWS::IAM::GroupPolicy': { characters: 5120, of: 'the inline policies of a group' },
  'put-group-policy': { characters: 5120, of: 'the inline policies of a group' },
};

/** The longest that any identity-based policy can be: an inline policy of a role. */
const anyIdentity: SizeQuota = { characters: 10_240, of: 'IAM policies' };

/** The quota of an identity-based policy by what carries it: a resource type or a command. */
export function identityPolicyQuota(carrier: string | undefined): SizeQuota {
  return (carrier !== undefined && Object.hasOwn(identityQuotas, carrier) && identityQuotas[carrier]) || anyIdentity;
}

/** The most that the quota can be raised to is 4,096: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const trustPolicyQuota: SizeQuota = { characters: 2048, of: 'trust policies, unless it was raised' };

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
export const serviceControlPolicyQuota: SizeQuota = { characters: 5120, of: 'service control policies' };
export const resourceControlPolicyQuota: SizeQuota = { characters: 5120, of: 'resource control policies' };

const resourceQuotas: Readonly<Record<string, SizeQuota>> = {
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
  s3: { characters: 20_480, of: 'bucket policies' },
  // https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html#key-policy-limit
  kms: { characters: 32_768, of: 'key policies' },
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
  sqs: { characters: 8192, of: 'queue policies' },
  // https://docs.aws.amazon.com/general/latest/gr/sns.html
  sns: { characters: 30_720, of: 'topic policies' },
  // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
  lambda: { characters: 20_480, of: "functions' policies" },
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
  'execute-api': { characters: 8192, of: "APIs' resource policies" },
  // https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
  secretsmanager: { characters: 20_480, of: "secrets' policies" },
};

/** The quota of a resource-based policy by the service that has it; undefined for one not known here. */
export function resourcePolicyQuota(service: string): SizeQuota | undefined {
  return Object.hasOwn(resourceQuotas, service) ? resourceQuotas[service] : undefined;
}
