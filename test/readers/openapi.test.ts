import assert from 'node:assert/strict';
import { factsIn, toldFacts } from './facts-view.ts';

interface Case {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly facts: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'Swagger 2: schemes of all kinds, the global one and what operations say of it',
    file: 'api.yaml',
    text: `swagger: '2.0'
info: {title: Pets}
x-amazon-apigateway-endpoint-configuration: {types: [PRIVATE]}
x-amazon-apigateway-policy: {Statement: []}
securityDefinitions:
  sigv4: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4}
  key: {type: apiKey, name: x-api-key, in: header}
  pool: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: cognito_user_pools, x-amazon-apigateway-authorizer: {type: cognito_user_pools, providerARNs: []}}
  fn: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: custom, x-amazon-apigateway-authorizer: {type: token, authorizerUri: 'arn:x', authorizerCredentials: 'arn:y'}}
security: [{sigv4: []}]
paths:
  /global: {get: {}}
  /open: {get: {security: []}}
  /key: {get: {security: [{key: []}]}}
  /both: {get: {security: [{key: [], sigv4: []}]}}
  /pool: {get: {security: [{pool: [read]}]}}
  /fn: {get: {security: [{fn: []}]}}
  /two: {get: {security: [{fn: []}, {pool: []}]}}
  /unknown: {get: {security: [{elsewhere: []}]}}
  /auth: {get: {x-amazon-apigateway-auth: {type: none}}}
`,
    facts: [
      'api (file) rest key=[swagger] name=Pets endpoint=PRIVATE endpointKey=[x-amazon-api…guration] policies=0 policyKey=[x-amazon-apigateway-policy]',
      'route GET@get /global rest key=[get] auth=AWS_IAM@sigv4 authKey=[security] slot=security',
      'route GET@get /open rest key=[get] auth=NONE@security authKey=[security] slot=security',
      'route GET@get /key rest key=[get] authKey=[security] slot=security',
      'route GET@get /both rest key=[get] auth=AWS_IAM@sigv4 authKey=[security] slot=security',
      'route GET@get /pool rest key=[get] auth=COGNITO_USER_POOLS@pool authKey=[security] authorizer=pool slot=security',
      'route GET@get /fn rest key=[get] auth=CUSTOM@fn authKey=[security] authorizer=fn slot=security',
      'route GET@get /two rest key=[get] auth=${...}@security authKey=[security] slot=security',
      'route GET@get /unknown rest key=[get] auth=${...}@elsewhere authKey=[security] authorizer=elsewhere slot=security',
      'route GET@get /auth rest key=[get] auth=NONE@none authKey=[x-amazon-apigateway-auth] slot=x-amazon-apigateway-auth',
      'authorizer pool cognito key=[pool] as=authorizerCredentials',
      'authorizer fn lambda key=[fn] target=arn:x targetKey=[authorizerUri] credentials=arn:y credentialsKey=[authorizerCredentials] as=authorizerCredentials',
    ],
  },
  {
    name: 'OpenAPI 3: any method, shared integrations, references, operations of a query service',
    file: 'api.json',
    text: `{
  "openapi": "3.0.1",
  "servers": [{"url": "/", "x-amazon-apigateway-endpoint-configuration": {"vpcEndpointIds": ["vpce-1"]}}],
  "paths": {
    "/a": {"x-amazon-apigateway-any-method": {"x-amazon-apigateway-integration": {"$ref": "#/components/x-amazon-apigateway-integrations/fn"}}},
    "/b": {"$ref": "#/components/pathItems/b"},
    "/c": {"get": {"x-amazon-apigateway-integration": {"$ref": "other.json#/x"}}},
    "/d": {"$ref": "other.json#/d"},
    "/q": {"post": {"x-amazon-apigateway-integration": {"type": "aws", "uri": "arn:aws:apigateway:eu-west-1:sqs:path/1/q", "credentials": "\${role}",
      "requestParameters": {"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"}, "requestTemplates": {"application/json": "Action=SendMessage&MessageBody=x"}}}}
  },
  "components": {
    "pathItems": {"b": {"put": {}}},
    "x-amazon-apigateway-integrations": {"fn": {"type": "AWS_PROXY", "httpMethod": "POST", "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/\${fn}/invocations"}}
  }
}`,
    facts: [
      'api (file) rest key=["openapi"] endpointKey=["x-amazon-ap…uration"] hidden',
      'route ANY@x-amazon-apigateway-any-method /a rest key=["x-amazon-ap…-method"] slot=x-amazon-apigateway-auth -> type=AWS_PROXY target=arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${fn}/invocations@arn:aws:apig…ocations targetKey=["uri"] method=POST methodKey=["httpMethod"]',
      'route PUT@put /b rest key=["put"] slot=x-amazon-apigateway-auth',
      'route GET@get /c rest key=["get"] slot=x-amazon-apigateway-auth hidden',
      'route POST@post /q rest key=["post"] slot=x-amazon-apigateway-auth -> type=AWS@aws target=arn:aws:apigateway:eu-west-1:sqs:path/1/q@arn:aws:apig…path/1/q targetKey=["uri"] credentials=${role} credentialsKey=["credentials"] operation=SendMessage "integration…nt-Type":\'application/x-www-form-urlencoded\'@\'application…encoded\' parametersKey=["requestParameters"]',
    ],
  },
  {
    name: 'a definition of an HTTP API: the default route, JWT, CORS of its own, a subtype',
    file: 'http.yaml',
    text: `openapi: 3.0.1
x-amazon-apigateway-cors: {allowOrigins: ['*']}
components:
  securitySchemes:
    jwt: {type: oauth2, x-amazon-apigateway-authorizer: {type: jwt, jwtConfiguration: {issuer: x}}}
    fn: {type: apiKey, x-amazon-apigateway-authorizer: {$ref: '#/components/x-shared'}}
  x-shared: {type: request, authorizerUri: x}
paths:
  /$default:
    x-amazon-apigateway-any-method: {isDefaultRoute: true, x-amazon-apigateway-integration: {type: AWS_PROXY, integrationSubtype: SQS-SendMessage, requestParameters: {QueueUrl: q}}}
  /a: {get: {security: [{jwt: [read]}]}}
  /b: {get: {security: [{fn: []}]}}
`,
    facts: [
      'api (file) http key=[openapi] cors',
      'route - $default@/$default http key=[x-amazon-apigateway-any-method] -> type=AWS_PROXY subtype=SQS-SendMessage QueueUrl:q parametersKey=[requestParameters]',
      'route GET@get /a http key=[get] auth=JWT@jwt authKey=[security] authorizer=jwt',
      'route GET@get /b http key=[get] auth=CUSTOM@fn authKey=[security] authorizer=fn',
      'authorizer jwt jwt key=[jwt] as=authorizerCredentials',
      'authorizer fn lambda key=[fn] target=x targetKey=[authorizerUri] as=authorizerCredentials',
    ],
  },
  {
    name: 'what a template or another tool fills in is a hole, and hides what it may bring',
    file: 'included.yaml',
    text: `openapi: 3.0.1
x-amazon-apigateway-policy: !If [C, {Statement: []}, !Ref 'AWS::NoValue']
components: {securitySchemes: {s: {type: apiKey, x-amazon-apigateway-authtype: !Ref T}}}
paths:
  /a: {get: {security: [{s: []}], x-amazon-apigateway-integration: {uri: !Sub '\${F.Arn}/x', type: '\${type}', Fn::Transform: {Name: X}}}}
  /b: {get: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/k}}}}
  /c: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/k}}}
`,
    facts: [
      'api (file) rest key=[openapi] policies=0 policyKey=[x-amazon-apigateway-policy] policy? hidden',
      'route GET@get /a rest key=[get] auth=${...}@s authKey=[security] authorizer=s hidden',
    ],
  },
  {
    name: 'the paths of a definition that a template includes: what holds for all of them is out of sight',
    file: 'paths.yaml',
    text: `/a:
  get: {x-amazon-apigateway-integration: {type: mock}}
  post: {security: []}
`,
    facts: [
      'route GET@get /a rest key=[get] auth=${...}@get -> type=MOCK@mock',
      'route POST@post /a rest key=[post] auth=NONE@security authKey=[security]',
    ],
  },
  {
    name: 'no definition of an API of ours',
    file: 'plain.yaml',
    text: `openapi: 3.0.1\npaths: {/a: {get: {}}}\n`,
    facts: ['nobody reads it'],
  },
];

describe('OpenAPI definitions', () => {
  for (const { name, file, text, facts } of cases) {
    it(name, () => {
      assert.deepEqual(toldFacts(factsIn(file, text), text), facts);
    });
  }

  it('half-typed definitions are read as far as they go', () => {
    for (const { file, text } of cases) {
      for (let end = 0; end < text.length; end += 23) {
        factsIn(file, text.slice(0, end));
        factsIn(file, text.slice(0, end) + text.slice(end + 7));
      }
    }
  });
});
