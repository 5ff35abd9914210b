import assert from 'node:assert/strict';
import type { Decision, Principal } from '../../server/src/access/decision.ts';
import { cacheRefreshAccess, callersOf, routeAccess } from '../../server/src/access/route-access.ts';
import { nameOfPrincipal } from '../../server/src/access/principals.ts';
import type { Unit } from '../../server/src/graph/unit.ts';
import { principalNamed, routeNamed, unitOf } from './units.ts';

interface Setting {
  readonly auth?: string;
  /** Properties of the API, one a line. */
  readonly api?: string;
  /** Statements of the resource policy, one a line. */
  readonly policy?: readonly string[];
  /** Statements of the caller's policy, one a line. */
  readonly caller?: readonly string[];
  /** Properties of the caller. */
  readonly role?: string;
  /** Resources, indented by two. */
  readonly more?: string;
}

const invoke = `{ Effect: Allow, Action: execute-api:Invoke, Resource: '*' }`;

function statements(list: readonly string[], indent: string): string {
  return list.map((one) => `${indent}- ${one}`).join('\n');
}

function restApi({ auth = 'AWS_IAM', api = '', policy, caller = [], role = '', more = '' }: Setting): Unit {
  return unitOf(`
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: pets
${api.replace(/^/gm, '      ')}
${policy ? `      Policy:\n        Version: '2012-10-17'\n        Statement:\n${statements(policy, '          ')}` : ''}
  Pets: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: pets } }
  GetPets:
    Type: AWS::ApiGateway::Method
    Properties: { RestApiId: !Ref Api, ResourceId: !Ref Pets, HttpMethod: GET, AuthorizationType: ${auth}, Integration: { Type: MOCK } }
${callerOf(caller, role)}
${more}
`);
}

function callerOf(caller: readonly string[], role: string): string {
  return `  Caller:
    Type: AWS::IAM::Role
    Properties:
      RoleName: caller
      AssumeRolePolicyDocument: { Statement: { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole } }
${role.replace(/^/gm, '      ')}
${caller.length > 0 ? `      Policies:\n        - PolicyName: call\n          PolicyDocument:\n            Version: '2012-10-17'\n            Statement:\n${statements(caller, '              ')}` : ''}`;
}

function v2Api(
  kind: 'HTTP' | 'WEBSOCKET',
  routes: readonly (readonly [key: string, auth: string])[],
  caller: readonly string[],
): Unit {
  return unitOf(`
Resources:
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: pets, ProtocolType: ${kind} } }
${routes
  .map(
    ([key, auth], i) =>
      `  Route${i}: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: ${key}, AuthorizationType: ${auth} } }`,
  )
  .join('\n')}
${callerOf(caller, '')}
`);
}

const anyone: Principal = { kind: 'anonymous' };
const stranger: Principal = { kind: 'account', account: '999999999999' };

function ask(unit: Unit, principal: Principal | 'caller' = 'caller', title = 'GET /pets'): Decision {
  const who = principal === 'caller' ? principalNamed('caller', unit) : principal;
  const decision = routeAccess(who, routeNamed(title, unit), unit);
  assert.ok(decision.because.length > 0, 'says why');
  return decision;
}

function facts({ because }: Decision): readonly string[] {
  return because.flatMap((one) => (one.kind === 'fact' ? [one.text] : []));
}

const everyone = (effect: string, more = ''): string =>
  `{ Effect: ${effect}, Principal: '*', Action: execute-api:Invoke, Resource: execute-api:/*${more} }`;
const named = (effect: string, principal: string): string =>
  `{ Effect: ${effect}, Principal: { AWS: ${principal} }, Action: execute-api:Invoke, Resource: execute-api:/*/GET/pets }`;

