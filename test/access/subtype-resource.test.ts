import assert from 'node:assert/strict';
import { needsOf, printedNeed } from '../../server/src/access/integration-needs.ts';
import { unitIn } from '../graph/unit-in.ts';

const arn = (service: string, rest: string): string =>
  `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${rest}`;

describe('what first-class integrations call', () => {
  const cases: readonly (readonly [subtype: string, parameters: string, need: string])[] = [
    ['SQS-SendMessage', 'QueueUrl: !Ref Named', `sqs:SendMessage on ${arn('sqs', 'orders')}`],
    ['SQS-SendMessage', 'QueueUrl: !Ref Queue', `sqs:SendMessage on ${arn('sqs', '${Queue.QueueName}')}`],
    [
      'SQS-PurgeQueue',
      'QueueUrl: https://sqs.eu-west-1.amazonaws.com/111122223333/q',
      'sqs:PurgeQueue on arn:${AWS::Partition}:sqs:eu-west-1:111122223333:q',
    ],
    ['SQS-SendMessage', 'QueueUrl: $request.querystring.q', 'sqs:SendMessage'],
    ['SQS-SendMessage', 'QueueUrl: !Ref Param', 'sqs:SendMessage'],
    ['SQS-SendMessage', 'QueueUrl: !Ref Named, Region: eu-west-2', 'sqs:SendMessage'],
    ['SQS-SendMessage', '', 'sqs:SendMessage'],
    [
      'StepFunctions-StartExecution',
      'StateMachineArn: !Ref Machine',
      `states:StartExecution on ${arn('states', 'stateMachine:m')}`,
    ],
    ['Kinesis-PutRecord', 'StreamName: !Ref Stream', `kinesis:PutRecord on ${arn('kinesis', 'stream/${Stream}')}`],
    ['EventBridge-PutEvents', 'Detail: x', 'events:PutEvents'],
  ];
  for (const [subtype, parameters, need] of cases) {
    it(`${subtype} ${parameters}`, () => {
      const unit = unitIn({
        't.yaml': `Parameters: {Param: {Type: String}}
Resources:
  Queue: {Type: AWS::SQS::Queue}
  Named: {Type: AWS::SQS::Queue, Properties: {QueueName: orders}}
  Machine: {Type: AWS::StepFunctions::StateMachine, Properties: {StateMachineName: m}}
  Stream: {Type: AWS::Kinesis::Stream}
  Api: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: HTTP}}
  I: {Type: AWS::ApiGatewayV2::Integration, Properties: {IntegrationType: AWS_PROXY, IntegrationSubtype: ${subtype}, RequestParameters: {${parameters}}}}
  R: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: POST /, Target: !Sub 'integrations/\${I}'}}
`,
      });
      const [route] = unit.routes;
      assert(route);
      assert.deepEqual(needsOf(route, unit).map(printedNeed), [need]);
    });
  }
});
