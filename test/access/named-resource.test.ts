import assert from 'node:assert/strict';
import { needsOf, printedNeed } from '../../server/src/access/integration-needs.ts';
import { unitIn } from '../graph/unit-in.ts';

const arn = (service: string, rest: string): string => `arn:aws:${service}:\${AWS::Region}:\${AWS::AccountId}:${rest}`;

describe('what a request names', () => {
  const cases: readonly (readonly [uri: string, request: string, need: string])[] = [
    [
      'sns:action/Publish',
      `RequestParameters: { integration.request.querystring.TopicArn: !Sub "'\${Topic}'" }`,
      'sns:Publish on arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:${Topic.TopicName}',
    ],
    [
      'sns:action/Publish',
      `RequestParameters: { integration.request.querystring.TopicArn: method.request.body.t }`,
      'sns:Publish',
    ],
    [
      'sns:path//',
      `RequestTemplates: { application/json: !Sub "Action=Publish&TopicArn=$util.urlEncode('\${Topic}')&Message=x" }`,
      'sns:Publish on arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:${Topic.TopicName}',
    ],
    [
      'sns:path//',
      `RequestTemplates: { application/json: "Action=Publish&TopicArn=arn:aws:sns:eu-west-1:111122223333:t&Message=x" }`,
      'sns:Publish on arn:aws:sns:eu-west-1:111122223333:t',
    ],
    [
      'sns:path//',
      `RequestTemplates: { application/json: "Action=Publish&TopicArn=$util.urlEncode($input.path('$.topic'))" }`,
      'sns:Publish',
    ],
    [
      'dynamodb:action/PutItem',
      `RequestTemplates: { application/json: !Sub '{ "TableName": "\${Table}", "Item": {} }' }`,
      `dynamodb:PutItem on ${arn('dynamodb', 'table/${Table}')}`,
    ],
    [
      'dynamodb:action/PutItem',
      `RequestTemplates: { application/json: '{ "TableName": "pets" }', text/plain: '{"TableName":"pets"}' }`,
      `dynamodb:PutItem on ${arn('dynamodb', 'table/pets')}`,
    ],
    [
      'dynamodb:action/PutItem',
      `RequestTemplates: { application/json: '{ "TableName": "pets" }', text/plain: '{"TableName":"dogs"}' }`,
      'dynamodb:PutItem',
    ],
    [
      'dynamodb:action/PutItem',
      `RequestTemplates: { application/json: !Sub '{ "TableName": "pets-\${Param}" }' }`,
      `dynamodb:PutItem on ${arn('dynamodb', 'table/pets-${Param}')}`,
    ],
    [
      'dynamodb:action/PutItem',
      `RequestTemplates: { application/json: !Sub '{ "TableName": "a\${Param}" }' }`,
      'dynamodb:PutItem',
    ],
    [
      'dynamodb:action/PutItem',
      `RequestTemplates: { application/json: !Sub '{ "TableName": "\${Param}" }' }`,
      'dynamodb:PutItem',
    ],
    [
      'dynamodb:action/PutItem',
      `RequestTemplates: { application/json: '{ "TableName": "$input.params("t")" }' }`,
      'dynamodb:PutItem',
    ],
    [
      'dynamodb:action/Query',
      `RequestTemplates: { application/json: '{ "TableName": "pets", "IndexName": "byAge" }' }`,
      'dynamodb:Query',
    ],
    [
      'dynamodb:action/BatchWriteItem',
      `RequestTemplates: { application/json: '{ "TableName": "pets" }' }`,
      'dynamodb:BatchWriteItem',
    ],
    [
      'events:action/PutEvents',
      `RequestTemplates: { application/json: !Sub '{ "Entries": [ { "Detail": "{}", "EventBusName": "\${Bus.Name}" } ] }' }`,
      `events:PutEvents on ${arn('events', 'event-bus/orders')}`,
    ],
    [
      'events:action/PutEvents',
      `RequestTemplates: { application/json: !Sub '{ "Entries": [ { "EventBusName": "\${Bus.Arn}" } ] }' }`,
      'events:PutEvents on arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/orders',
    ],
    [
      'states:action/StartExecution',
      `RequestTemplates: { application/json: !Sub '{ "input": "x", "stateMachineArn": "\${Machine}" }' }`,
      'states:StartExecution on arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:m',
    ],
    [
      's3:path/{bucket}/{key}',
      `RequestParameters: { integration.request.path.bucket: !Sub "'\${Bucket}'", integration.request.path.key: method.request.path.key }`,
      's3:PutObject on arn:aws:s3:::${Bucket}/{key}',
    ],
    [
      's3:path/{bucket}/{key}',
      `RequestParameters: { integration.request.path.bucket: method.request.path.bucket }`,
      's3:PutObject on arn:aws:s3:::{bucket}/{key}',
    ],
  ];
  for (const [uri, request, need] of cases) {
    it(`${uri} ${request}`, () => {
      const unit = unitIn({
        't.yaml': `Parameters: {Param: {Type: String}}
Resources:
  Topic: {Type: AWS::SNS::Topic}
  Table: {Type: AWS::DynamoDB::Table}
  Bucket: {Type: AWS::S3::Bucket}
  Bus: {Type: AWS::Events::EventBus, Properties: {Name: orders}}
  Machine: {Type: AWS::StepFunctions::StateMachine, Properties: {StateMachineName: m}}
  Api: {Type: AWS::ApiGateway::RestApi}
  Method:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: POST
      Integration:
        Type: AWS
        IntegrationHttpMethod: ${uri.startsWith('s3') ? 'PUT' : 'POST'}
        Uri: !Sub arn:aws:apigateway:\${AWS::Region}:${uri}
        ${request}
`,
      });
      const [route] = unit.routes;
      assert(route);
      assert.deepEqual(needsOf(route, unit).map(printedNeed), [need]);
    });
  }
});
