import assert from 'node:assert/strict';
import { coversArn } from '../../server/src/access/match.ts';
import { resourceIdentifiers } from '../../server/src/catalog/resource-identifiers.ts';
import { resolverOf } from '../../server/src/graph/resolve.ts';
import { printed, type TextValue } from '../../server/src/model/text-value.ts';
import { folder, unitIn } from './unit-in.ts';

const resources = `
  Queue: {Type: AWS::SQS::Queue}
  Named: {Type: AWS::SQS::Queue, Properties: {QueueName: orders}}
  Dead: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub '\${Named.QueueName}-dead'}}
  Hidden: {Type: AWS::SQS::Queue, Properties: {QueueName: {Fn::Transform: {Name: X}}}}
  Circle: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub '\${Circle.QueueName}\${Circle.QueueName}'}}
  Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: news}}
  Table: {Type: AWS::DynamoDB::Table}
  Machine: {Type: AWS::StepFunctions::StateMachine}
  Stream: {Type: AWS::Kinesis::Stream, Properties: {Name: !Ref Param}}
  Bus: {Type: AWS::Events::EventBus, Properties: {Name: bus}}
  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: b}}
  Endpoint: {Type: AWS::SageMaker::Endpoint, Properties: {EndpointName: Big}}
  Job: {Type: AWS::Batch::JobDefinition, Properties: {JobDefinitionName: j}}
  F: {Type: AWS::Lambda::Function, Properties: {FunctionName: f}}
  V: {Type: AWS::Lambda::Version, Properties: {FunctionName: !Ref F}}
  A: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !GetAtt F.Arn, Name: live}}
  R: {Type: AWS::IAM::Role, Properties: {RoleName: r, Path: /x/}}
  U: {Type: AWS::IAM::User}
  Api: {Type: AWS::ApiGateway::RestApi}
  Stage: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, StageName: prod}}
`;

const arn = (service: string, rest: string): string =>
  `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${rest}`;

const cases: readonly (readonly [string, string])[] = [
  ['!Ref Queue', 'https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}/${Queue.QueueName}'],
  ['!GetAtt Queue.Arn', arn('sqs', '${Queue.QueueName}')],
  ['!GetAtt Named.Arn', arn('sqs', 'orders')],
  ['!GetAtt Named.QueueName', 'orders'],
  ['!GetAtt Dead.Arn', arn('sqs', 'orders-dead')],
  ['!GetAtt Hidden.Arn', arn('sqs', '${...}')],
  ['!Ref Topic', arn('sns', 'news')],
  ['!GetAtt Topic.TopicName', 'news'],
  ['!Ref Table', '${Table}'],
  ['!GetAtt Table.Arn', arn('dynamodb', 'table/${Table}')],
  ['!GetAtt Table.StreamArn', '${Table.StreamArn}'],
  ['!Sub "${Table.Arn}/index/*"', arn('dynamodb', 'table/${Table}/index/*')],
  ['!Ref Machine', arn('states', 'stateMachine:${Machine.Name}')],
  ['!GetAtt Stream.Arn', arn('kinesis', 'stream/${Param}')],
  ['!GetAtt Bus.Arn', arn('events', 'event-bus/bus')],
  ['!GetAtt Bus.Name', 'bus'],
  ['!Sub "${Bucket.Arn}/*"', 'arn:${AWS::Partition}:s3:::b/*'],
  ['!Ref Endpoint', arn('sagemaker', 'endpoint/Big')],
  ['!Ref Job', arn('batch', 'job-definition/j:${Revision}')],
  ['!Ref F', 'f'],
  ['!GetAtt F.Arn', arn('lambda', 'function:f')],
  ['!Ref V', arn('lambda', 'function:f:${V.Version}')],
  ['!GetAtt V.Version', '${V.Version}'],
  ['!Ref A', arn('lambda', 'function:f:live')],
  ['!GetAtt A.AliasArn', arn('lambda', 'function:f:live')],
  ['!GetAtt R.Arn', 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/x/r'],
  ['!GetAtt U.Arn', 'arn:${AWS::Partition}:iam::${AWS::AccountId}:user/${U}'],
  ['!GetAtt Api.RestApiId', '${Api}'],
  ['!Ref Stage', 'prod'],
  ['!GetAtt Nobody.Arn', '${Nobody.Arn}'],
];

/** Values in the place of a function's role, and what they stand for. */
function resolved(values: readonly string[]): readonly TextValue[] {
  const wanted = values.map((value, i) => `  X${i}: {Type: AWS::Lambda::Function, Properties: {Role: ${value}}}\n`);
  const unit = unitIn({ 't.yaml': `Parameters: {Param: {Type: String}}\nResources:${resources}${wanted.join('')}` });
  const resolver = resolverOf(unit);
  return values.map((_, i) => {
    const role = resolver.function(`X${i}`, `${folder}t.yaml`)?.role;
    assert(role);
    return resolver.standsFor(role, `${folder}t.yaml`);
  });
}

describe('the resolver', () => {
  it('knows what references to resources stand for', () => {
    const texts = resolved(cases.map(([value]) => value)).map(printed);
    assert.deepEqual(
      cases.map(([value], i) => [value, texts[i]]),
      cases.map(([value, expected]) => [value, expected]),
    );
  });

  it('ends where names are made of themselves', () => {
    assert(resolved(['!GetAtt Circle.Arn'])[0]);
  });

  it('tells made names apart, and knows them again', () => {
    const texts = resolved([
      '!GetAtt Queue.Arn',
      '!Sub "arn:aws:sqs:*:*:${Queue.QueueName}"',
      '!Ref Machine',
      '!GetAtt Named.Arn',
      '!GetAtt Machine.Arn',
    ]);
    const [queue, pattern, machine, named, same] = texts;
    assert(queue && pattern && machine && named && same);
    assert.equal(coversArn(pattern, queue), 'yes');
    assert.equal(coversArn(machine, same), 'yes');
    assert.equal(coversArn(pattern, named), 'maybe');
    assert.equal(coversArn(queue, machine), 'no');
  });

  it('holds ARNs with the holes that the rows say', () => {
    for (const [type, { arn: pattern, arnAttributes, ref }] of resourceIdentifiers) {
      assert.match(type, /^AWS::\w+::\w+$/);
      if (pattern === undefined) assert.deepEqual([ref, arnAttributes], ['name', []]);
      else assert.match(pattern, /^arn:\$\{Partition\}:[a-z0-9-]+:(?:\$\{Region\}:\$\{Account\}|:):.*\$\{Name\}/);
    }
  });
});
