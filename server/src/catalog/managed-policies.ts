/** A policy that AWS keeps, as far as it can matter to API Gateway: what it allows of the services that stand behind integrations. */
export interface ManagedPolicy {
  /** With the path, as it stands after `policy/` in the ARN. */
  readonly name: string;
  /**
   * Every statement that allows something of execute-api, apigateway, lambda, or a service that an integration can call; those on
   * other services (ec2, iam, logs ...) are left out.
   */
  readonly allows: readonly { readonly actions: readonly string[]; readonly resources: readonly string[] }[];
}

/**
 * The managed policies that roles of templates carry most, and those that speak of API Gateway. Each row follows the policy's page
 * below https://docs.aws.amazon.com/aws-managed-policy/latest/reference/
 */
const rows: readonly ManagedPolicy[] = [
  // Everything: /AdministratorAccess.html
  row('AdministratorAccess', ['*']),
  // API Gateway: /AmazonAPIGatewayInvokeFullAccess.html, /AmazonAPIGatewayAdministrator.html, /AmazonAPIGatewayPushToCloudWatchLogs.html
  row(
    'AmazonAPIGatewayInvokeFullAccess',
    ['execute-api:Invoke', 'execute-api:ManageConnections'],
    'arn:aws:execute-api:*:*:*',
  ),
  row('AmazonAPIGatewayAdministrator', ['apigateway:*'], 'arn:aws:apigateway:*::/*'),
  row('service-role/AmazonAPIGatewayPushToCloudWatchLogs'),
  // Lambda's own roles: /AWSLambdaBasicExecutionRole.html and so on
  row('service-role/AWSLambdaBasicExecutionRole'),
  row('service-role/AWSLambdaVPCAccessExecutionRole'),
  row('service-role/AWSLambdaENIManagementAccess'),
  row('service-role/AWSLambdaMSKExecutionRole'),
  row('service-role/AWSLambdaKinesisExecutionRole', [
    'kinesis:DescribeStream',
    'kinesis:DescribeStreamSummary',
    'kinesis:GetRecords',
    'kinesis:GetShardIterator',
    'kinesis:ListShards',
    'kinesis:ListStreams',
    'kinesis:SubscribeToShard',
  ]),
  row('service-role/AWSLambdaDynamoDBExecutionRole', [
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
  ]),
  row('service-role/AWSLambdaSQSQueueExecutionRole', [
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
  ]),
  row('service-role/AWSLambdaRole', ['lambda:InvokeFunction']),
  row('AWSLambdaExecute', ['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::*'),
  // Writing traces and metrics: /AWSXRayDaemonWriteAccess.html, /AWSXrayWriteOnlyAccess.html, /CloudWatchLambdaInsightsExecutionRolePolicy.html
  row('AWSXRayDaemonWriteAccess'),
  row('AWSXrayWriteOnlyAccess'),
  row('CloudWatchLambdaInsightsExecutionRolePolicy'),
  row('service-role/AWSAppSyncPushToCloudWatchLogs'),
  row('CloudWatchLogsFullAccess'),
  // Whole services, of which only the own one counts here: /AmazonS3FullAccess.html and so on
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

const byName = new Map(rows.map((one) => [one.name.toLowerCase(), one]));
const byBareName = new Map(rows.map((one) => [bareName(one.name), one]));

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

function row(name: string, actions: readonly string[] = [], resource = '*'): ManagedPolicy {
  return { name, allows: actions.length === 0 ? [] : [{ actions, resources: [resource] }] };
}
