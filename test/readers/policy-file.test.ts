import assert from 'node:assert/strict';
import type { FileFacts } from '../../server/src/model/facts.ts';
import { printed } from '../../server/src/model/text-value.ts';
import { readPolicyFile } from '../../server/src/readers/policy-file.ts';
import { parseTree, syntaxOf } from '../../server/src/tree/parse.ts';

function read(name: string, text: string): FileFacts | undefined {
  const uri = `file:///w/${name}`;
  const syntax = syntaxOf(uri);
  return readPolicyFile(uri, text, syntax && parseTree(text, syntax));
}

/** Every policy as slot, name, carrier, who carries it, and its actions with the text at their spans. */
function told(name: string, text: string): string[] {
  return (read(name, text)?.policies ?? []).map((policy) => {
    const use = policy.slot;
    const place = use
      ? `${use.slot} ${use.name} ${use.carrier}(${use.attachedTo.map(printed).join()})${use.removable ? ' removable' : ''}`
      : 'loose';
    const actions = policy.statements.flatMap((statement) => statement.action?.values ?? []);
    return `${place}: ${actions.map((one) => `${printed(one)}@${text.slice(one.span.start, one.span.end)}`).join(' ')}`;
  });
}

const bare = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}';
const trust =
  '{"Statement": [{"Effect": "Allow", "Principal": {"Service": "x.amazonaws.com"}, "Action": "sts:AssumeRole"}]}';
const escaped = JSON.stringify(bare);
const percent = JSON.stringify(encodeURIComponent(trust));

