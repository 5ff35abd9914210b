import assert from 'node:assert/strict';
import { colourerIn, json, jsonc, olderYaml, plainYaml, presentYaml, type Host } from './tokenizer.ts';

type Colour = (text: string) => readonly string[];

/** Texts that are neither actions, ARNs nor variables, though they have a colon. */
const ordinary = [
  'https://example.com:8080/Foo:Bar',
  '12:30',
  '2024-01-01T12:30:00Z',
  'AWS::S3::Bucket',
  'nginx:latest',
  'public.ecr.aws/lambda/nodejs:20',
  'localhost:8080',
  'urn:ietf:wg:oauth:2.0:oob',
  'pets:read',
  'Fn::Sub',
  's3:',
  's3',
  '*',
  'see s3:GetObject in the guide',
  '${self:custom.stage}',
  '${opt:stage}',
  '${Bucket}/x',
  '#/components/schemas/Pet',
  'a:b:c:d:e:f',
];

function describeHost(host: Host, tests: (colour: Colour) => void): void {
  describe(`colours in ${host.name}`, () => {
    let colour: Colour;
    before(async () => {
      colour = await colourerIn(host);
    });
    tests((text) => colour(text));
  });
}

for (const host of [json, jsonc]) {
  describeHost(host, (colour) => {
    it('actions, their service and wildcards', () => {
      assert.deepEqual(colour('{ "Action": ["s3:GetObject", "lambda:*", "s3:Get*Tagging", "apigateway:GET"] }'), [
        'service s3',
        'action GetObject',
        'service lambda',
        'wildcard *',
        'service s3',
        'action Get',
        'wildcard *',
        'action Tagging',
        'service apigateway',
        'action GET',
      ]);
    });

    it('each part of an ARN', () => {
      assert.deepEqual(colour('{ "Resource": "arn:aws:execute-api:us-east-1:123456789012:a1b2/*/GET/pets?" }'), [
        'arn arn',
        'partition aws',
        'service execute-api',
        'region us-east-1',
        'account 123456789012',
        'resource a1b2/',
        'wildcard *',
        'resource /GET/pets',
        'wildcard ?',
      ]);
      assert.deepEqual(colour('["arn:aws:s3:::b/*", "execute-api:/*"]'), [
        'arn arn',
        'partition aws',
        'service s3',
        'resource b/',
        'wildcard *',
        'service execute-api',
        'resource /',
        'wildcard *',
      ]);
    });

    it('references inside an ARN, and an ARN inside an ARN', () => {
      assert.deepEqual(colour('["arn:${AWS::Partition}:lambda:${AWS::Region}:1:function:${Pets}"]'), [
        'arn arn',
        'hole AWS::Partition',
        'service lambda',
        'hole AWS::Region',
        'account 1',
        'resource function:',
        'hole Pets',
      ]);
      const uri = 'arn:aws:apigateway:r:lambda:path/2015-03-31/functions/arn:aws:lambda:r:1:function:f/invocations';
      assert.deepEqual(
        colour(`["${uri}"]`).filter((token) => token.startsWith('arn ')),
        ['arn arn', 'arn arn'],
      );
    });

    it('policy variables', () => {
      assert.deepEqual(
        colour('["home/${aws:username}/x", "${aws:PrincipalTag/team, \'none\'}", "${*}", "${www.amazon.com:user_id}"]'),
        [
          'policy-variable aws:username',
          "policy-variable aws:PrincipalTag/team, 'none'",
          'policy-variable *',
          'policy-variable www.amazon.com:user_id',
        ],
      );
    });

    it('a policy inside an escaped string', () => {
      assert.deepEqual(
        colour(String.raw`{ "Body": "{\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::b\"}" }`),
        ['service s3', 'action GetObject', 'arn arn', 'partition aws', 'service s3', 'resource b'],
      );
    });

    it('no keys', () => {
      assert.deepEqual(colour('{ "aws:SourceArn": "x", "s3:GetObject": 1, "arn:aws:s3:::b": {} }'), []);
    });

    it('no ordinary text', () => {
      for (const text of ordinary) assert.deepEqual(colour(`{ "Key": "${text}" }`), [], text);
    });

    it('and ends where the string ends', () => {
      assert.deepEqual(colour('["arn:aws:s3:::b", "plain", "arn:aws:iam::", "s3:GetObject"]'), [
        ...['arn arn', 'partition aws', 'service s3', 'resource b'],
        ...['service s3', 'action GetObject'],
      ]);
    });
  });
}

const present = presentYaml();

for (const host of [olderYaml, plainYaml, ...(present ? [present] : [])]) {
  describeHost(host, (colour) => {
    it('quoted actions, ARNs and variables', () => {
      assert.deepEqual(
        colour('Action: [\'s3:Get*\', "ec2:RunInstances"]\nResource: \'arn:aws:s3:::b\'\nx: "${aws:userid}"'),
        [
          ...['service s3', 'action Get', 'wildcard *', 'service ec2', 'action RunInstances'],
          ...['arn arn', 'partition aws', 'service s3', 'resource b'],
          'policy-variable aws:userid',
        ],
      );
    });

    it('a JSON policy in a block scalar', () => {
      assert.deepEqual(
        colour('Policy: |\n  { "Action": "s3:*", "aws:SourceIp": "10.0.0.0/8" }\n  12:30 nginx:latest\nNext: 1'),
        ['service s3', 'wildcard *'],
      );
    });

    it('no keys', () => {
      assert.deepEqual(colour('aws:SourceArn: x\ns3:GetObject:\n  Foo: 1\n"s3:ListBucket": 1\n'), []);
    });

    it('no ordinary text, quoted or plain', () => {
      for (const text of ordinary) {
        assert.deepEqual(colour(`Key: "${text}"`), [], text);
        assert.deepEqual(colour(`Key: '${text}'\nOther: 1`), [], text);
        if (/^[^#*$]/.test(text)) assert.deepEqual(colour(`Key: ${text}\nList:\n  - ${text}\n`), [], text);
      }
      assert.deepEqual(colour('image: nginx:Stable\nx: 1 # s3:GetObject'), []);
    });
  });
}

for (const host of [plainYaml, ...(present ? [present] : [])]) {
  describeHost(host, (colour) => {
    it('plain actions, ARNs and what stands after a tag', () => {
      assert.deepEqual(
        colour(
          [
            'Action: s3:GetObject # read',
            'NotAction:',
            '  - iam:*',
            '  -   ec2:Describe*',
            'Other: [s3:Put*, lambda:InvokeFunction]',
            'Resource: !Sub arn:aws:s3:::${Bucket}/*',
            'List: [arn:aws:s3:::a, arn:aws:sqs:*:*:b]',
          ].join('\n'),
        ),
        [
          ...['service s3', 'action GetObject'],
          ...['service iam', 'wildcard *'],
          ...['service ec2', 'action Describe', 'wildcard *'],
          ...['service s3', 'action Put', 'wildcard *', 'service lambda', 'action InvokeFunction'],
          ...['arn arn', 'partition aws', 'service s3', 'hole Bucket', 'resource /', 'wildcard *'],
          ...['arn arn', 'partition aws', 'service s3', 'resource a'],
          ...['arn arn', 'partition aws', 'service sqs', 'wildcard *', 'wildcard *', 'resource b'],
        ],
      );
    });
  });
}
