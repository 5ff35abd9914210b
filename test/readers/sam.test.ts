import { strict as assert } from 'node:assert';
import { unitOf } from '../../server/src/graph/build.ts';
import type { FileFacts } from '../../server/src/model/facts.ts';
import { printed } from '../../server/src/model/text-value.ts';
import { readFacts } from '../../server/src/readers/read-facts.ts';
import type { Span } from '../../server/src/text/span.ts';
import { parseTree, syntaxOf } from '../../server/src/tree/parse.ts';
import { said, saidPermission, saidRole, saidRoute, saidStatements } from '../support/sam-translator.ts';

const uri = 'file:///w/template.yaml';

function read(text: string, name = uri): FileFacts {
  const syntax = syntaxOf(name);
  const facts = readFacts(name, text, syntax && parseTree(text, syntax));
  if (!facts) throw new Error('no template');
  return facts;
}

const template = `Transform: AWS::Serverless-2016-10-31
Globals:
  Api:
    Auth:
      AddDefaultAuthorizerToCorsPreflight: false
  Function:
    AutoPublishAlias: live
Resources:
  Pets:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Cors: "'*'"
      CacheClusterEnabled: true
      MethodSettings:
        - { HttpMethod: '*', ResourcePath: /*, CachingEnabled: true, LoggingLevel: INFO }
      EndpointConfiguration: { Type: PRIVATE }
      Auth:
        DefaultAuthorizer: AWS_IAM
        Authorizers:
          Mine: { FunctionArn: !GetAtt Keeper.Arn }
        ResourcePolicy:
          IpRangeWhitelist: [10.0.0.0/8]
          CustomStatements:
            - { Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }
  Shop:
    Type: AWS::Serverless::HttpApi
    Properties:
      Auth:
        Authorizers:
          Theirs: { FunctionArn: !GetAtt Keeper.Arn, AuthorizerPayloadFormatVersion: '2.0', EnableFunctionDefaultPermissions: true }
  Keeper:
    Type: AWS::Serverless::Function
    Properties:
      Policies:
        - AmazonSQSFullAccess
        - S3ReadPolicy: { BucketName: !Ref Bucket }
      Events:
        List:
          Type: Api
          Properties: { RestApiId: !Ref Pets, Path: /pets/, Method: get }
        Show:
          Type: Api
          Properties:
            RestApiId: !Ref Pets
            Path: /pets/{id}
            Method: GET
            Auth: { Authorizer: Mine }
        Buy:
          Type: HttpApi
          Properties: { ApiId: !Ref Shop, Path: '/buy/{rest+}', Method: post, Auth: { Authorizer: Theirs } }
        Other:
          Type: HttpApi
  Flow:
    Type: AWS::Serverless::StateMachine
    Properties:
      Events:
        Start:
          Type: Api
          Properties: { RestApiId: !Ref Pets, Path: /flow, Method: post, Auth: { Authorizer: NONE } }
  Chat:
    Type: AWS::Serverless::WebSocketApi
    Properties:
      RouteSelectionExpression: $request.body.action
      Auth: { AuthType: CUSTOM, AuthArn: !GetAtt Keeper.Arn }
      Routes:
        $connect: { FunctionArn: !GetAtt Keeper.Arn }
  Wire:
    Type: AWS::Serverless::Connector
    Properties:
      Source: { Id: Pets }
      Destination: { Id: Keeper }
      Permissions: [Write]
  Bucket:
    Type: AWS::S3::Bucket
    Connectors:
      Told: { Properties: { Destination: { Id: Keeper }, Permissions: [Write] } }
`;

