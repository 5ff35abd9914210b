/** Something that is found in a managed policy and of which AWS's validator said nothing. Nothing that is not listed may differ. */
interface Difference {
  readonly policy: string;
  readonly code: string;
  /** What the finding stands on, or how that begins. */
  readonly on: string;
  readonly why: Why;
}

type Why =
  /** AWS's list of March 2026 had the action or service; the bundled catalog, of September 2026, does not: AWS has taken it back. */
  | 'older'
  /** AWS's list had an action that the bundled catalog does not have yet. */
  | 'newer'
  /**
   * AWS gives no verdict on the policy at all, though it gives this code in the policy named here: the policy is withdrawn, or longer
   * than 50,000 characters. Of `iam:PassRole` in AWSElasticBeanstalkFullAccess its guide says that the validator warns of it
   * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html).
   */
  | { readonly unjudgedAs: string };

function older(policy: string, ...actions: readonly string[]): readonly Difference[] {
  return actions.map((on) => ({ policy, code: 'INVALID_SERVICE_IN_ACTION', on, why: 'older' }));
}

/** Policies with AWS's verdict for each code. */
const judged = {
  EQUIVALENT_TO_NULL_FALSE: 'AWSBackupGuardDutyRolePolicyForScans',
  INVALID_ACTION: 'AWSIAMIdentityCenterAllowListForIdentityContext',
  PASS_ROLE_WITH_STAR_IN_RESOURCE: 'AmazonElasticMapReduceFullAccess',
  POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA: 'AmazonSageMakerFullAccess',
  REDUNDANT_ACTION: 'AWSBatchFullAccess',
  REDUNDANT_RESOURCE: 'AWSDeepRacerFullAccess',
  STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS: 'AmazonSecurityLakeAdministrator',
};

function unjudged(policy: string, code: keyof typeof judged, ...places: readonly string[]): readonly Difference[] {
  return places.map((on) => ({ policy, code, on, why: { unjudgedAs: judged[code] } }));
}

export const differences: readonly Difference[] = [
  ...older('AWSDeepRacerDefaultMultiUserAccess', 'deepracer:'),
  { policy: 'AWSDeepRacerDefaultMultiUserAccess', code: 'INVALID_SERVICE', on: '"deepracer:', why: 'older' },
  ...older('AWSDeepRacerServiceRolePolicy', 'deepracer:*'),
  ...older('AWSMobileHub_ReadOnly', 'mobilehub:'),
  ...older('AmazonApplicationWizardFullaccess', 'applicationwizard:*'),
  ...older('AmazonDataZonePreviewConsoleFullAccess', 'datazonecontrol:*'),
  ...older('AmazonEC2ReportsAccess', 'ec2-reports:*'),
  ...older('AmazonMechanicalTurkCrowdFullAccess', 'crowd:*'),
  ...older('AmazonMechanicalTurkCrowdReadOnlyAccess', 'crowd:GetTask'),
  ...older('AmazonZocaloReadOnlyAccess', 'zocalo:Describe*'),
  ...older('ReadOnlyAccess', 'deepcomposer:', 'iot1click:'),
  ...older('ResourceGroupsTaggingAPITagUntagSupportedResources', 'deepcomposer:', 'iot1click:'),
  ...older('ServiceCatalogEndUserAccess', 'catalog-user:*'),
  {
    policy: 'AmazonRoute53RecoveryControlConfigReadOnlyAccess',
    code: 'INVALID_ACTION',
    on: 'route53-recovery-control-config:DescribeRoutingControlByName',
    why: 'older',
  },
  {
    policy: 'SageMakerStudioProjectUserRolePolicy',
    code: 'INVALID_ACTION',
    on: 'sagemaker-unified-studio-mcp:',
    why: 'newer',
  },

  // Withdrawn.
  ...unjudged(
    'AWSCodePipelineReadOnlyAccess',
    'STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS',
    '"codestar-notifications:NotificationsForResource"',
  ),
  ...unjudged('AWSElasticBeanstalkFullAccess', 'PASS_ROLE_WITH_STAR_IN_RESOURCE', 'iam:PassRole'),
  ...unjudged('AWSElasticBeanstalkFullAccess', 'STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS', '"iam:PolicyArn"'),
  ...unjudged('AWSMarketplaceImageBuildFullAccess', 'EQUIVALENT_TO_NULL_FALSE', '*'),
  ...unjudged(
    'AWSMarketplaceImageBuildFullAccess',
    'STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS',
    '"iam:AssociatedResourceARN"',
  ),
  ...unjudged('AWSServiceRoleForGammaInternalAmazonEKSNodegroup', 'EQUIVALENT_TO_NULL_FALSE', '*'),
  ...unjudged('AmazonApplicationWizardFullaccess', 'INVALID_ACTION', 'ssm:RemoveTagsToResource'),
  ...unjudged('AmazonApplicationWizardFullaccess', 'REDUNDANT_ACTION', 'ssm:AddTagsToResource'),
  ...unjudged('AmazonEC2SpotFleetRole', 'PASS_ROLE_WITH_STAR_IN_RESOURCE', 'iam:PassRole'),
  ...unjudged('AmazonLambdaRolePolicyForLaunchWizardSAP', 'EQUIVALENT_TO_NULL_FALSE', '*'),
  ...unjudged('AmazonLaunchWizardFullaccess', 'INVALID_ACTION', 's3:ListBuckets', 's3:ListObjects', 's3:ListObjectsV2'),
  ...unjudged('AmazonLaunchWizardFullaccess', 'REDUNDANT_ACTION', 'ec2:CreateInternetGateway', 'ec2:CreateNatGateway'),
  ...unjudged('AmazonLaunchWizard_Fullaccess', 'POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA', '{'),
  ...unjudged('AmazonLaunchWizard_Fullaccess', 'REDUNDANT_RESOURCE', 'arn:aws:s3:::launchwizard*'),
  ...unjudged('ServerMigrationServiceRole', 'REDUNDANT_ACTION', 'ec2:Describe*'),
  ...unjudged(
    'ServerMigrationServiceRole',
    'STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS',
    '"iam:AssociatedResourceArn"',
  ),

  // Longer than 50,000 characters.
  ...unjudged('AWSPartnerLedSupportReadOnlyAccess', 'POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA', '{'),
  ...unjudged('AWSPartnerLedSupportReadOnlyAccess', 'REDUNDANT_RESOURCE', 'arn:aws:apigateway:'),
  ...unjudged('AWSSupportServiceRolePolicy', 'POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA', '{'),
  ...unjudged('AWSSupportServiceRolePolicy', 'REDUNDANT_RESOURCE', 'arn:aws:apigateway:'),
  ...unjudged('AWS_ConfigRole', 'POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA', '{'),
  ...unjudged('ReadOnlyAccess', 'POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA', '{'),
  ...unjudged('ReadOnlyAccess', 'REDUNDANT_ACTION', 'ec2:Describe*', 'kafka:'),
  ...unjudged('SageMakerStudioProjectUserRolePolicy', 'POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA', '{'),
  ...unjudged(
    'SageMakerStudioProjectUserRolePolicy',
    'STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS',
    '"redshift-data:glue-catalog-arn"',
  ),
];
