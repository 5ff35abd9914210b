/**
 * What AWS's validator knew on the day it was asked, in March 2026, and the catalog that is bundled here, of September 2026, does not:
 * services that AWS has closed meanwhile, actions it has taken back. Nothing else may differ.
 */
export const closedSince: ReadonlyMap<string, readonly string[]> = new Map([
  ['AWSDeepRacerDefaultMultiUserAccess', ['deepracer:']],
  ['AWSDeepRacerServiceRolePolicy', ['deepracer:']],
  [
    'AmazonRoute53RecoveryControlConfigReadOnlyAccess',
    ['route53-recovery-control-config:DescribeRoutingControlByName'],
  ],
  ['ResourceGroupsTaggingAPITagUntagSupportedResources', ['deepcomposer:', 'iot1click:']],
]);

/** Longer documents have no verdicts. */
export const longestJudged = 50_000;

/**
 * Policies that AWS has withdrawn, and that have no verdicts, though they break rules that others are told of in the very same text:
 * services that are no more, actions that never were, the same action twice.
 */
export const withdrawn: ReadonlySet<string> = new Set([
  'AWSElasticBeanstalkFullAccess',
  'AWSCodePipelineReadOnlyAccess',
  'AWSMarketplaceImageBuildFullAccess',
  'AWSMobileHub_ReadOnly',
  'AWSServiceRoleForGammaInternalAmazonEKSNodegroup',
  'AmazonApplicationWizardFullaccess',
  'AmazonDataZonePreviewConsoleFullAccess',
  'AmazonEC2ReportsAccess',
  'AmazonEC2SpotFleetRole',
  'AmazonLambdaRolePolicyForLaunchWizardSAP',
  'AmazonLaunchWizardFullaccess',
  'AmazonLaunchWizard_Fullaccess',
  'AmazonMechanicalTurkCrowdFullAccess',
  'AmazonMechanicalTurkCrowdReadOnlyAccess',
  'AmazonZocaloReadOnlyAccess',
  'ServerMigrationServiceRole',
  'ServiceCatalogEndUserAccess',
]);

/**
 * Policies in which one Allow covers another, of which AWS's validator says nothing: the same action on `*` in a statement above, or
 * the same without the condition.
 */
export const coveredInTruth: ReadonlySet<string> = new Set([
  'AWSCleanRoomsMLFullAccess',
  'AmazonDataZoneFullAccess',
  'AmazonECSServiceRolePolicy',
  'AwsGlueDataBrewFullAccessPolicy',
  'SecurityLakeResourceManagementServiceRolePolicy',
]);
