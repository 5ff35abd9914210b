import { strict as assert } from 'node:assert';
import { grantlens } from './memory-io.ts';
import { removeTemporaryFolders, temporaryFolder } from './temporary-folder.ts';

const template = `Resources:
  Pets:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Body:
        openapi: 3.0.1
        info: { title: pets, version: '1' }
        paths:
          /pets:
            get:
              x-amazon-apigateway-auth: { type: AWS_IAM }
              x-amazon-apigateway-integration:
                type: aws_proxy
                httpMethod: POST
                uri: !Sub arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Lister.Arn}/invocations
          /pets/{id}:
            get:
              x-amazon-apigateway-auth: { type: AWS_IAM }
              x-amazon-apigateway-integration: { type: mock }
          /health:
            get:
              x-amazon-apigateway-integration: { type: mock }
  Lister:
    Type: AWS::Lambda::Function
    Properties: { Handler: index.handler, Role: arn:aws:iam::123456789012:role/lister }
  Keeper:
    Type: AWS::IAM::User
    Properties:
      UserName: keeper
      Policies:
        - PolicyName: call
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action: execute-api:Invoke
                Resource: !Sub arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Pets}/*/GET/pets
              - Effect: Allow
                Action: execute-api:Invoke
                Resource: !Sub arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Pets}/*/GET/pets/*
                Condition: { IpAddress: { 'aws:SourceIp': 203.0.113.0/24 } }
`;

/** An API that lets in a role of another account, by its policy. */
const shared = `Resources:
  Shared:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Policy:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: { AWS: 'arn:aws:iam::999988887777:role/Partner' }
            Action: execute-api:Invoke
            Resource: execute-api:/*
      Body:
        openapi: 3.0.1
        info: { title: shared, version: '1' }
        paths:
          /orders:
            get:
              x-amazon-apigateway-auth: { type: AWS_IAM }
              x-amazon-apigateway-integration: { type: mock }
`;

interface Reason {
  readonly text: string;
  readonly range?: { readonly start: { readonly line: number } };
}

interface RoutesReport {
  readonly version: number;
  readonly routes: readonly {
    readonly route: string;
    readonly state: string;
    readonly callers: readonly { readonly name: string; readonly may: string; readonly because: readonly Reason[] }[];
  }[];
}

interface Explanation {
  readonly outcome: string;
  readonly because: readonly Reason[];
  readonly settledBy: readonly string[];
}

const behindEndpoint = `Resources:
  Gate:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      ServiceName: !Sub com.amazonaws.\${AWS::Region}.execute-api
      PolicyDocument:
        Statement:
          - { Sid: NoReading, Effect: Deny, Principal: '*', Action: execute-api:Invoke, Resource: 'arn:aws:execute-api:*:*:*/*/GET/*' }
          - { Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: '*' }
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      EndpointConfiguration: { Types: [PRIVATE] }
      Policy:
        Statement:
          - { Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*' }
          - { Effect: Deny, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*', Condition: { StringNotEquals: { aws:SourceVpce: !Ref Gate } } }
  Get:
    Type: AWS::ApiGateway::Method
    Properties: { RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: GET, AuthorizationType: AWS_IAM, Integration: { Type: MOCK } }
  Keeper:
    Type: AWS::IAM::User
    Properties:
      Policies:
        - PolicyName: call
          PolicyDocument: { Statement: { Effect: Allow, Action: execute-api:Invoke, Resource: '*' } }
`;

