/** A policy that AWS keeps. */
export interface ManagedPolicy {
  /** With the path, as it stands after `policy/` in the ARN. */
  readonly name: string;
  /** Its statements, all of which allow without a condition. */
  readonly allows: readonly { readonly actions: readonly string[]; readonly resources: readonly string[] }[];
}

const writesLogs = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const writesTraces = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:GetSamplingStatisticSummaries',
];

/**
 * The managed policies that roles of templates carry most, and those that speak of API Gateway, each as its page below
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/ shows it. A test holds them against the documents themselves.
 */
export const managedPolicyRows: readonly ManagedPolicy[] = [
  row('AdministratorAccess', ['*']),
  row(
    'AmazonAPIGatewayInvokeFullAccess',
    ['execute-api:Invoke', 'execute-api:ManageConnections'],
    'arn:aws:execute-api:*:*:*',
  ),
  row('AmazonAPIGatewayAdministrator', ['apigateway:*'], 'arn:aws:apigateway:*::/*'),
  row('service-role/AmazonAPIGatewayPushToCloudWatchLogs', [
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:DescribeLogGroups',
    'logs:DescribeLogStreams',
    'logs:PutLogEvents',
    'logs:GetLogEvents',
    'logs:FilterLogEvents',
  ]),
  row('service-role/AWSLambdaBasicExecutionRole', writesLogs),
  row('service-role/AWSLambdaVPCAccessExecutionRole', [
    ...writesLogs,
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:DeleteNetworkInterface',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ]),
  row('service-role/AWSLambdaENIManagementAccess', [
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DeleteNetworkInterface',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ]),
  row('service-role/AWSLambdaMSKExecutionRole', [
    'kafka:DescribeCluster',
    'kafka:DescribeClusterV2',
    'kafka:GetBootstrapBrokers',
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeVpcs',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeSubnets',
    'ec2:DescribeSecurityGroups',
    ...writesLogs,
  ]),
  row('service-role/AWSLambdaKinesisExecutionRole', [
    'kinesis:DescribeStream',
    'kinesis:DescribeStreamSummary',
    'kinesis:GetRecords',
    'kinesis:GetShardIterator',
    'kinesis:ListShards',
    'kinesis:ListStreams',
    'kinesis:SubscribeToShard',
    ...writesLogs,
  ]),
  row('service-role/AWSLambdaDynamoDBExecutionRole', [
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
    ...writesLogs,
  ]),
  row('service-role/AWSLambdaSQSQueueExecutionRole', [
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    ...writesLogs,
  ]),
  row('service-role/AWSLambdaRole', ['lambda:InvokeFunction']),
  {
    name: 'AWSLambdaExecute',
    allows: [
      { actions: ['logs:*'], resources: ['arn:aws:logs:*:*:*'] },
      { actions: ['s3:GetObject', 's3:PutObject'], resources: ['arn:aws:s3:::*'] },
    ],
  },
  row('AWSXRayDaemonWriteAccess', writesTraces),
  row('AWSXrayWriteOnlyAccess', writesTraces),
  {
    name: 'CloudWatchLambdaInsightsExecutionRolePolicy',
    allows: [
      { actions: ['logs:CreateLogGroup'], resources: ['*'] },
      {
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: ['arn:aws:logs:*:*:log-group:/aws/lambda-insights:*'],
      },
    ],
  },
  row('service-role/AWSAppSyncPushToCloudWatchLogs', writesLogs),
  row('CloudWatchLogsFullAccess', ['logs:*', 'cloudwatch:GenerateQuery', 'cloudwatch:GenerateQueryResultsSummary']),
  row('AmazonS3FullAccess', ['s3:*', 's3-object-lambda:*']),
  row('AmazonS3ReadOnlyAccess', [
    's3:Get*',
    's3:List*',
    's3:Describe*',
    's3-object-lambda:Get*',
    's3-object-lambda:List*',
  ]),
  row('AmazonSQSFullAccess', ['sqs:*']),
  row('AmazonSNSFullAccess', ['sns:*']),
  row('AmazonKinesisFullAccess', ['kinesis:*']),
  row('AWSStepFunctionsFullAccess', ['states:*']),
];

const byName = new Map(managedPolicyRows.map((one) => [one.name.toLowerCase(), one]));
const byBareName = new Map(managedPolicyRows.map((one) => [bareName(one.name), one]));

/**
 * By what follows `policy/` in the ARN, or by the bare name, as SAM takes it; without regard to case. Undefined for a policy of which
 * nothing is known here.
 */
export function managedPolicy(name: string): ManagedPolicy | undefined {
  return byName.get(name.toLowerCase()) ?? (name.includes('/') ? undefined : byBareName.get(name.toLowerCase()));
}

function bareName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).toLowerCase();
}

function row(name: string, actions: readonly string[], resource = '*'): ManagedPolicy {
  return { name, allows: [{ actions, resources: [resource] }] };
}
