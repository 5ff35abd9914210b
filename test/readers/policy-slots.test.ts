import assert from 'node:assert/strict';
import { literalOf, printed } from '../../server/src/model/text-value.ts';
import { spanOf } from '../../server/src/text/source-text.ts';
import { factsIn } from './facts-view.ts';

const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const document = { Version: '2012-10-17', Statement: [statement] };

/** A template with one resource, and the policies that it holds: slot, property and service. */
function held(type: string, properties: object): readonly string[] {
  const text = JSON.stringify({ Resources: { R: { Type: type, Properties: properties } } });
  return (factsIn('template.json', text)?.policies ?? []).map(({ slot, statements }) => {
    assert.equal(statements.length, 1);
    assert.equal(text.slice(slot?.span.start, slot?.span.end), `"${slot?.name}"`);
    return [slot?.slot, slot?.name, slot?.service].filter((word) => word !== undefined).join(' ');
  });
}

describe('where templates hold policies', () => {
  const table: readonly (readonly [type: string, properties: object, expected: readonly string[]])[] = [
    ['AWS::DynamoDB::Table', { ResourcePolicy: { PolicyDocument: document } }, ['resource PolicyDocument dynamodb']],
    [
      'AWS::DynamoDB::Table',
      { StreamSpecification: { ResourcePolicy: { PolicyDocument: document } } },
      ['resource PolicyDocument dynamodb'],
    ],
    [
      'AWS::DynamoDB::GlobalTable',
      {
        Replicas: [
          { ResourcePolicy: { PolicyDocument: document } },
          { 'Fn::If': ['C', { ResourcePolicy: { PolicyDocument: document } }, { Ref: 'AWS::NoValue' }] },
        ],
      },
      ['resource PolicyDocument dynamodb', 'resource PolicyDocument dynamodb'],
    ],
    ['AWS::OpenSearchService::Domain', { AccessPolicies: document }, ['resource AccessPolicies es']],
    ['AWS::Elasticsearch::Domain', { AccessPolicies: document }, ['resource AccessPolicies es']],
    ['AWS::Events::EventBusPolicy', { Statement: statement }, ['resource Statement events']],
    ['AWS::Events::EventBusPolicy', { StatementId: 'a', Action: 'events:PutEvents', Principal: '*' }, []],
    ['AWS::EC2::VPCEndpoint', { PolicyDocument: document }, ['endpoint PolicyDocument']],
    ['AWS::Logs::Destination', { DestinationPolicy: JSON.stringify(document) }, ['resource DestinationPolicy logs']],
    ['AWS::MSK::ClusterPolicy', { Policy: document }, ['resource Policy']],
    ['AWS::RolesAnywhere::Profile', { SessionPolicy: JSON.stringify(document) }, ['boundary SessionPolicy']],
    ['AWS::SSO::PermissionSet', { InlinePolicy: document }, ['identity InlinePolicy']],
    ['AWS::Organizations::Policy', { Type: 'RESOURCE_CONTROL_POLICY', Content: document }, ['rcp Content']],
    ['AWS::Organizations::Policy', { Type: 'TAG_POLICY', Content: document }, []],
    ['AWS::SSM::ResourcePolicy', { Policy: { 'Fn::ToJsonString': document } }, ['resource Policy ssm']],
    ['AWS::SSM::ResourcePolicy', { Policy: { 'Fn::ToJsonString': { Ref: 'P' } } }, []],
    ['AWS::IoT::Policy', { PolicyDocument: document }, []],
    ['AWS::NetworkManager::CoreNetwork', { PolicyDocument: document }, []],
  ];
  for (const [type, properties, expected] of table)
    it(`${type} ${Object.keys(properties).join(' ')}`, () => assert.deepEqual(held(type, properties), expected));
});

describe('a policy in a text of Fn::Sub', () => {
  const sub = (text: unknown): ReturnType<typeof factsIn> =>
    factsIn(
      'template.json',
      JSON.stringify({ Resources: { R: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: text } } } }),
    );

  it('has holes where something is filled in, and its letters where they are written', () => {
    const text = [
      'Parameters: {Bucket: {Type: String}}',
      'Resources:',
      '  R:',
      '    Type: AWS::IAM::ManagedPolicy',
      '    Properties:',
      '      PolicyDocument: !Sub',
      '        - |',
      '          {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*",',
      '            "Resource": "arn:${AWS::Partition}:s3:::${Bucket}/${!aws:username}/${Own}/{{resolve:ssm:x}}"}}',
      '        - Own: mine',
      '',
    ].join('\n');
    const [policy] = factsIn('template.yaml', text)?.policies ?? [];
    const [resource] = policy?.statements[0]?.resource?.values ?? [];
    assert.ok(policy && resource);
    assert.equal(policy.host, 'text');
    assert.equal(policy.complete, true);
    assert.equal(printed(resource), 'arn:${AWS::Partition}:s3:::${Bucket}/${aws:username}/mine/{{resolve:ssm:x}}');
    const references = resource.parts.flatMap((part) => (part.kind === 'reference' ? [part] : []));
    assert.deepEqual(
      references.map(({ span }) => text.slice(span.start, span.end)),
      ['${AWS::Partition}', '${Bucket}'],
    );
    const [action] = policy.statements[0]?.action?.values ?? [];
    const source = action?.parts[0]?.kind === 'literal' ? action.parts[0].source : undefined;
    const wildcard = source && spanOf(source, 3, 7);
    assert.equal(text.slice(wildcard?.start, wildcard?.end), 'Get*');
  });

  it('hides nothing: a key that is filled in keeps the condition open', () => {
    const [policy] =
      sub({
        'Fn::Sub':
          '{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"StringEquals": {"${Provider}:sub": "x"}}}}',
      })?.policies ?? [];
    const condition = policy?.statements[0]?.condition;
    assert.equal(condition?.complete, false);
    assert.equal(literalOf(condition.tests[0]?.values[0]), 'x');
  });

  it('is not read where something stands between its texts', () => {
    assert.equal(
      sub({ 'Fn::Sub': '{"Statement": {"Effect": "Allow", "Action": ${Actions}}}' })?.policies.length ?? 0,
      0,
    );
    assert.equal(sub({ 'Fn::Sub': ['{"Statement": [${One}]}', { One: '{}' }] })?.policies.length ?? 0, 0);
    assert.equal(sub({ 'Fn::Join': ['', ['{"Statement": ', '[]}']] })?.policies.length ?? 0, 0);
  });
});