describe('SAM templates', () => {
  const facts = read(template);
  const unit = unitOf([{ facts, links: [], isNested: false }], undefined);
  const at = (span: Span | undefined): string => (span ? template.slice(span.start, span.end) : '-');

  it('have permissions that stand where their events, authorizers, routes and connectors are named', () => {
    const api = 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:';
    const may = 'apigateway.amazonaws.com lambda:InvokeFunction';
    assert.deepEqual(
      facts.permissions.map((one) => `${at(one.key)}: ${saidPermission(one, unit)}`),
      [
        `Other: ${may} Keeper:live from ${api}\${ServerlessHttpApi}/*/*`,
        `List: ${may} Keeper:live from ${api}\${Pets}/*/GET/pets`,
        `Show: ${may} Keeper:live from ${api}\${Pets}/*/GET/pets/*`,
        `Buy: ${may} Keeper:live from ${api}\${Shop}/*/POST/buy/{rest+}`,
        `Mine: ${may} Keeper from ${api}\${Pets}/authorizers/*`,
        `Theirs: ${may} Keeper from ${api}\${Shop}/authorizers/*`,
        `$connect: ${may} Keeper from ${api}\${Chat}/default/$connect`,
        `Auth: ${may} Keeper from ${api}\${Chat}/authorizers/*`,
        's3.amazonaws.com lambda:InvokeFunction Keeper from ${Bucket.Arn} of ${AWS::AccountId}'.replace(/^/, 'Told: '),
        `Wire: ${may} Keeper from ${api}\${Pets}/*`,
      ],
    );
    assert.ok(facts.permissions.every((one) => !one.written));
    assert.ok(facts.complete);
  });

  it('have routes whose demands and credentials stand where they come from', () => {
    assert.deepEqual(
      facts.routes.map((route) => {
        const { integration } = route;
        const implied = integration?.impliedCredentials ? ` unasked` : '';
        return `${at(route.key)}, ${at(route.authorizationKey)}: ${saidRoute(route, unit)}${implied}`;
      }),
      [
        'List, DefaultAuthorizer: Pets GET /pets/ (AWS_IAM): Keeper:live as arn:aws:iam::*:user/* unasked',
        'Show, Authorizer: Pets GET /pets/{id} (CUSTOM Mine): Keeper:live',
        'Start, Authorizer: Pets POST /flow (NONE): arn:aws:apigateway:${AWS::Region}:states:action/StartExecution as ${FlowStartRole.Arn} unasked',
        'Cors, -: Pets OPTIONS /pets/ (NONE): ',
        'Cors, -: Pets OPTIONS /pets/{id} (NONE): ',
        'Cors, -: Pets OPTIONS /flow (NONE): ',
        'Buy, Authorizer: Shop POST /buy/{rest+} (CUSTOM Theirs): Keeper:live',
        'Other, -: ServerlessHttpApi ANY $default (NONE): Keeper:live',
        '$connect, AuthType: Chat ANY $connect (CUSTOM ChatConnectAuthorizer): Keeper',
      ],
    );
  });

  it('have the roles that SAM makes', () => {
    assert.deepEqual(
      facts.roles.flatMap((role) => saidRole(role, unit).map((line) => `${at(role.key)} ${role.id} ${line}`)),
      [
        'Keeper KeeperRole trust: Allow sts:AssumeRole by Service lambda.amazonaws.com',
        'Keeper KeeperRole managed: AWSLambdaBasicExecutionRole',
        'Keeper KeeperRole managed: AmazonSQSFullAccess',
        'Keeper KeeperRole inline: Allow s3:GetBucketLocation s3:GetLifecycleConfiguration s3:GetObject s3:GetObjectVersion s3:ListBucket on arn:aws:s3:::${Bucket} arn:aws:s3:::${Bucket}/*',
        'Flow FlowRole trust: Allow sts:AssumeRole by Service states.amazonaws.com',
        'Start FlowStartRole trust: Allow sts:AssumeRole by Service apigateway.amazonaws.com',
        'Start FlowStartRole inline: Allow states:StartExecution on ${Flow}',
      ],
    );
    const [template] = facts.policies.filter(({ made, slot }) => made && slot?.name === 'S3ReadPolicy');
    assert.equal(at(template?.span), 'S3ReadPolicy');
  });

  it('have APIs, authorizers and stages with their settings', () => {
    assert.deepEqual(
      facts.apis.map((api) =>
        `${api.kind} ${api.id} ${at(api.key)} ${api.endpointTypes.map(printed).join()} ${api.cors ? 'cors' : ''}`.trim(),
      ),
      ['rest Pets Pets PRIVATE cors', 'http Shop Shop', 'http ServerlessHttpApi Other', 'websocket Chat Chat'],
    );
    assert.deepEqual(
      facts.authorizers.map(
        (one) => `${at(one.key)} ${one.kind} of ${said(one.api)} ${at(one.targetKey)} ${one.credentialsName}`,
      ),
      [
        'Mine lambda of ${Pets} FunctionArn FunctionInvokeRole',
        'Theirs lambda of ${Shop} FunctionArn FunctionInvokeRole',
        'Auth lambda of ${Chat} AuthArn InvokeRole',
      ],
    );
    assert.deepEqual(
      facts.stages.map((one) => `${said(one.api)} ${said(one.name)} ${at(one.cachingKey)} ${at(one.loggingKey)}`),
      [
        '${Pets} prod CachingEnabled LoggingLevel',
        '${Shop} $default - -',
        '${ServerlessHttpApi} $default - -',
        '${Chat} default - -',
      ],
    );
  });

  it('have one resource policy of what is written and what is listed', () => {
    const [pets] = facts.apis;
    const [index, second] = pets?.policies ?? [];
    const policy = facts.policies[index ?? -1];
    assert.ok(policy?.made && second === undefined);
    assert.equal(at(pets?.policyKey), 'ResourcePolicy');
    assert.deepEqual(policy.statements.map(({ span }) => at(span).slice(0, 16)).slice(0, 2), [
      '{ Effect: Allow,',
      'IpRangeWhitelist',
    ]);
    assert.deepEqual(saidStatements(policy).slice(0, 3), [
      'Allow execute-api:Invoke on execute-api:/* by *',
      'Allow execute-api:Invoke on execute-api:/prod/GET/pets/ execute-api:/prod/OPTIONS/pets/ by *',
      'Deny execute-api:Invoke on execute-api:/prod/GET/pets/ execute-api:/prod/OPTIONS/pets/ by * if NotIpAddress aws:SourceIp 10.0.0.0/8',
    ]);
    // Rules look at what is written only.
    const written = unit.policies.filter(({ use }) => use?.slot === 'resource');
    assert.deepEqual(
      written.map(({ document }) => saidStatements(document)),
      [['Allow execute-api:Invoke on execute-api:/* by *']],
    );
  });

  const invokeRoles: readonly (readonly [event: string, api: string, said: string])[] = [
    ['{ Authorizer: AWS_IAM }', '{}', 'as arn:aws:iam::*:user/* unasked'],
    ['{ Authorizer: AWS_IAM, InvokeRole: NONE }', '{}', ''],
    ['{ Authorizer: AWS_IAM, InvokeRole: null }', '{}', ''],
    ['{ Authorizer: AWS_IAM, InvokeRole: CALLER_CREDENTIALS }', '{ InvokeRole: NONE }', 'as arn:aws:iam::*:user/*'],
    [
      '{ Authorizer: AWS_IAM, InvokeRole: arn:aws:iam::111122223333:role/r }',
      '{}',
      'as arn:aws:iam::111122223333:role/r',
    ],
    [
      '{}',
      '{ DefaultAuthorizer: AWS_IAM, InvokeRole: arn:aws:iam::111122223333:role/r }',
      'as arn:aws:iam::111122223333:role/r',
    ],
    // An event that says anything at all of authorization has none of the API's credentials.
    ['{ ApiKeyRequired: true }', '{ DefaultAuthorizer: AWS_IAM }', ''],
    ['{ Authorizer: NONE }', '{ DefaultAuthorizer: AWS_IAM }', ''],
  ];
  for (const [event, api, expected] of invokeRoles) {
    it(`call as InvokeRole says: ${event} beside ${api}`, () => {
      const read1 = read(`Resources:
  A: { Type: AWS::Serverless::Api, Properties: { StageName: p, Auth: ${api} } }
  F:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        E: { Type: Api, Properties: { RestApiId: !Ref A, Path: /, Method: get, Auth: ${event} } }
`);
      const integration = read1.routes[0]?.integration;
      const credentials = integration?.credentials ? `as ${said(integration.credentials)}` : '';
      assert.equal(credentials + (integration?.impliedCredentials ? ' unasked' : ''), expected);
    });
  }

  it('take what Globals add, where it is written', () => {
    const text = `Globals:
  Api:
    Auth: { DefaultAuthorizer: AWS_IAM, ResourcePolicy: { IpRangeWhitelist: [10.0.0.1] } }
  Function: { Tracing: Active, PermissionsBoundary: arn:aws:iam::111122223333:policy/b }
Resources:
  A:
    Type: AWS::Serverless::Api
    Properties:
      StageName: p
      Auth:
        ResourcePolicy:
          IpRangeWhitelist: [10.0.0.2]
  F: { Type: AWS::Serverless::Function, Properties: { Events: { E: { Type: Api, Properties: { RestApiId: !Ref A, Path: /, Method: any } } } } }
  G: { Type: AWS::Serverless::Function, IgnoreGlobals: '*' }
  H: { Type: AWS::Serverless::Function, IgnoreGlobals: [Tracing] }
`;
    const merged = read(text);
    const there = (span: Span | undefined): string => (span ? text.slice(span.start, span.end) : '-');
    const [api] = merged.apis;
    const [route] = merged.routes;
    const policy = merged.policies[api?.policies[0] ?? -1];
    assert.ok(policy && api && route);
    assert.deepEqual(
      policy.statements.flatMap(({ condition }) => condition?.tests.flatMap(({ values }) => values.map(said)) ?? []),
      ['10.0.0.1', '10.0.0.2'],
    );
    assert.match(there(api.properties), /^StageName: p\n {6}Auth:/);
    assert.equal(there(route.authorizationKey), 'DefaultAuthorizer');
    assert.ok((route.authorizationKey?.start ?? 0) < text.indexOf('Resources'));
    assert.equal(said(route.integration?.credentials), 'arn:aws:iam::*:user/*');
    assert.deepEqual(
      merged.roles.map((role) => `${role.id} ${role.managedPolicies.length} ${said(role.boundary)}`),
      ['FRole 2 arn:aws:iam::111122223333:policy/b', 'GRole 1 ', 'HRole 1 arn:aws:iam::111122223333:policy/b'],
    );
  });

  it('say how AWS_IAM is asked for in one entry', () => {
    const slots = facts.routes.map((route) => {
      const slot = route.authorizationSlot;
      return slot ? `${at(slot.at).slice(0, 12).trim()}… ${slot.name}` : '-';
    });
    assert.deepEqual(slots, [
      '{ RestApiId:… Auth',
      '{ Authorizer… Authorizer',
      '{ Authorizer… Authorizer',
      '-',
      '-',
      '-',
      '-',
      '-',
      '{ AuthType:… AuthType',
    ]);
  });

  it('are incomplete where a connector cannot be told', () => {
    const unknown =
      'Resources:\n  C: { Type: AWS::Serverless::Connector, Properties: { Source: { Id: Nobody }, Destination: { Id: F }, Permissions: [Write] } }\n';
    assert.equal(read(unknown).complete, false);
  });

  it('are read half typed, whatever is missing', () => {
    for (let end = template.indexOf('Resources:'); end < template.length; end += 7) {
      const half = template.slice(0, end);
      const syntax = syntaxOf(uri);
      readFacts(uri, half, syntax && parseTree(half, syntax));
    }
    const name = 'file:///w/template.json';
    const json = JSON.stringify({
      Resources: {
        A: {
          Type: 'AWS::Serverless::Api',
          Properties: {
            Auth: { Authorizers: { X: null }, ResourcePolicy: [], DefaultAuthorizer: {} },
            Cors: [],
            DefinitionBody: { paths: { '/': null } },
          },
        },
        F: {
          Type: 'AWS::Serverless::Function',
          Properties: {
            Policies: [null, {}, [], { S3ReadPolicy: null }],
            Role: {},
            Events: { E: null, G: { Type: 'Api' }, H: { Type: 'HttpApi', Properties: [] } },
          },
          Connectors: { K: null },
        },
        W: { Type: 'AWS::Serverless::WebSocketApi', Properties: { Routes: { $connect: null }, Auth: [] } },
        S: { Type: 'AWS::Serverless::StateMachine', Properties: { Events: [], Policies: 1 } },
        C: {
          Type: 'AWS::Serverless::Connector',
          Properties: { Source: [], Destination: [null], Permissions: 'Write' },
        },
      },
      Globals: { Function: [], Api: { Auth: 'x' }, HttpApi: null },
    });
    const syntax = syntaxOf(name);
    for (let end = 1; end <= json.length; end += 3) {
      const half = json.slice(0, end);
      readFacts(name, half, syntax && parseTree(half, syntax));
    }
  });
});
