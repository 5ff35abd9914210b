/**
 * The services that support resource control policies, by the prefix of their actions, as AWS listed them in September 2026.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services
 */
const supporting: ReadonlySet<string> = new Set(
  `aoss appconfig appstream autoscaling autoscaling-plans budgets clouddirectory cloudfront cloudsearch cloudtrail-data codeartifact
  codebuild codecommit codepipeline cognito-identity cognito-idp comprehend comprehendmedical compute-optimizer cost-optimization-hub
  dax dsql dynamodb ecr ecr-public events firehose fis fms gamelift health inspector-scan kendra kinesisvideo kms logs memorydb
  networkmonitor notifications opensearch pca-connector-ad personalize polly pricing resource-groups rolesanywhere s3 secretsmanager
  servicediscovery signin sqs sts support swf textract timestream-influxdb transcribe transfer translate wafv2 workspaces xray`.split(
    /\s+/,
  ),
);

/** Prefixes of services that the list may mean by another name: OpenSearch Service has the actions of `es`, S3 those of its kin. */
const mayBeMeant = /^(?:es|s3[\w-]+)$/;

/** False for a service that is not on AWS's list, and not of the family of one that is. */
export function supportsResourceControl(service: string): boolean {
  return supporting.has(service) || mayBeMeant.test(service);
}
