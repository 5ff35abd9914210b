/**
 * What a connector of AWS SAM grants, by the types of its ends:
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/reference-sam-connector.html
 *
 * In resources `${Source.Arn}`, `${Destination.Arn}`, `${Destination.Name}` and `${Source.ResourceId}` stand for the ends.
 */
export type ConnectorGrant =
  /** Statements for the role of one end. */
  | { readonly kind: 'role'; readonly end: 'source' | 'destination'; readonly statements: ConnectorStatements }
  /** A policy on the destination, a queue or a topic. */
  | { readonly kind: 'resource'; readonly service: string; readonly principal: string; readonly action: string }
  /** A Lambda permission on the destination. */
  | {
      readonly kind: 'permission';
      readonly principal: string;
      readonly sourceArn: string;
      readonly sourceAccount: boolean;
    };

export type Access = 'Read' | 'Write';

type ConnectorStatements = { readonly [A in Access]?: readonly ConnectorStatement[] };

interface ConnectorStatement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** The grant between two types of CloudFormation's; undefined for a pair that SAM does not connect. */
export function connectorGrant(source: string, destination: string): ConnectorGrant | undefined {
  const pair = `${source} ${destination}`;
  return Object.hasOwn(grants, pair) ? grants[pair] : undefined;
}

/** The type that SAM makes of one of its own. */
export function madeType(type: string): string {
  return Object.hasOwn(madeTypes, type) ? (madeTypes[type] ?? type) : type;
}

const madeTypes: Readonly<Record<string, string>> = {
  'AWS::Serverless::Function': 'AWS::Lambda::Function',
  'AWS::Serverless::StateMachine': 'AWS::StepFunctions::StateMachine',
  'AWS::Serverless::Api': 'AWS::ApiGateway::RestApi',
  'AWS::Serverless::HttpApi': 'AWS::ApiGatewayV2::Api',
  'AWS::Serverless::SimpleTable': 'AWS::DynamoDB::Table',
};

/** Types whose Ref is their ARN; of others it is an attribute. */
export const refIsArn: ReadonlySet<string> = new Set([
  'AWS::StepFunctions::StateMachine',
  'AWS::SNS::Topic',
  'AWS::AppSync::GraphQLApi',
  'AWS::AppSync::DataSource',
]);

/** `service:Action Action` on resources. */
function may(actions: string, ...resources: readonly string[]): ConnectorStatement {
  const colon = actions.indexOf(':');
  const service = actions.slice(0, colon + 1);
  return {
    actions: actions
      .slice(colon + 1)
      .split(' ')
      .map((action) => service + action),
    resources,
  };
}

function roleOf(end: 'source' | 'destination', statements: ConnectorStatements): ConnectorGrant {
  return { kind: 'role', end, statements };
}

function invokedBy(principal: string, sourceArn = '${Source.Arn}', sourceAccount = false): ConnectorGrant {
  return { kind: 'permission', principal, sourceArn, sourceAccount };
}

const there = '${Destination.Arn}';
const inThere = '${Destination.Arn}/*';
const here = 'arn:${AWS::Partition}:';
const placed = '${AWS::Region}:${AWS::AccountId}:';
const executions = `${here}states:${placed}execution:` + '${Destination.Name}:*';
const eventsRule = `${here}events:${placed}rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`;
const apiArn = `${here}execute-api:${placed}` + '${Source.ResourceId}/${Source.Qualifier}';

const bucket: ConnectorStatements = {
  Read: [
    may(
      's3:GetObject GetObjectAcl GetObjectLegalHold GetObjectRetention GetObjectTorrent GetObjectVersion GetObjectVersionAcl ' +
        'GetObjectVersionForReplication GetObjectVersionTorrent ListBucket ListBucketMultipartUploads ListBucketVersions ListMultipartUploadParts',
      there,
      inThere,
    ),
  ],
  Write: [
    may(
      's3:AbortMultipartUpload DeleteObject DeleteObjectVersion PutObject PutObjectLegalHold PutObjectRetention RestoreObject',
      there,
      inThere,
    ),
  ],
};

const table: ConnectorStatements = {
  Read: [
    may(
      'dynamodb:GetItem Query Scan BatchGetItem ConditionCheckItem PartiQLSelect',
      there,
      '${Destination.Arn}/index/*',
    ),
  ],
  Write: [
    may(
      'dynamodb:PutItem UpdateItem DeleteItem BatchWriteItem PartiQLDelete PartiQLInsert PartiQLUpdate',
      there,
      '${Destination.Arn}/index/*',
    ),
  ],
};

const putEvents: ConnectorStatements = { Write: [may('events:PutEvents', there)] };
const publish: ConnectorStatements = { Write: [may('sns:Publish', there)] };
const invoke: ConnectorStatements = { Write: [may('lambda:InvokeAsync InvokeFunction', there)] };