describe('access: each authorization', () => {
  describe('NONE', () => {
    it('lets anyone in without a resource policy', () => {
      assert.equal(ask(restApi({ auth: 'NONE' }), anyone).outcome, 'allowed');
      assert.equal(ask(restApi({ auth: 'NONE' })).outcome, 'allowed');
    });
    it('does not ask identity policies', () => {
      const unit = restApi({ auth: 'NONE', caller: [`{ Effect: Deny, Action: execute-api:*, Resource: '*' }`] });
      assert.equal(ask(unit).outcome, 'allowed');
    });
    it('needs an Allow once there is a resource policy', () => {
      const ofPolicy = (...policy: string[]): string => ask(restApi({ auth: 'NONE', policy }), anyone).outcome;
      assert.equal(ofPolicy(everyone('Allow')), 'allowed');
      assert.equal(ofPolicy(everyone('Deny')), 'explicitly-denied');
      assert.equal(ofPolicy(everyone('Allow'), everyone('Deny')), 'explicitly-denied');
      assert.equal(
        ofPolicy(`{ Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: execute-api:/*/POST/* }`),
        'implicitly-denied',
      );
    });
    it('cannot tell principals', () => {
      const unit = restApi({ auth: 'NONE', policy: [named('Allow', '!GetAtt Caller.Arn')], caller: [invoke] });
      assert.equal(ask(unit).outcome, 'implicitly-denied');
      assert.equal(
        ask(restApi({ auth: 'NONE', policy: [everyone('Allow'), named('Allow', "'*'")] })).outcome,
        'allowed',
      );
      const both = restApi({ auth: 'NONE', policy: [everyone('Allow'), named('Allow', '!GetAtt Caller.Arn')] });
      assert.equal(ask(both).outcome, 'unknown');
    });
    it('lacks the keys of a signature', () => {
      const only = (operator: string): string =>
        everyone('Allow', `, Condition: { ${operator}: { aws:PrincipalOrgID: o-1234567890 } }`);
      assert.equal(ask(restApi({ auth: 'NONE', policy: [only('StringEquals')] }), anyone).outcome, 'implicitly-denied');
      assert.equal(ask(restApi({ auth: 'NONE', policy: [only('StringNotEquals')] }), anyone).outcome, 'allowed');
    });
  });

  describe('AWS_IAM', () => {
    it('refuses requests without a signature', () => {
      assert.equal(ask(restApi({ policy: [everyone('Allow')] }), anyone).outcome, 'implicitly-denied');
    });

    const allow = [invoke];
    const deny = [`{ Effect: Deny, Action: execute-api:Invoke, Resource: '*' }`];
    const byRole = (effect: string): readonly string[] => [named(effect, '!GetAtt Caller.Arn')];
    const denied = 'explicitly-denied';
    const rows: readonly (readonly [string, readonly string[], readonly [string, string, string]])[] = [
      ['Allow', allow, ['allowed', 'allowed', denied]],
      ['silent', [], ['allowed', 'implicitly-denied', denied]],
      ['Deny', deny, [denied, denied, denied]],
    ];
    for (const [name, caller, outcomes] of rows) {
      it(`of one account, identity ${name}: resource policy Allow, silent, Deny`, () => {
        assert.equal(ask(restApi({ caller, policy: byRole('Allow') })).outcome, outcomes[0]);
        assert.equal(
          ask(restApi({ caller, policy: [named('Allow', 'arn:aws:iam::999999999999:role/Other')] })).outcome,
          outcomes[1],
        );
        assert.equal(ask(restApi({ caller })).outcome, outcomes[1]);
        assert.equal(ask(restApi({ caller, policy: byRole('Deny') })).outcome, outcomes[2]);
      });
    }

    it('of another account, needs the resource policy, and then its own', () => {
      const ofPolicy = (...policy: string[]): Decision => ask(restApi({ policy }), stranger);
      // Denied in any case; whether explicitly, its own policies say.
      assert.equal(ask(restApi({}), stranger).passes, 'no');
      assert.equal(ofPolicy(named('Allow', '!GetAtt Caller.Arn')).passes, 'no');
      assert.equal(ofPolicy(named('Allow', 'arn:aws:iam::111122223333:root')).passes, 'no');
      assert.equal(ofPolicy(named('Allow', 'arn:aws:iam::999999999999:root')).outcome, 'unknown');
      assert.equal(ofPolicy(named('Deny', '999999999999')).outcome, 'explicitly-denied');
      const partner: Principal = { ...stranger, arn: 'arn:aws:iam::999999999999:role/partner' };
      const asked = (text: string): Decision => ask(restApi({ policy: [named('Allow', text)] }), partner);
      assert.equal(asked('arn:aws:iam::999999999999:role/partner').outcome, 'unknown');
      assert.equal(asked('arn:aws:iam::999999999999:root').outcome, 'unknown');
      assert.equal(asked('arn:aws:iam::999999999999:role/other').passes, 'no');
      assert.equal(asked('arn:aws:iam::999999999999:user/partner').passes, 'no');
      // The id of a role that was there once, and the name of one of its sessions.
      assert.equal(asked('AROAEXAMPLEEXAMPLE12').outcome, 'unknown');
      assert.equal(asked('AIDAEXAMPLEEXAMPLE12').passes, 'no');
      assert.equal(asked('arn:aws:sts::999999999999:assumed-role/partner/s').outcome, 'unknown');
    });

    it('stays within the permissions boundary', () => {
      const bound = (action: string): string => `  Bound:
    Type: AWS::IAM::ManagedPolicy
    Properties: { PolicyDocument: { Statement: { Effect: Allow, Action: '${action}', Resource: '*' } } }`;
      const unit = (action: string): Unit =>
        restApi({ caller: allow, role: 'PermissionsBoundary: !Ref Bound', more: bound(action) });
      assert.equal(ask(unit('execute-api:*')).outcome, 'allowed');
      const shut = ask(unit('s3:*'));
      assert.equal(shut.outcome, 'implicitly-denied');
      assert.ok(facts(shut).includes('the permissions boundary does not allow it'));
      assert.equal(ask(restApi({ caller: allow, role: 'PermissionsBoundary: !Ref Elsewhere' })).outcome, 'unknown');
    });

    it("takes AWS's managed policies for what they are", () => {
      const attached = (name: string): string =>
        ask(restApi({ role: `ManagedPolicyArns: [arn:aws:iam::aws:policy/${name}]` })).outcome;
      assert.equal(attached('AmazonAPIGatewayInvokeFullAccess'), 'allowed');
      assert.equal(attached('AdministratorAccess'), 'allowed');
      assert.equal(attached('service-role/AWSLambdaBasicExecutionRole'), 'implicitly-denied');
      assert.equal(attached('SomethingNobodyKnows'), 'unknown');
    });

    it('is asked for the stages that the template names', () => {
      const on = (stage: string): readonly string[] => [
        `{ Effect: Allow, Action: execute-api:Invoke, Resource: !Sub 'arn:aws:execute-api:*:*:\${Api}/${stage}/GET/pets' }`,
      ];
      const stage = (name: string): string =>
        `  Stage${name}: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, StageName: ${name}, DeploymentId: d } }\n`;
      assert.equal(ask(restApi({ caller: on('prod'), more: stage('prod') })).outcome, 'allowed');
      assert.equal(ask(restApi({ caller: on('prod'), more: stage('dev') })).outcome, 'implicitly-denied');
      const some = ask(restApi({ caller: on('prod'), more: stage('prod') + stage('dev') }));
      assert.equal(some.outcome, 'unknown');
      assert.deepEqual(
        some.because.map((one) => one.kind === 'statement' && one.doubts),
        [[{ kind: 'part', element: 'Resource' }]],
      );
      const unit = restApi({ caller: on('prod') });
      const stated = routeAccess(principalNamed('caller', unit), routeNamed('GET /pets', unit), unit, {
        stage: 'prod',
      });
      assert.equal(stated.outcome, 'allowed');
    });

    it('is settled by what the asker states', () => {
      const unit = restApi({
        caller: [
          `{ Effect: Allow, Action: execute-api:Invoke, Resource: '*', Condition: { IpAddress: { aws:SourceIp: 192.0.2.0/24 } } }`,
        ],
      });
      const from = (address: string): string =>
        routeAccess(principalNamed('caller', unit), routeNamed('GET /pets', unit), unit, {
          context: new Map([['aws:sourceip', [address]]]),
        }).outcome;
      assert.equal(ask(unit).outcome, 'unknown');
      assert.equal(from('192.0.2.9'), 'allowed');
      assert.equal(from('198.51.100.9'), 'implicitly-denied');
    });
  });

  it('CUSTOM: the resource policy may refuse first, the authorizer decides', () => {
    const ofPolicy = (policy?: readonly string[]): string =>
      ask(restApi({ auth: 'CUSTOM', ...(policy ? { policy } : {}) }), anyone).outcome;
    assert.equal(ofPolicy(), 'unknown');
    assert.equal(ofPolicy([everyone('Allow')]), 'unknown');
    assert.equal(ofPolicy([named('Allow', '999999999999')]), 'unknown');
    assert.equal(ofPolicy([everyone('Deny')]), 'explicitly-denied');
  });

  it('COGNITO_USER_POOLS: a resource policy must allow, the token decides', () => {
    const ofPolicy = (policy?: readonly string[]): string =>
      ask(restApi({ auth: 'COGNITO_USER_POOLS', ...(policy ? { policy } : {}) }), anyone).outcome;
    assert.equal(ofPolicy(), 'unknown');
    assert.equal(ofPolicy([everyone('Allow')]), 'unknown');
    assert.equal(ofPolicy([named('Allow', '999999999999')]), 'implicitly-denied');
    assert.equal(ofPolicy([everyone('Deny')]), 'explicitly-denied');
  });

  describe('private APIs', () => {
    const api = 'EndpointConfiguration: { Types: [PRIVATE] }';
    it('let nobody in without a resource policy', () => {
      for (const auth of ['NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS'])
        assert.equal(ask(restApi({ api, auth, caller: [invoke] })).outcome, 'implicitly-denied', auth);
    });
    it("leave the last word to the VPC endpoint's policy", () => {
      const open = ask(restApi({ api, auth: 'NONE', policy: [everyone('Allow')] }), anyone);
      assert.equal(open.outcome, 'unknown');
      assert.ok(facts(open).includes("the VPC endpoint's policy is asked as well"));
      assert.equal(ask(restApi({ api, policy: [everyone('Deny')], caller: [invoke] })).outcome, 'explicitly-denied');
    });
    it('alone know where in the VPC a request comes from', () => {
      const policy = [everyone('Allow', ', Condition: { StringEquals: { aws:SourceVpce: vpce-1a2b3c4d } }')];
      assert.equal(ask(restApi({ auth: 'NONE', policy }), anyone).outcome, 'implicitly-denied');
      assert.equal(ask(restApi({ api, auth: 'NONE', policy }), anyone).outcome, 'unknown');
    });
  });

  it('HTTP APIs: IAM and tokens, no resource policy', () => {
    const unit = v2Api(
      'HTTP',
      [
        ['GET /pets', 'AWS_IAM'],
        ['GET /open', 'NONE'],
        ['GET /token', 'JWT'],
        ['$default', 'AWS_IAM'],
      ],
      [invoke],
    );
    assert.equal(ask(unit).outcome, 'allowed');
    assert.equal(ask(unit, anyone).outcome, 'implicitly-denied');
    assert.equal(ask(unit, stranger).passes, 'no');
    assert.equal(ask(unit, anyone, 'GET /open').outcome, 'allowed');
    assert.equal(ask(unit, anyone, 'GET /token').outcome, 'unknown');
    assert.equal(ask(unit, 'caller', '$default').outcome, 'allowed');
  });

  it('WebSocket APIs: $connect decides for every route', () => {
    const onConnect = [
      `{ Effect: Allow, Action: execute-api:Invoke, Resource: !Sub 'arn:aws:execute-api:*:*:\${Api}/*/$connect' }`,
    ];
    const unit = v2Api(
      'WEBSOCKET',
      [
        ['$connect', 'AWS_IAM'],
        ['send', 'NONE'],
      ],
      onConnect,
    );
    assert.equal(ask(unit, 'caller', '$connect').outcome, 'allowed');
    assert.equal(ask(unit, 'caller', 'send').outcome, 'allowed');
    assert.equal(ask(unit, anyone, 'send').outcome, 'implicitly-denied');
    const open = v2Api('WEBSOCKET', [['send', 'NONE']], []);
    assert.equal(ask(open, anyone, 'send').outcome, 'allowed');
  });

  it('refreshing the cache takes both actions', () => {
    const refresh = (...actions: string[]): string => {
      const unit = restApi({ caller: actions.map((action) => `{ Effect: Allow, Action: ${action}, Resource: '*' }`) });
      return cacheRefreshAccess(principalNamed('caller', unit), routeNamed('GET /pets', unit), unit).outcome;
    };
    assert.equal(refresh('execute-api:Invoke', 'execute-api:InvalidateCache'), 'allowed');
    assert.equal(refresh('execute-api:*'), 'allowed');
    assert.equal(refresh('execute-api:Invoke'), 'implicitly-denied');
    assert.equal(refresh('execute-api:InvalidateCache'), 'implicitly-denied');
    const open = restApi({ auth: 'NONE' });
    assert.equal(cacheRefreshAccess(anyone, routeNamed('GET /pets', open), open).outcome, 'unknown');
  });

  it('callers are those whom a statement speaks of', () => {
    const callers = (setting: Setting): readonly string[] => {
      const unit = restApi(setting);
      return callersOf(routeNamed('GET /pets', unit), unit).map(
        (one) => `${nameOfPrincipal(one.principal)} ${one.decision.outcome}`,
      );
    };
    assert.deepEqual(callers({ caller: [invoke] }), ['caller allowed']);
    assert.deepEqual(callers({}), []);
    assert.deepEqual(callers({ role: 'ManagedPolicyArns: [!ImportValue x]' }), []);
    assert.deepEqual(callers({ policy: [named('Allow', '!GetAtt Caller.Arn')] }), ['caller allowed']);
    assert.deepEqual(callers({ caller: [`{ Effect: Deny, Action: '*', Resource: '*' }`] }), [
      'caller explicitly-denied',
    ]);
    assert.deepEqual(callers({ auth: 'NONE', caller: [invoke] }), ['anonymous allowed']);
    assert.deepEqual(callers({ auth: 'CUSTOM', caller: [invoke] }), ['anonymous unknown']);
    assert.deepEqual(callers({ auth: 'NONE', policy: [named('Allow', '999999999999')] }), []);
  });
});