describe('loose policy files', () => {
  const table: readonly (readonly [string, string, string, readonly string[]])[] = [
    ['a policy', 'x.json', bare, ['loose: s3:*@s3:*']],
    [
      'a policy in YAML',
      'x.yaml',
      'Statement:\n  - Effect: Allow\n    Action: [s3:*, "a:b"]\n',
      ['loose: s3:*@s3:* a:b@a:b'],
    ],
    [
      'several documents',
      'x.yaml',
      `${bare}\n---\n${trust}\n`,
      ['loose: s3:*@s3:*', 'loose: sts:AssumeRole@sts:AssumeRole'],
    ],
    [
      'a list of policies',
      'x.json',
      `[${bare}, 1, ${trust}]`,
      ['loose: s3:*@s3:*', 'loose: sts:AssumeRole@sts:AssumeRole'],
    ],
    ['what merely has a Statement', 'x.json', '{"Statement": [{"Amount": 3, "Date": "x"}]}', []],
    ['an account statement', 'bank-policy.json', '{"Statement": "paid"}', []],
    [
      'get-policy-version',
      'x.json',
      `{"PolicyVersion": {"Document": ${bare}, "VersionId": "v1", "IsDefaultVersion": true}}`,
      ['identity Document AWS::IAM::ManagedPolicy(): s3:*@s3:*'],
    ],
    [
      'get-role-policy',
      'x.json',
      `{"RoleName": "r", "PolicyName": "p", "PolicyDocument": ${bare}}`,
      ['identity PolicyDocument AWS::IAM::Role(r): s3:*@s3:*'],
    ],
    [
      'get-group-policy',
      'x.json',
      `{"GroupName": "g", "PolicyName": "p", "PolicyDocument": ${bare}}`,
      ['identity PolicyDocument AWS::IAM::Group(g): s3:*@s3:*'],
    ],
    [
      'get-role',
      'x.json',
      `{"Role": {"RoleName": "r", "AssumeRolePolicyDocument": ${trust}}}`,
      ['trust AssumeRolePolicyDocument AWS::IAM::Role(r): sts:AssumeRole@sts:AssumeRole'],
    ],
    [
      'get-role, percent-encoded',
      'x.json',
      `{"Role": {"RoleName": "r", "AssumeRolePolicyDocument": ${percent}}}`,
      ['trust AssumeRolePolicyDocument AWS::IAM::Role(r): sts:AssumeRole@sts%3AAssumeRole'],
    ],
    [
      'list-roles',
      'x.json',
      `{"Roles": [{"RoleName": "r", "AssumeRolePolicyDocument": ${trust}}, {"RoleName": "q", "AssumeRolePolicyDocument": ${trust}}]}`,
      [
        'trust AssumeRolePolicyDocument AWS::IAM::Role(r): sts:AssumeRole@sts:AssumeRole',
        'trust AssumeRolePolicyDocument AWS::IAM::Role(q): sts:AssumeRole@sts:AssumeRole',
      ],
    ],
    [
      'the trust alone',
      'x.json',
      `{"AssumeRolePolicyDocument": ${trust}}`,
      ['trust AssumeRolePolicyDocument AWS::IAM::Role(): sts:AssumeRole@sts:AssumeRole'],
    ],
    [
      'create-policy --cli-input-json',
      'x.json',
      `{"PolicyName": "p", "PolicyDocument": ${escaped}}`,
      ['identity PolicyDocument AWS::IAM::ManagedPolicy(): s3:*@s3:*'],
    ],
    [
      'create-role --cli-input-json',
      'x.json',
      `{"RoleName": "r", "AssumeRolePolicyDocument": ${JSON.stringify(trust)}}`,
      ['trust AssumeRolePolicyDocument AWS::IAM::Role(r): sts:AssumeRole@sts:AssumeRole'],
    ],
    [
      'get-account-authorization-details',
      'x.json',
      `{"RoleDetailList": [{"RoleName": "r", "AssumeRolePolicyDocument": ${trust}, "RolePolicyList": [{"PolicyName": "p", "PolicyDocument": ${bare}}]}], "Policies": [{"PolicyName": "m", "PolicyVersionList": [{"Document": ${bare}, "IsDefaultVersion": true}, {"Document": ${bare}, "IsDefaultVersion": false}]}]}`,
      [
        'trust AssumeRolePolicyDocument AWS::IAM::Role(r): sts:AssumeRole@sts:AssumeRole',
        'identity PolicyDocument AWS::IAM::Role(r) removable: s3:*@s3:*',
        'identity Document AWS::IAM::ManagedPolicy(): s3:*@s3:*',
      ],
    ],
    [
      'lambda get-policy',
      'x.json',
      `{"Policy": ${JSON.stringify('{"Statement":[{"Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"f"}]}')}, "RevisionId": "1"}`,
      ['resource Policy AWS::Lambda::Function(): lambda:InvokeFunction@lambda:InvokeFunction'],
    ],
    [
      'organizations describe-policy',
      'x.json',
      `{"Policy": {"PolicySummary": {"Type": "SERVICE_CONTROL_POLICY"}, "Content": ${escaped}}}`,
      ['scp Content AWS::Organizations::Policy(): s3:*@s3:*'],
    ],
    [
      'organizations describe-policy of another type',
      'x.json',
      `{"Policy": {"PolicySummary": {"Type": "BACKUP_POLICY"}, "Content": ${escaped}}}`,
      [],
    ],
    [
      'ec2 describe-vpc-endpoints',
      'x.json',
      `{"VpcEndpoints": [{"VpcEndpointId": "vpce-1", "PolicyDocument": ${escaped}}]}`,
      ['endpoint PolicyDocument AWS::EC2::VPCEndpoint(): s3:*@s3:*'],
    ],
    ['a text that is no policy', 'x.json', '{"PolicyName": "p", "PolicyDocument": "file://p.json"}', []],
    ['a PolicyDocument of who knows what', 'x.json', `{"PolicyDocument": ${bare}}`, []],
    [
      'a key being typed',
      'x.json',
      '{"Version": "2012-10-17", "Sta", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Reso',
      ['loose: s3:*@s3:*'],
    ],
    ['a statement being typed', 'my-policy.json', '{"Statement": [{"Action": "s3:*', ['loose: s3:*@s3:*']],
    ['nothing', 'x.json', '', []],
  ];
  for (const [title, name, text, expected] of table) it(title, () => assert.deepEqual(told(name, text), expected));
});
