import assert from 'node:assert/strict';
import { factsIn, toldFacts } from './facts-view.ts';

/** Resources in YAML, as a template, and what is read of them. */
function told(resources: string): string[] {
  const text = `Resources:\n${resources.replace(/^ {4}/gm, '  ').trimEnd()}\n`;
  return toldFacts(factsIn('template.yaml', text), text);
}

const cases: readonly { readonly name: string; readonly resources: string; readonly facts: readonly string[] }[] = [
  {
    name: 'a method: the path of its resource, the authorization in capitals, the integration with its places',
    resources: `
    Api: {Type: AWS::ApiGateway::RestApi}
    Pets: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: pets}}
    Pet: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Api, ParentId: !Ref Pets, PathPart: '{petId}'}}
    GetPet:
      Type: AWS::ApiGateway::Method
      Properties:
        RestApiId: !Ref Api
        ResourceId: !Ref Pet
        HttpMethod: get
        AuthorizationType: aws_iam
        Integration:
          Type: aws_proxy
          IntegrationHttpMethod: POST
          Uri: !Sub arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/\${F.Arn}/invocations
          Credentials: !GetAtt Role.Arn`,
    facts: [
      'api Api rest key=[Api]',
      'route GET@get /pets/{petId}@Pet rest key=[GetPet] api=${Api}@Api auth=AWS_IAM@aws_iam authKey=[AuthorizationType] slot=AuthorizationType -> type=AWS_PROXY@aws_proxy target=arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${F.Arn}/invocations@arn:aws:apig…ocations targetKey=[Uri] credentials=${Role.Arn}@Role.Arn credentialsKey=[Credentials] method=POST methodKey=[IntegrationHttpMethod]',
    ],
  },
  {
    name: 'the root; a circle of resources; a resource of elsewhere; an integration by condition',
    resources: `
    A: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Api, ParentId: !Ref B, PathPart: a}}
    B: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Api, ParentId: !Ref A, PathPart: b}}
    C: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Api, ParentId: !ImportValue Parent, PathPart: c}}
    Root: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: GET}}
    InA: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Api, ResourceId: !Ref A, HttpMethod: GET}}
    InC: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Api, ResourceId: !Ref C, HttpMethod: GET}}
    If: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: PUT, Integration: !If [X, {Type: MOCK}, {Type: HTTP}]}}`,
    facts: [
      'route GET /@Api.RootResourceId rest key=[Root] api=${Api}@Api slot=AuthorizationType',
      'route GET ? rest key=[InA] api=${Api}@Api slot=AuthorizationType',
      'route GET ? rest key=[InC] api=${Api}@Api slot=AuthorizationType',
      'route PUT /@Api.RootResourceId rest key=[If] api=${Api}@Api slot=AuthorizationType hidden',
    ],
  },
  {
    name: 'the operation of a query service: in a template, in a parameter, by target header, in two that differ, from the request',
    resources: `
    T: {Type: AWS::ApiGateway::Method, Properties: {Integration: {Type: AWS, RequestTemplates: {application/json: 'Action=SendMessage&MessageBody=$input.body'}}}}
    P: {Type: AWS::ApiGateway::Method, Properties: {Integration: {Type: AWS, RequestParameters: {integration.request.querystring.Action: "'Publish'"}}}}
    H: {Type: AWS::ApiGateway::Method, Properties: {Integration: {Type: AWS, RequestParameters: {integration.request.header.X-Amz-Target: "'AmazonSQS.SendMessage'"}}}}
    Two: {Type: AWS::ApiGateway::Method, Properties: {Integration: {Type: AWS, RequestTemplates: {a/b: 'Action=SendMessage', c/d: 'x=1&Action=DeleteMessage'}}}}
    Open: {Type: AWS::ApiGateway::Method, Properties: {Integration: {Type: AWS, RequestParameters: {integration.request.querystring.Action: method.request.querystring.a}}}}
    Vtl: {Type: AWS::ApiGateway::Method, Properties: {Integration: {Type: AWS, RequestTemplates: {a/b: 'Action=$action&x=1'}}}}
    Sub: {Type: AWS::ApiGateway::Method, Properties: {Integration: {Type: AWS, RequestTemplates: {a/b: !Sub 'Action=\${Act}'}}}}
    No: {Type: AWS::ApiGateway::Method, Properties: {Integration: {Type: AWS, RequestTemplates: {a/b: '{"Reaction=x": "MyAction=y"}'}}}}
    Fn: {Type: AWS::ApiGateway::Method, Properties: {Integration: {Type: AWS, RequestParameters: {'Fn::Transform': {Name: X}}}}}`,
    facts: [
      'route - ? rest key=[T] slot=AuthorizationType -> type=AWS operation=SendMessage',
      "route - ? rest key=[P] slot=AuthorizationType -> type=AWS operation=Publish integration.…g.Action:'Publish' parametersKey=[RequestParameters]",
      "route - ? rest key=[H] slot=AuthorizationType -> type=AWS operation=SendMessage integration.…z-Target:'AmazonSQS.SendMessage' parametersKey=[RequestParameters]",
      'route - ? rest key=[Two] slot=AuthorizationType -> type=AWS operation=(SendMessage|DeleteMessage)@SendMessage',
      'route - ? rest key=[Open] slot=AuthorizationType -> type=AWS operation=${...}@method.request.querystring.a integration.…g.Action:method.request.querystring.a parametersKey=[RequestParameters]',
      'route - ? rest key=[Vtl] slot=AuthorizationType -> type=AWS operation=${...}@Action=$action&x=1',
      'route - ? rest key=[Sub] slot=AuthorizationType -> type=AWS operation=${...}@Action=${Act}',
      'route - ? rest key=[No] slot=AuthorizationType -> type=AWS',
      'route - ? rest key=[Fn] slot=AuthorizationType -> type=AWS parameters? parametersKey=[RequestParameters]',
    ],
  },
  {
    name: 'authorizers of both kinds of API',
    resources: `
    Auth: {Type: AWS::ApiGateway::Authorizer, Properties: {RestApiId: !Ref Api, Type: TOKEN, AuthorizerUri: !GetAtt F.Uri, AuthorizerCredentials: !GetAtt R.Arn}}
    Pool: {Type: AWS::ApiGateway::Authorizer, Properties: {RestApiId: !Ref Api, Type: COGNITO_USER_POOLS, ProviderARNs: [x]}}
    Jwt: {Type: AWS::ApiGatewayV2::Authorizer, Properties: {ApiId: !Ref H, AuthorizerType: JWT}}
    Req: {Type: AWS::ApiGatewayV2::Authorizer, Properties: {ApiId: !Ref H, AuthorizerType: REQUEST, AuthorizerUri: x, AuthorizerCredentialsArn: y}}
    Hole: {Type: AWS::ApiGatewayV2::Authorizer, Properties: {ApiId: !Ref H, AuthorizerType: !Ref T}}`,
    facts: [
      'authorizer Auth lambda key=[Auth] api=${Api}@Api target=${F.Uri}@F.Uri targetKey=[AuthorizerUri] credentials=${R.Arn}@R.Arn credentialsKey=[AuthorizerCredentials] as=AuthorizerCredentials',
      'authorizer Pool cognito key=[Pool] api=${Api}@Api as=AuthorizerCredentials',
      'authorizer Jwt jwt key=[Jwt] api=${H}@H as=AuthorizerCredentialsArn',
      'authorizer Req lambda key=[Req] api=${H}@H target=x targetKey=[AuthorizerUri] credentials=y credentialsKey=[AuthorizerCredentialsArn] as=AuthorizerCredentialsArn',
      'authorizer Hole unknown key=[Hole] api=${H}@H as=AuthorizerCredentialsArn',
    ],
  },
  {
    name: 'routes of HTTP and WebSocket APIs, and the integration that they name',
    resources: `
    H: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: h, ProtocolType: HTTP, CorsConfiguration: {AllowOrigins: ['*']}}}
    W: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: WEBSOCKET}}
    I: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref H, IntegrationType: AWS_PROXY, IntegrationSubtype: SQS-SendMessage, CredentialsArn: !GetAtt R.Arn, RequestParameters: {QueueUrl: !Ref Q}}}
    R1: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref H, RouteKey: GET /a, Target: !Sub 'integrations/\${I}', AuthorizationType: JWT, AuthorizerId: !Ref Jwt}}
    R2: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref H, RouteKey: $default}}
    R3: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref H, RouteKey: !Sub 'POST /\${P}', Target: !Ref Elsewhere}}
    R4: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref H, RouteKey: !Ref Key}}
    R5: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref W, RouteKey: $connect}}`,
    facts: [
      'api H http key=[H] name=h cors',
      'api W websocket key=[W]',
      'route GET /a http key=[R1] api=${H}@H auth=JWT authKey=[AuthorizationType] authorizer=${Jwt}@Jwt slot=AuthorizationType -> type=AWS_PROXY credentials=${R.Arn}@R.Arn credentialsKey=[CredentialsArn] subtype=SQS-SendMessage QueueUrl:${Q}@Q parametersKey=[RequestParameters]',
      'route - $default http key=[R2] api=${H}@H slot=AuthorizationType',
      'route POST /${P} http key=[R3] api=${H}@H slot=AuthorizationType hidden',
      'route - ? http key=[R4] api=${H}@H slot=AuthorizationType',
      'route - $connect websocket key=[R5] api=${W}@W slot=AuthorizationType',
    ],
  },
  {
    name: 'quick create: one route, one stage',
    resources: `
    Q: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: q, ProtocolType: HTTP, Target: !GetAtt F.Arn, CredentialsArn: !GetAtt R.Arn}}
    K: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: k, ProtocolType: HTTP, Target: 'https://example.com', RouteKey: 'GET /x'}}`,
    facts: [
      'api Q http key=[Q] name=q',
      'api K http key=[K] name=k',
      'route - $default@Q http key=[Q] api=${Q}@Q -> type=AWS_PROXY@Q target=${F.Arn}@F.Arn targetKey=[Target] credentials=${R.Arn}@R.Arn credentialsKey=[CredentialsArn]',
      'route GET /x http key=[K] api=${K}@K -> type=HTTP_PROXY@K target=https://example.com targetKey=[Target]',
      'stage Q key=[Q] api=${Q}@Q name=$default@Q',
      'stage K key=[K] api=${K}@K name=$default@K',
    ],
  },
  {
    name: 'stages: caching takes a cluster and a setting, logs a level or a log group',
    resources: `
    W: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: WEBSOCKET}}
    H: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: HTTP}}
    Logs: {Type: AWS::Logs::LogGroup}
    S1: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, StageName: v1, CacheClusterEnabled: true, MethodSettings: [{ResourcePath: /, HttpMethod: GET, CachingEnabled: true}]}}
    S2: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, StageName: v2, MethodSettings: [{CachingEnabled: true, LoggingLevel: INFO}]}}
    S3: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, StageName: v3, AccessLogSetting: {DestinationArn: !GetAtt Logs.Arn}}}
    S4: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, StageName: v4, AccessLogSetting: {DestinationArn: 'arn:aws:firehose:eu-west-1:1:deliverystream/x'}, MethodSettings: [{LoggingLevel: 'OFF'}]}}
    D1: {Type: AWS::ApiGateway::Deployment, Properties: {RestApiId: !Ref Api}}
    D2: {Type: AWS::ApiGateway::Deployment, Properties: {RestApiId: !Ref Api, StageName: !Ref Name, StageDescription: {CacheClusterEnabled: 'true', CachingEnabled: true, LoggingLevel: ERROR}}}
    V1: {Type: AWS::ApiGatewayV2::Stage, Properties: {ApiId: !Ref W, StageName: p, DefaultRouteSettings: {LoggingLevel: ERROR}}}
    V2: {Type: AWS::ApiGatewayV2::Stage, Properties: {ApiId: !Ref H, StageName: $default, AccessLogSettings: {DestinationArn: !GetAtt Logs.Arn}}}`,
    facts: [
      'api W websocket key=[W]',
      'api H http key=[H]',
      'stage S1 key=[S1] api=${Api}@Api name=v1 caching=[CachingEnabled]',
      'stage S2 key=[S2] api=${Api}@Api name=v2 logging=[LoggingLevel]',
      'stage S3 key=[S3] api=${Api}@Api name=v3 logging=[AccessLogSetting]',
      'stage S4 key=[S4] api=${Api}@Api name=v4',
      'stage D2 key=[D2] api=${Api}@Api name=${Name}@Name caching=[CachingEnabled] logging=[LoggingLevel]',
      'stage V1 key=[V1] api=${W}@W name=p logging=[LoggingLevel]',
      'stage V2 key=[V2] api=${H}@H name=$default',
    ],
  },
  {
    name: 'users, groups and who is in them; boundaries; the log role',
    resources: `
    U: {Type: AWS::IAM::User, Properties: {UserName: u, Path: /a/, Groups: [g0], PermissionsBoundary: !Ref B, ManagedPolicyArns: [x, !ImportValue y], Policies: []}}
    V: {Type: AWS::IAM::User}
    G: {Type: AWS::IAM::Group, Properties: {ManagedPolicyArns: !Ref List}}
    Add: {Type: AWS::IAM::UserToGroupAddition, Properties: {GroupName: !Ref G, Users: [u, !Ref V]}}
    Account: {Type: AWS::ApiGateway::Account, Properties: {CloudWatchRoleArn: !GetAtt R.Arn}}
    R: {Type: AWS::IAM::Role, Properties: {RoleName: r, PermissionsBoundary: !Ref B, AssumeRolePolicyDocument: {Statement: []}, Policies: !If [C, !Split [',', x], []]}}`,
    facts: [
      'user U name=u path=/a/ managed=x,${Fn::ImportValue}@y groups=g0,${G}@G boundary=${B}@B policiesAt=[[]]',
      'user V groups=${G}@G',
      'group G managed=${List}@List',
      'role R name=r trust=0 boundary=${B}@B hidden',
      'log role key=[CloudWatchRoleArn] role=${R.Arn}@R.Arn',
    ],
  },
  {
    name: 'users that cannot be told are hidden',
    resources: `
    V: {Type: AWS::IAM::User}
    Add: {Type: AWS::IAM::UserToGroupAddition, Properties: {GroupName: g, Users: !Ref Users}}`,
    facts: ['user V hidden'],
  },
  {
    name: 'VPC endpoints, and their policies as far as they are known',
    resources: `
    A: {Type: AWS::EC2::VPCEndpoint, Properties: {ServiceName: !Sub 'com.amazonaws.\${AWS::Region}.execute-api', PolicyDocument: {Statement: []}}}
    B: {Type: AWS::EC2::VPCEndpoint, Properties: {ServiceName: com.amazonaws.eu-west-1.execute-api, PolicyDocument: !If [C, {Statement: []}, !Ref 'AWS::NoValue']}}
    C: {Type: AWS::EC2::VPCEndpoint, Properties: {ServiceName: !Ref Service, PolicyDocument: !Ref Policy}}
    D: {Type: AWS::EC2::VPCEndpoint}`,
    facts: [
      'VPC endpoint A service=com.amazonaws.${AWS::Region}.execute-api@com.amazonaw…cute-api policies=0',
      'VPC endpoint B service=com.amazonaws.eu-west-1.execute-api@com.amazonaw…cute-api policies=1 other policy',
      'VPC endpoint C service=${Service}@Service other policy',
      'VPC endpoint D',
    ],
  },
  {
    name: 'an API: where it can be reached, its resource policy, as far as it is known',
    resources: `
    A: {Type: AWS::ApiGateway::RestApi, Properties: {Name: a, EndpointConfiguration: {Types: [PRIVATE]}, Policy: {Statement: []}}}
    B: {Type: AWS::ApiGateway::RestApi, Properties: {EndpointConfiguration: {Types: [!Ref Kind]}, Policy: !If [C, {Statement: []}, !Ref 'AWS::NoValue']}}
    C: {Type: AWS::ApiGateway::RestApi, Properties: {Policy: !FindInMap [M, a, b], Parameters: {endpointConfigurationTypes: REGIONAL}}}
    D: {Type: AWS::ApiGateway::RestApi, Properties: {CloneFrom: !Ref Old}}
    E: {Type: AWS::ApiGateway::RestApi, Properties: {BodyS3Location: {Bucket: b, Key: k}}}
    F: {Type: AWS::ApiGateway::RestApi, Properties: {Body: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: ./api.yaml}}}}}
    G: {Type: AWS::ApiGateway::RestApi, Properties: {Body: {openapi: 3.0.1, paths: {}, Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/api.yaml}}}}}
    H: {Type: AWS::ApiGateway::RestApi, Properties: {Body: !Ref Body, Policy: {Statement: []}}}
    I: {Type: AWS::ApiGateway::RestApi, Properties: {Body: {openapi: 3.0.1, paths: {/a: {get: {}}, Fn::Transform: {Name: AWS::Include, Parameters: {Location: paths.yaml}}}}}}`,
    facts: [
      'api A rest key=[A] name=a endpoint=PRIVATE endpointKey=[EndpointConfiguration] policies=0 policyKey=[Policy]',
      'api B rest key=[B] endpoint=${Kind}@Kind endpointKey=[EndpointConfiguration] policies=1 policyKey=[Policy] policy?',
      'api C rest key=[C] endpoint=REGIONAL endpointKey=[endpointConfigurationTypes] policyKey=[Policy] policy?',
      'api D rest key=[D] hidden',
      'api E rest key=[E] policy? hidden',
      'api F rest key=[F] policy? hidden',
      'api G rest key=[G] policy? hidden',
      'api H rest key=[H] policies=2 policyKey=[Policy] policy? hidden',
      'api I rest key=[I] policy? hidden',
      'route GET@get /a rest key=[get] api=${I}@I slot=x-amazon-apigateway-auth',
      'link api-definition ./api.yaml whole',
      'link api-definition paths.yaml',
    ],
  },
  {
    name: "what the CDK writes: joins of references, a permission for the console's tests beside the real one",
    resources: `
    RootF59: {Type: AWS::ApiGateway::Resource, Properties: {ParentId: {'Fn::GetAtt': [Api, RootResourceId]}, PathPart: '{proxy+}', RestApiId: {Ref: Api}}}
    Any: {Type: AWS::ApiGateway::Method, Properties: {HttpMethod: ANY, ResourceId: {Ref: RootF59}, RestApiId: {Ref: Api}, AuthorizationType: NONE, Integration: {IntegrationHttpMethod: POST, Type: AWS_PROXY, Uri: {'Fn::Join': ['', ['arn:', {Ref: 'AWS::Partition'}, ':apigateway:', {Ref: 'AWS::Region'}, ':lambda:path/2015-03-31/functions/', {'Fn::GetAtt': [F, Arn]}, /invocations]]}}}}
    P: {Type: AWS::Lambda::Permission, Properties: {Action: 'lambda:InvokeFunction', FunctionName: {'Fn::GetAtt': [F, Arn]}, Principal: apigateway.amazonaws.com, SourceArn: {'Fn::Join': ['', ['arn:', {Ref: 'AWS::Partition'}, ':execute-api:', {Ref: 'AWS::Region'}, ':', {Ref: 'AWS::AccountId'}, ':', {Ref: Api}, '/', {Ref: Stage}, '/*/*']]}}}
    T: {Type: AWS::Lambda::Permission, Properties: {Action: 'lambda:InvokeFunction', FunctionName: {'Fn::GetAtt': [F, Arn]}, Principal: apigateway.amazonaws.com, SourceArn: {'Fn::Join': ['', ['arn:x:', {Ref: Api}, '/test-invoke-stage/*/*']]}}}`,
    facts: [
      "route ANY /{proxy+}@RootF59 rest key=[Any] api=${Api}@Api auth=NONE authKey=[AuthorizationType] slot=AuthorizationType -> type=AWS_PROXY target=arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${F.Arn}/invocations@'Fn::Join' targetKey=[Uri] method=POST methodKey=[IntegrationHttpMethod]",
      "permission P action=lambda:InvokeFunction function=${F.Arn}@'Fn::GetAtt' principal=apigateway.amazonaws.com source=arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/${Stage}/*/*@'Fn::Join'",
      "permission T action=lambda:InvokeFunction function=${F.Arn}@'Fn::GetAtt' principal=apigateway.amazonaws.com source=arn:x:${Api}/test-invoke-stage/*/*@'Fn::Join'",
    ],
  },
  {
    name: 'a definition in the Body',
    resources: `
    A:
      Type: AWS::ApiGateway::RestApi
      Properties:
        Body:
          swagger: '2.0'
          x-amazon-apigateway-policy: {Statement: []}
          securityDefinitions: {sig: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4}}
          paths:
            /p:
              get: {security: [{sig: []}], x-amazon-apigateway-integration: {type: aws_proxy, httpMethod: POST, uri: !Sub '\${F}', credentials: 'arn:aws:iam::*:user/*'}}
              post: {x-amazon-apigateway-integration: !If [C, {type: mock}, {type: http}]}`,
    facts: [
      'api A rest key=[A] policies=0 policyKey=[x-amazon-apigateway-policy]',
      'route GET@get /p rest key=[get] api=${A}@A auth=AWS_IAM@sig authKey=[security] slot=security -> type=AWS_PROXY@aws_proxy target=${F} targetKey=[uri] credentials=arn:aws:iam::*:user/* credentialsKey=[credentials] method=POST methodKey=[httpMethod]',
      'route POST@post /p rest key=[post] api=${A}@A slot=security hidden',
    ],
  },
];

