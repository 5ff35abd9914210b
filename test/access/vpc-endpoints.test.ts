import assert from 'node:assert/strict';
import type { Decision, Principal } from '../../server/src/access/decision.ts';
import { callersOf, grantedAccess, mayAnybodyCall, routeAccess } from '../../server/src/access/route-access.ts';
import { principalNamed, routeNamed, unitOf } from './units.ts';

interface Setting {
  readonly auth?: string;
  /** Statements of the API's policy, one a line. */
  readonly api: readonly string[];
  /** Statements of each endpoint's policy; undefined for an endpoint without one. */
  readonly endpoints: readonly (readonly string[] | undefined)[];
  readonly service?: string;
  /** Resources, indented by two. */
  readonly more?: string;
  readonly types?: string;
}

const list = (statements: readonly string[]): string =>
  `{ Version: '2012-10-17', Statement: [${statements.join(', ')}] }`;

function ask(setting: Setting, principal?: Principal, ask = routeAccess): Decision {
  const unit = unitFor(setting);
  return ask(principal ?? principalNamed('caller', unit), routeNamed('GET /pets', unit), unit);
}

function unitFor({ auth = 'AWS_IAM', api, endpoints, service, more = '', types = 'PRIVATE' }: Setting) {
  const name = service ?? '!Sub "com.amazonaws.${AWS::Region}.execute-api"';
  return unitOf(`
Parameters: { Other: { Type: String }, Wide: { Type: String } }
Conditions: { IsWide: !Equals [!Ref Wide, 'true'] }
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: pets, EndpointConfiguration: { Types: [${types}] }, Policy: ${list(api)} }
  Pets: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: pets } }
  GetPets:
    Type: AWS::ApiGateway::Method
    Properties: { RestApiId: !Ref Api, ResourceId: !Ref Pets, HttpMethod: GET, AuthorizationType: ${auth}, Integration: { Type: MOCK } }
  Caller:
    Type: AWS::IAM::Role
    Properties:
      RoleName: caller
      AssumeRolePolicyDocument: { Statement: { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole } }
      Policies: [{ PolicyName: call, PolicyDocument: ${list([`{ Effect: Allow, Action: execute-api:Invoke, Resource: '*' }`])} }]
${endpoints
  .map(
    (policy, i) =>
      `  Gate${i}: { Type: AWS::EC2::VPCEndpoint, Properties: { VpcId: vpc-1, ServiceName: ${name}${policy ? `, PolicyDocument: ${list(policy)}` : ''} } }`,
  )
  .join('\n')}
${more}
`);
}

const statement = (effect: string, more = '', { principal = `'*'`, resource = `'*'` } = {}): string =>
  `{ Effect: ${effect}, Principal: ${principal}, Action: 'execute-api:Invoke', Resource: ${resource}${more} }`;
const allow = statement('Allow');
const deny = statement('Deny');
const denyAround = (id: string, operator = 'StringNotEquals'): readonly string[] => [
  allow,
  statement('Deny', `, Condition: { ${operator}: { aws:SourceVpce: ${id} } }`),
];
const allowThrough = (id: string): readonly string[] => [
  statement('Allow', `, Condition: { StringEquals: { aws:SourceVpce: ${id} } }`),
];
const through = denyAround('!Ref Gate0');
const other = statement('Allow', '', { resource: `'arn:aws:execute-api:*:*:*/*/POST/*'` });
const anyone: Principal = { kind: 'anonymous' };

function said({ outcome, because }: Decision): string {
  const grounds = because.flatMap((one) =>
    one.kind === 'fact'
      ? one.text.includes('VPC endpoint')
        ? [one.text]
        : []
      : one.role === 'endpoint'
        ? [`${one.effect} of the endpoint, ${one.applies}`]
        : [],
  );
  return [outcome, ...grounds].join('; ');
}