const grants: Readonly<Record<string, ConnectorGrant>> = {
  'AWS::ApiGateway::RestApi AWS::Lambda::Function': invokedBy('apigateway.amazonaws.com', apiArn),
  'AWS::ApiGatewayV2::Api AWS::Lambda::Function': invokedBy('apigateway.amazonaws.com', apiArn),
  'AWS::AppSync::DataSource AWS::DynamoDB::Table': roleOf('source', table),
  'AWS::AppSync::DataSource AWS::Events::EventBus': roleOf('source', putEvents),
  'AWS::AppSync::DataSource AWS::Lambda::Function': roleOf('source', {
    Write: [may('lambda:InvokeAsync InvokeFunction', there, '${Destination.Arn}:*')],
  }),
  'AWS::AppSync::GraphQLApi AWS::Lambda::Function': invokedBy(
    'appsync.amazonaws.com',
    `${here}appsync:${placed}apis/` + '${Source.ResourceId}',
  ),
  'AWS::DynamoDB::Table AWS::Lambda::Function': roleOf('destination', {
    Read: [may('dynamodb:DescribeStream GetRecords GetShardIterator ListStreams', '${Source.Arn}/stream/*')],
  }),
  'AWS::Events::Rule AWS::Events::EventBus': roleOf('source', putEvents),
  'AWS::Events::Rule AWS::Lambda::Function': invokedBy('events.amazonaws.com'),
  'AWS::Events::Rule AWS::SNS::Topic': {
    kind: 'resource',
    service: 'sns',
    principal: 'events.amazonaws.com',
    action: 'sns:Publish',
  },
  'AWS::Events::Rule AWS::SQS::Queue': {
    kind: 'resource',
    service: 'sqs',
    principal: 'events.amazonaws.com',
    action: 'sqs:SendMessage',
  },
  'AWS::Events::Rule AWS::StepFunctions::StateMachine': roleOf('source', {
    Write: [may('states:StartExecution', there)],
  }),
  'AWS::Lambda::Function AWS::DynamoDB::Table': roleOf('source', table),
  'AWS::Lambda::Function AWS::Events::EventBus': roleOf('source', putEvents),
  'AWS::Lambda::Function AWS::Lambda::Function': roleOf('source', invoke),
  'AWS::Lambda::Function AWS::Location::PlaceIndex': roleOf('source', {
    Read: [
      may(
        'geo:DescribePlaceIndex GetPlace SearchPlaceIndexForPosition SearchPlaceIndexForSuggestions SearchPlaceIndexForText',
        there,
      ),
    ],
  }),
  'AWS::Lambda::Function AWS::S3::Bucket': roleOf('source', bucket),
  'AWS::Lambda::Function AWS::SNS::Topic': roleOf('source', publish),
  'AWS::Lambda::Function AWS::SQS::Queue': roleOf('source', {
    Read: [may('sqs:ReceiveMessage GetQueueAttributes', there)],
    Write: [may('sqs:DeleteMessage SendMessage ChangeMessageVisibility PurgeQueue', there)],
  }),
  'AWS::Lambda::Function AWS::StepFunctions::StateMachine': roleOf('source', {
    Read: [
      may('states:DescribeStateMachine ListExecutions', there),
      may('states:DescribeExecution DescribeStateMachineForExecution GetExecutionHistory', executions),
    ],
    Write: [may('states:StartExecution StartSyncExecution', there), may('states:StopExecution', executions)],
  }),
  'AWS::S3::Bucket AWS::Lambda::Function': invokedBy('s3.amazonaws.com', '${Source.Arn}', true),
  'AWS::SNS::Topic AWS::Lambda::Function': invokedBy('sns.amazonaws.com'),
  'AWS::SNS::Topic AWS::SQS::Queue': {
    kind: 'resource',
    service: 'sqs',
    principal: 'sns.amazonaws.com',
    action: 'sqs:SendMessage',
  },
  'AWS::SQS::Queue AWS::Lambda::Function': roleOf('destination', {
    Read: [may('sqs:ReceiveMessage GetQueueAttributes', '${Source.Arn}')],
    Write: [may('sqs:DeleteMessage', '${Source.Arn}')],
  }),
  'AWS::StepFunctions::StateMachine AWS::DynamoDB::Table': roleOf('source', table),
  'AWS::StepFunctions::StateMachine AWS::Events::EventBus': roleOf('source', putEvents),
  'AWS::StepFunctions::StateMachine AWS::Lambda::Function': roleOf('source', invoke),
  'AWS::StepFunctions::StateMachine AWS::S3::Bucket': roleOf('source', bucket),
  'AWS::StepFunctions::StateMachine AWS::SNS::Topic': roleOf('source', publish),
  'AWS::StepFunctions::StateMachine AWS::SQS::Queue': roleOf('source', { Write: [may('sqs:SendMessage', there)] }),
  'AWS::StepFunctions::StateMachine AWS::StepFunctions::StateMachine': roleOf('source', {
    Read: [may('states:DescribeExecution', executions), may('events:DescribeRule', eventsRule)],
    Write: [
      may('states:StartExecution', there),
      may('states:StopExecution', executions),
      may('events:PutTargets PutRule', eventsRule),
    ],
  }),
};
