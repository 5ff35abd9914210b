/**
 * What CloudFormation's `Ref` and `Fn::GetAtt` give for the resources that integrations call, and what their ARNs look like.
 *
 * Of each row the return values are those of the type's page in the template reference
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/, "Return values"), the ARN is that of the service's page in
 * the service authorization reference (https://docs.aws.amazon.com/service-authorization/latest/reference/, "Resource types").
 * SAM's types are as https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-resources-and-properties.html
 * describes them: those of the resource that SAM makes.
 */
export interface ResourceIdentifiers {
  /** The property that names the resource; where it is left out CloudFormation makes a name. Undefined for ids that nobody chooses. */
  readonly nameProperty: string | undefined;
  /** What `Ref` gives. */
  readonly ref: 'name' | 'arn' | 'url';
  /** The attribute that gives the name, for those whose `Ref` is another text. */
  readonly nameAttribute?: string;
  /** The attributes that give the ARN. */
  readonly arnAttributes: readonly string[];
  /** With `${Partition}`, `${Region}`, `${Account}`, `${Name}`; any other hole is known after deployment only. */
  readonly arn: string | undefined;
  readonly url?: string;
  /** The ARN has the name in small letters. */
  readonly small?: true;
}

const regional = (service: string, resource: string): string =>
  `arn:\${Partition}:${service}:\${Region}:\${Account}:${resource}`;

/** By resource type. */
export const resourceIdentifiers: ReadonlyMap<string, ResourceIdentifiers> = new Map<string, ResourceIdentifiers>([
  [
    'AWS::SQS::Queue',
    {
      nameProperty: 'QueueName',
      ref: 'url',
      nameAttribute: 'QueueName',
      arnAttributes: ['Arn'],
      arn: regional('sqs', '${Name}'),
      url: 'https://sqs.${Region}.${URLSuffix}/${Account}/${Name}',
    },
  ],
  [
    'AWS::SNS::Topic',
    {
      nameProperty: 'TopicName',
      ref: 'arn',
      nameAttribute: 'TopicName',
      arnAttributes: ['TopicArn'],
      arn: regional('sns', '${Name}'),
    },
  ],
  ['AWS::DynamoDB::Table', named('TableName', regional('dynamodb', 'table/${Name}'))],
  ['AWS::DynamoDB::GlobalTable', named('TableName', regional('dynamodb', 'table/${Name}'))],
  ['AWS::Serverless::SimpleTable', named('TableName', regional('dynamodb', 'table/${Name}'))],
  [
    'AWS::StepFunctions::StateMachine',
    {
      nameProperty: 'StateMachineName',
      ref: 'arn',
      nameAttribute: 'Name',
      arnAttributes: ['Arn'],
      arn: regional('states', 'stateMachine:${Name}'),
    },
  ],
  [
    'AWS::Serverless::StateMachine',
    {
      nameProperty: 'Name',
      ref: 'arn',
      nameAttribute: 'Name',
      arnAttributes: ['Arn'],
      arn: regional('states', 'stateMachine:${Name}'),
    },
  ],
  [
    'AWS::StepFunctions::Activity',
    {
      nameProperty: 'Name',
      ref: 'arn',
      nameAttribute: 'Name',
      arnAttributes: ['Arn'],
      arn: regional('states', 'activity:${Name}'),
    },
  ],
  ['AWS::Kinesis::Stream', named('Name', regional('kinesis', 'stream/${Name}'))],
  ['AWS::KinesisFirehose::DeliveryStream', named('DeliveryStreamName', regional('firehose', 'deliverystream/${Name}'))],
  ['AWS::Events::EventBus', { ...named('Name', regional('events', 'event-bus/${Name}')), nameAttribute: 'Name' }],
  ['AWS::S3::Bucket', named('BucketName', 'arn:${Partition}:s3:::${Name}')],
  ['AWS::Lambda::Function', named('FunctionName', regional('lambda', 'function:${Name}'))],
  ['AWS::Serverless::Function', named('FunctionName', regional('lambda', 'function:${Name}'))],
  ['AWS::IoT::Thing', named('ThingName', regional('iot', 'thing/${Name}'))],
  ['AWS::IoT::TopicRule', named('RuleName', regional('iot', 'rule/${Name}'))],
  [
    'AWS::SageMaker::Endpoint',
    {
      nameProperty: 'EndpointName',
      ref: 'arn',
      nameAttribute: 'EndpointName',
      arnAttributes: [],
      arn: regional('sagemaker', 'endpoint/${Name}'),
      small: true,
    },
  ],
  [
    'AWS::Batch::JobQueue',
    {
      nameProperty: 'JobQueueName',
      ref: 'arn',
      arnAttributes: ['JobQueueArn'],
      arn: regional('batch', 'job-queue/${Name}'),
    },
  ],
  [
    'AWS::Batch::JobDefinition',
    {
      nameProperty: 'JobDefinitionName',
      ref: 'arn',
      arnAttributes: ['JobDefinitionArn'],
      arn: regional('batch', 'job-definition/${Name}:${Revision}'),
    },
  ],
  ['AWS::ECS::Cluster', named('ClusterName', regional('ecs', 'cluster/${Name}'))],
  [
    'AWS::ECS::TaskDefinition',
    {
      nameProperty: 'Family',
      ref: 'arn',
      arnAttributes: ['TaskDefinitionArn'],
      arn: regional('ecs', 'task-definition/${Name}:${Revision}'),
    },
  ],
  [
    'AWS::SecretsManager::Secret',
    {
      nameProperty: 'Name',
      ref: 'arn',
      arnAttributes: ['Id'],
      arn: regional('secretsmanager', 'secret:${Name}-${Suffix}'),
    },
  ],
  ['AWS::KMS::Key', { ...named(undefined, regional('kms', 'key/${Name}')), nameAttribute: 'KeyId' }],
  ['AWS::Logs::LogGroup', named('LogGroupName', regional('logs', 'log-group:${Name}:*'))],
  [
    'AWS::Cognito::UserPool',
    { ...named(undefined, regional('cognito-idp', 'userpool/${Name}')), nameAttribute: 'UserPoolId' },
  ],
  ['AWS::ApiGateway::Stage', { nameProperty: 'StageName', ref: 'name', arnAttributes: [], arn: undefined }],
  ['AWS::ApiGatewayV2::Stage', { nameProperty: 'StageName', ref: 'name', arnAttributes: [], arn: undefined }],
]);

/** `Ref` is the name, `GetAtt Arn` the ARN. */
function named(nameProperty: string | undefined, arn: string): ResourceIdentifiers {
  return { nameProperty, ref: 'name', arnAttributes: ['Arn'], arn };
}