describe('CloudFormation templates', () => {
  for (const { name, resources, facts } of cases) {
    it(name, () => {
      assert.deepEqual(told(resources), facts);
    });
  }

  it('half-typed templates are read as far as they go', () => {
    for (const { resources } of cases) {
      const text = `Resources:\n${resources}\n`;
      for (let end = 0; end < text.length; end += 19) {
        factsIn('template.yaml', text.slice(0, end));
        factsIn('template.yaml', text.slice(0, end) + text.slice(end + 5));
      }
    }
  });

  it('a chain of resources as deep as an API can have', () => {
    const chain = (length: number): string[] => {
      const resources = Array.from(
        { length },
        (_, i) =>
          `    R${i}: {Type: AWS::ApiGateway::Resource, Properties: {ParentId: ${i === 0 ? '!GetAtt Api.RootResourceId' : `!Ref R${i - 1}`}, PathPart: s}}`,
      );
      return told(
        `${resources.join('\n')}\n    M: {Type: AWS::ApiGateway::Method, Properties: {ResourceId: !Ref R${length - 1}}}`,
      );
    };
    assert.equal(chain(300)[0], `route - ${'/s'.repeat(300)}@R299 rest key=[M] slot=AuthorizationType`);
    assert.equal(chain(2_000)[0], 'route - ? rest key=[M] slot=AuthorizationType');
  });
});