describe('access/vpc-endpoints', () => {
  const alone = 'calls come through the VPC endpoint Gate0 alone';
  const asked = "unknown; the VPC endpoint's policy is asked as well";
  const silent = 'no statement in the policy of the VPC endpoint Gate0 allows it';
  const refused = `implicitly-denied; ${silent}; ${alone}`;
  const forbidden = `explicitly-denied; Deny of the endpoint, yes; ${alone}`;
  const named = `{ AWS: !GetAtt Caller.Arn }`;
  const someoneElse = `{ AWS: 'arn:aws:iam::999999999999:role/other' }`;
  const onCondition = ', Condition: { IpAddress: { aws:VpcSourceIp: 10.0.0.0/8 } }';

  /** What the policy of the one endpoint says, where every call comes through it. */
  const cells: readonly (readonly [policy: readonly string[] | undefined, signed: string, open: string])[] = [
    [undefined, `unknown; ${alone}; the VPC endpoint Gate0 has no policy, so it lets every call through`, 'same'],
    [[allow], `unknown; ${alone}; Allow of the endpoint, yes`, 'same'],
    [[other], refused, 'same'],
    [[], refused, 'same'],
    [[deny], forbidden, 'same'],
    [[allow, deny], forbidden, 'same'],
    [
      [allow, statement('Deny', onCondition)],
      `unknown; ${alone}; Deny of the endpoint, maybe; Allow of the endpoint, yes`,
      'same',
    ],
    [[statement('Allow', onCondition)], `unknown; ${alone}; Allow of the endpoint, maybe`, 'same'],
    [
      [statement('Allow', '', { principal: named })],
      `unknown; ${alone}; Allow of the endpoint, yes`,
      `unknown; ${alone}; ${silent}`,
    ],
    [[statement('Allow', '', { principal: someoneElse })], refused, `unknown; ${alone}; ${silent}`],
    [[allow, statement('Deny', '', { principal: named })], forbidden, `unknown; ${alone}; Allow of the endpoint, yes`],
    [
      [allow, statement('Deny', `, Condition: { ArnEquals: { aws:PrincipalArn: !GetAtt Caller.Arn } }`)],
      forbidden,
      `unknown; ${alone}; Deny of the endpoint, maybe; Allow of the endpoint, yes`,
    ],
    [
      [statement('Allow', '', { resource: `'execute-api:/*'` })],
      `unknown; ${alone}; Allow of the endpoint, maybe`,
      'same',
    ],
    [[`{ Effect: Allow, Action: '*', Resource: '*' }`], `unknown; ${alone}; Allow of the endpoint, maybe`, 'same'],
    [
      [statement('Allow', '', { resource: `!Sub 'arn:aws:execute-api:*:*:\${Other}/*'` })],
      `unknown; ${alone}; Allow of the endpoint, maybe`,
      'same',
    ],
    [[`{ Effect: Allow, Principal: '*', Action: 'execute-api:ManageConnections', Resource: '*' }`], refused, 'same'],
  ];
  for (const [policy, signed, open] of cells)
    it(policy ? `the endpoint says ${policy.join(' and ')}` : 'the endpoint has no policy', () => {
      const setting = { api: through, endpoints: [policy] };
      assert.equal(said(ask(setting)), signed);
      const wanted = open === 'same' ? signed : open;
      assert.equal(said(ask({ ...setting, auth: 'NONE' }, anyone)), wanted);
    });

  /** What lets calls in, where the policy of Gate0 allows none. */
  const ways: readonly (readonly [name: string, setting: Partial<Setting>, signed: string, open: string])[] = [
    ['a Deny around the endpoint', { api: through }, refused, refused],
    ['a Deny around it or none', { api: denyAround('!Ref Gate0', 'StringNotEqualsIfExists') }, refused, refused],
    // In one account an identity policy is enough where the API's own is silent.
    ['an Allow through the endpoint', { api: allowThrough('!Ref Gate0') }, asked, refused],
    ['nothing', { api: [allow] }, asked, asked],
    ['a literal id', { api: denyAround('vpce-0123456789abcdef0') }, asked, asked],
    ['the id of a parameter', { api: denyAround('!Ref Other') }, asked, asked],
    ['a pattern', { api: denyAround(`'vpce-*'`, 'StringNotLike') }, asked, asked],
    ['this endpoint or a parameter', { api: denyAround('[!Ref Gate0, !Ref Other]') }, asked, asked],
    [
      'what a custom resource gives',
      {
        api: denyAround('[!Ref Gate0, !Ref Found]'),
        more: '  Found: { Type: Custom::Endpoint, Properties: { ServiceToken: x } }',
      },
      asked,
      asked,
    ],
    [
      'a VPC',
      { api: [allow, statement('Deny', `, Condition: { StringNotEquals: { aws:SourceVpc: vpc-1 } }`)] },
      asked,
      asked,
    ],
    [
      'a Deny that is there sometimes',
      { api: [allow, `!If [IsWide, !Ref AWS::NoValue, ${through[1] ?? ''}]`] },
      asked,
      asked,
    ],
    [
      'an API that is private sometimes',
      { types: '!If [IsWide, REGIONAL, PRIVATE]', api: through },
      'unknown',
      'unknown',
    ],
    [
      'both endpoints, of which the other lets calls through',
      { api: denyAround('[!Ref Gate0, !Ref Gate1]'), endpoints: [[other], [allow]] },
      `unknown; calls come through the VPC endpoint Gate0 or Gate1 alone; ${silent}; Allow of the endpoint, yes`,
      '',
    ],
    [
      'both endpoints, of which neither does',
      { api: denyAround('[!Ref Gate0, !Ref Gate1]'), endpoints: [[other], [other]] },
      `implicitly-denied; ${silent}; ${silent.replace('Gate0', 'Gate1')}; calls come through the VPC endpoint Gate0 or Gate1 alone`,
      '',
    ],
    ['one endpoint of two', { endpoints: [[other], [allow]], api: through }, refused, refused],
    [
      'an endpoint of another service',
      { service: 'com.amazonaws.eu-west-1.s3', api: through },
      `unknown; ${alone}; what the VPC endpoint Gate0 leads to is not known`,
      '',
    ],
    [
      'an endpoint of a service that a parameter names',
      { service: '!Ref Other', api: through },
      `unknown; ${alone}; what the VPC endpoint Gate0 leads to is not known`,
      '',
    ],
    ['an endpoint in a region', { service: 'com.amazonaws.eu-west-1.execute-api', api: through }, refused, refused],
    [
      'a service name that is joined',
      { service: `!Join ['', [com.amazonaws., !Ref AWS::Region, .execute-api]]`, api: through },
      refused,
      refused,
    ],
  ];
  for (const [name, setting, signed, open] of ways)
    it(`calls are let in by ${name}`, () => {
      const whole: Setting = { api: [], endpoints: [[other]], ...setting };
      assert.equal(said(ask(whole)), signed);
      if (open !== '') assert.equal(said(ask({ ...whole, auth: 'NONE' }, anyone)), open);
    });

  it('a custom resource that knows the endpoint may change its policy', () => {
    const more = '  Keeper: { Type: Custom::Keeper, Properties: { ServiceToken: x, Endpoint: !Ref Gate0 } }';
    assert.equal(ask({ api: through, endpoints: [[other]], more }).passes, 'maybe');
  });

  it('a policy of which a condition decides leaves it open', () => {
    const more = `  Gate0: { Type: AWS::EC2::VPCEndpoint, Properties: { VpcId: v, ServiceName: com.amazonaws.eu-west-1.execute-api, PolicyDocument: !If [IsWide, !Ref AWS::NoValue, ${list([deny])}] } }`;
    assert.equal(ask({ api: through, endpoints: [], more }).passes, 'maybe');
  });

  it('what the asker states of the endpoint comes first', () => {
    const unit = unitFor({ api: through, endpoints: [[other]] });
    const context = new Map([['aws:SourceVpce', ['vpce-0123456789abcdef0']]]);
    const decision = routeAccess(principalNamed('caller', unit), routeNamed('GET /pets', unit), unit, { context });
    assert.equal(said(decision), asked);
  });

  for (const auth of ['CUSTOM', 'COGNITO_USER_POOLS'])
    it(`${auth}: no token helps past the endpoint`, () => {
      assert.equal(said(ask({ auth, api: through, endpoints: [[other]] }, anyone)), refused);
      assert.equal(ask({ auth, api: through, endpoints: [[allow]] }, anyone).passes, 'maybe');
    });

  it('callers are denied, and nothing else than the endpoint is to blame', () => {
    const unit = unitFor({ api: through, endpoints: [[allow, deny]] });
    const route = routeNamed('GET /pets', unit);
    assert.deepEqual(
      callersOf(route, unit).map(({ decision }) => said(decision)),
      [forbidden],
    );
    assert.equal(mayAnybodyCall(route, unit), true);
    assert.equal(ask({ api: through, endpoints: [[deny]] }, undefined, grantedAccess).passes, 'maybe');
  });
});