describe('grantlens routes and explain', () => {
  let folder = '';

  before(() => {
    folder = temporaryFolder({ 'template.yaml': template });
  });
  after(removeTemporaryFolders);

  it('lists every route with its authorization, callers and back end', async () => {
    const { code, stdout, stderr } = await grantlens(folder, ['routes']);
    assert.equal(stderr, '');
    assert.equal(code, 0);
    assert.match(stdout, /^Pets {2}template\.yaml:2:3$/m);
    assert.match(
      stdout,
      /^ {2}ungranted {2}GET \/pets .*AWS_IAM .*user Keeper .*Lister may not be invoked .*template\.yaml:10:13$/m,
    );
    assert.match(stdout, /^ {2}open .*GET \/health .*open to anyone .*anyone/m);
    assert.match(stdout, /user Keeper \(perhaps\)/);
    assert.match(stdout, /^3 routes: 1 without a grant for what stands behind it, 1 open to anyone$/m);
  });

  it('says the same in JSON, each decision with the statements that decided it', async () => {
    const { code, stdout } = await grantlens(folder, ['routes', '--format', 'json']);
    assert.equal(code, 0);
    const { version, routes } = JSON.parse(stdout) as RoutesReport;
    assert.equal(version, 1);
    assert.deepEqual(
      routes.map(({ route, state, callers }) => [route, state, callers.map(({ name, may }) => `${name}: ${may}`)]),
      [
        ['GET /pets', 'ungranted', ['user Keeper: yes']],
        ['GET /pets/{id}', 'ok', ['user Keeper: maybe']],
        ['GET /health', 'open', ['anyone: yes']],
      ],
    );
    const line = routes[0]?.callers[0]?.because.find(({ range }) => range)?.range?.start.line;
    assert.match(template.split('\n')[line ?? 0] ?? '', /Effect: Allow/);
  });

  it('tells of a folder without routes', async () => {
    const empty = temporaryFolder({});
    assert.deepEqual(await grantlens(empty, ['routes']), { code: 0, stdout: 'no routes in 0 files\n', stderr: '' });
  });

  it('takes a path as it is copied, and the default route for what no other takes', async () => {
    const copied = await grantlens(folder, ['explain', 'anonymous', 'get', 'health?deep=1']);
    assert.deepEqual([copied.code, copied.stderr], [0, '']);
    const http = temporaryFolder({
      'http.yaml': `Resources:
  Http: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: http, ProtocolType: HTTP } }
  Default: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Http, RouteKey: $default, AuthorizationType: AWS_IAM } }
  Owners: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Http, RouteKey: GET /owners, AuthorizationType: NONE } }
  Reader:
    Type: AWS::IAM::User
    Properties:
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: '2012-10-17'
            Statement: { Effect: Allow, Action: execute-api:Invoke, Resource: !Sub 'arn:aws:execute-api:*:*:\${Http}/*/GET/pets' }
`,
    });
    assert.equal((await grantlens(http, ['explain', 'Reader', 'GET', '/pets'])).code, 0);
    assert.equal((await grantlens(http, ['explain', 'Reader', 'PUT', '/pets'])).code, 1);
    assert.match((await grantlens(http, ['explain', 'anonymous', 'GET', '/owners'])).stdout, /GET \/owners/);
  });

  it('takes the route beside which the principal is declared, where several have its words', async () => {
    const two = temporaryFolder({ 'template.yaml': template, 'other.yaml': template.replaceAll('Keeper', 'Guest') });
    const { code, stdout } = await grantlens(two, ['explain', 'Guest', 'GET', '/pets']);
    assert.equal(code, 0);
    assert.match(stdout, /other\.yaml/);
    const both = await grantlens(two, ['explain', 'anonymous', 'GET', '/pets']);
    assert.equal(both.code, 2);
    assert.match(both.stderr, /GET \/pets is a route of Pets \(.*\) and Pets \(.*\): name fewer files\n$/);
  });

  it('explains who is allowed, by logical id and by name, with the place of the statement', async () => {
    for (const name of ['Keeper', 'keeper']) {
      const { code, stdout } = await grantlens(folder, ['explain', name, 'GET', '/pets']);
      assert.equal(code, 0, stdout);
      assert.match(stdout, /^user Keeper calling GET \/pets of Pets is allowed$/m);
      assert.match(stdout, /because .*Allow in a policy of Keeper {2}template\.yaml:35:25/);
      assert.match(stdout, /behind it .*Lister may not be invoked/);
    }
  });

  it('takes the path of a request, and asks for what would settle an open answer', async () => {
    const open = await grantlens(folder, ['explain', 'Keeper', 'get', '/pets/17']);
    assert.equal(open.code, 1);
    assert.match(open.stdout, /to settle it .*--context aws:SourceIp=<value>/);
    const inside = ['--context', 'aws:SourceIp=203.0.113.7'];
    assert.equal((await grantlens(folder, ['explain', 'Keeper', 'GET', '/pets/17', ...inside])).code, 0);
    const outside = ['--context', 'aws:SourceIp=198.51.100.7', '--format', 'json'];
    const denied = await grantlens(folder, ['explain', 'Keeper', 'GET', '/pets/17', ...outside]);
    assert.equal(denied.code, 1);
    const { outcome, settledBy } = JSON.parse(denied.stdout) as Explanation;
    assert.deepEqual([outcome, settledBy], ['implicitly-denied', []]);
  });

  it('says of callers who do not sign that they are refused where IAM decides, and let in where nobody asks', async () => {
    const refused = await grantlens(folder, ['explain', 'anonymous', 'GET', '/pets']);
    assert.equal(refused.code, 1);
    assert.match(refused.stdout, /anyone, unsigned, calling GET \/pets of Pets is denied/);
    assert.equal((await grantlens(folder, ['explain', 'anonymous', 'GET', '/health'])).code, 0);
  });

  it('takes somebody of another account, by number or by ARN, of whose own policies nothing is known', async () => {
    const partners = temporaryFolder({ 'shared.yaml': shared });
    const ask = (principal: string) => grantlens(partners, ['explain', principal, 'GET', '/orders']);
    const partner = await ask('arn:aws:iam::999988887777:role/Partner');
    assert.equal(partner.code, 1);
    assert.match(
      partner.stdout,
      /^arn:aws:iam::999988887777:role\/Partner calling GET \/orders .* that is not known here/,
    );
    assert.match(partner.stdout, /Allow in the resource policy of Shared .*shared\.yaml:8/);
    assert.match(partner.stdout, /the policies of account 999988887777 must allow it as well, and are out of sight/);
    assert.match((await ask('arn:aws:iam::999988887777:role/Other')).stdout, /is denied/);
    assert.match((await ask('arn:aws:iam::111122223333:user/Partner')).stdout, /is denied/);
    const somebody = await ask('999988887777');
    assert.match(somebody.stdout, /^somebody of account 999988887777 calling .* that is not known here/);
    assert.match(
      (await ask('111122223333')).stdout,
      /is denied[^]*because {8}across accounts the resource policy must allow execute-api:Invoke as well/,
    );
  });

  it('says which VPC endpoint holds back who is granted the call', async () => {
    const guarded = temporaryFolder({ 'private.yaml': behindEndpoint });
    const { code, stdout } = await grantlens(guarded, ['explain', 'Keeper', 'GET', '/']);
    assert.equal(code, 1);
    assert.match(stdout, /^user Keeper calling GET \/ of Api is denied explicitly$/m);
    assert.match(stdout, /because .*Deny \(NoReading\) in the policy of the VPC endpoint Gate {2}private\.yaml:8:\d+/);
    assert.match(stdout, /calls come through the VPC endpoint Gate alone/);
  });

  it('says of a principal whose API has no such route that the route is another API’s', async () => {
    const two = temporaryFolder({ 'a.yaml': template, 'shared.yaml': shared });
    const { code, stderr } = await grantlens(two, ['explain', 'keeper', 'GET', '/orders']);
    assert.equal(code, 2);
    assert.match(stderr, /no route beside "keeper" takes GET \/orders, which is one of Shared \(shared\.yaml:/);
  });

  it('answers what it cannot understand with a problem and exit code 2', async () => {
    const problems: readonly (readonly [readonly string[], RegExp])[] = [
      [['explain', 'Keeper'], /explain takes a principal, a method and a path/],
      [['explain', 'Nobody', 'GET', '/pets'], /"Nobody" is nobody beside GET \/pets; there is .*Keeper, and anonymous/],
      [['explain', 'Keeper', 'POST', '/pets'], /no route takes POST \/pets/],
      [['explain', 'Keeper', 'GET', '/pets', '--api', 'Cats'], /there is no API "Cats"; there is Pets/],
      [['explain', 'Keeper', 'GET', '/pets', '--context', 'x'], /--context takes a key and a value/],
      [['explain', 'Keeper', 'GET', '/pets', '--fix'], /--fix belongs to check/],
      [['routes', '--format', 'sarif'], /--format takes text or json, not "sarif"/],
      [['routes', '--stage', 'prod'], /--stage belongs to explain/],
      [['check', '--stage', 'prod'], /--stage belongs to explain/],
      [['routes', 'not-there'], /not-there/],
    ];
    for (const [args, problem] of problems) {
      const { code, stderr } = await grantlens(folder, args);
      assert.equal(code, 2, args.join(' '));
      assert.match(stderr, problem);
    }
  });
});
