/**
 * Actions whose requests are about `*`, so that an ARN which names one resource never covers them. Many more are listed without a
 * resource type, but of some of those services ask for an ARN that no page tells (iam:ListRoles for a path), so of others nothing is
 * said. The pages are those of https://docs.aws.amazon.com/service-authorization/latest/reference/
 */
const starOnly: readonly (readonly [service: string, page: string, actions: readonly string[]])[] = [
  [
    'ec2',
    'list_amazonec2.html',
    [
      'DescribeImages',
      'DescribeInstances',
      'DescribeNetworkInterfaces',
      'DescribeSecurityGroups',
      'DescribeSnapshots',
      'DescribeSubnets',
      'DescribeTags',
      'DescribeVolumes',
      'DescribeVpcs',
    ],
  ],
  ['ecr', 'list_amazonelasticcontainerregistry.html', ['GetAuthorizationToken']],
  ['kms', 'list_awskeymanagementservice.html', ['CreateKey', 'ListAliases', 'ListKeys']],
  ['lambda', 'list_awslambda.html', ['ListFunctions']],
  ['s3', 'list_amazons3.html', ['ListAllMyBuckets']],
  ['secretsmanager', 'list_awssecretsmanager.html', ['ListSecrets']],
  ['ssm', 'list_awssystemsmanager.html', ['DescribeParameters']],
];

/** Each with its service. */
export function starOnlyActions(): readonly string[] {
  return starOnly.flatMap(([service, , actions]) => actions.map((action) => `${service}:${action}`));
}

const names = new Set(starOnlyActions().map((action) => action.toLowerCase()));

/** The action's name with its service, without regard to case. */
export function takesStarOnly(action: string): boolean {
  return names.has(action.toLowerCase());
}
