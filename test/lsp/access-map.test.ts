import { strict as assert } from 'node:assert';
import type { AccessApisResult, AccessMapParams, AccessMapResult } from '../../server/src/lsp/access-protocol.ts';
import { testCatalog } from '../support/catalog.ts';
import { MemoryClient, type MemoryOptions } from '../support/memory-client.ts';

const folder = 'file:///work';
const uri = `${folder}/a%20b/template.yaml`;

/** An API with that many routes to one function, which lets API Gateway in on the first. */
function template(routes: number): string {
  const paths = Array.from(
    { length: routes },
    (_, i) => `  R${i}:
    Type: AWS::ApiGatewayV2::Route
    Properties:
      ApiId: !Ref Api
      RouteKey: GET /r${i}
      Target: !Sub integrations/\${Integration}
`,
  );
  return `Resources:
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: a, ProtocolType: HTTP }
  Integration:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Api
      IntegrationType: AWS_PROXY
      IntegrationUri: !GetAtt Function.Arn
      PayloadFormatVersion: '2.0'
  Function:
    Type: AWS::Lambda::Function
    Properties: { Runtime: nodejs20.x }
  Permission:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: !Ref Function
      Principal: apigateway.amazonaws.com
      SourceArn: !Sub arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/*/GET/r0
${paths.join('')}`;
}

describe('the access map of the server', () => {
  let client: MemoryClient;
  let told: number;
  before(async function () {
    // The first run after an update of the reference data compiles the catalog.
    this.timeout(60_000);
    await testCatalog();
  });
  afterEach(() => client.stop());

  async function start(options: MemoryOptions = {}): Promise<void> {
    client = new MemoryClient({ folders: [folder], initializationOptions: { followsAccess: true }, ...options });
    told = 0;
    client.connection.onNotification('grantlens/accessChanged', () => {
      told++;
    });
    client.files.set(uri, template(3));
    await client.start();
    await client.until(() => client.published.some((params) => params.uri === uri));
  }

  const apis = async () => (await client.connection.sendRequest<AccessApisResult>('grantlens/accessApis')).apis;

  async function map(params: Partial<AccessMapParams> = {}): Promise<AccessMapResult['map']> {
    const [api] = await apis();
    const asked: AccessMapParams = { api: api?.id ?? '', filter: '', offset: 0, limit: 100, ...params };
    return (await client.connection.sendRequest<AccessMapResult>('grantlens/accessMap', asked)).map;
  }

  it('names the APIs with their places', async () => {
    await start();
    assert.deepEqual(await apis(), [
      {
        id: `${uri}#Api`,
        name: 'Api',
        kind: 'http',
        routes: 3,
        at: { uri, range: { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } } },
        files: [uri],
      },
    ]);
  });

  it('uses the names that the client has for open documents', async () => {
    await start();
    const own = `${folder}/a b/template.yaml`;
    await client.open(own, template(3));
    assert.equal((await apis())[0]?.at.uri, own);
    assert.equal((await map())?.nodes.find(({ kind }) => kind === 'route')?.at?.uri, own);
  });

  it('tells grants from their absence, each with the place that decides', async () => {
    await start();
    const drawn = await map();
    const states = drawn?.routes.map(({ state }) => state);
    assert.deepEqual(states, ['open', 'ungranted', 'ungranted']);
    const [grant] =
      drawn?.edges.find(({ state, to }) => state === 'granted' && to.startsWith('function'))?.grounds ?? [];
    const line = template(3).split('\n')[grant?.at?.range.start.line ?? 0];
    assert.equal(line, '  Permission:');
  });

  it('is bounded, and says what is left out', async () => {
    await start();
    const page = await map({ offset: 2, limit: 2 });
    assert.deepEqual([page?.offset, page?.routes.length, page?.matching, page?.total], [2, 1, 3, 3]);
    const beyond = await map({ offset: 90, limit: 2 });
    assert.deepEqual([beyond?.offset, beyond?.routes.length], [2, 1]);
    const filtered = await map({ filter: 'get  R1' });
    assert.deepEqual([filtered?.routes.length, filtered?.matching, filtered?.total], [1, 1, 3]);
    assert.equal((await map({ filter: '"GET /r1"' }))?.matching, 1);
    assert.equal((await map({ filter: '"GET /r"' }))?.matching, 0);
    assert.equal((await map({ limit: -1 }))?.routes.length, 1);
  });

  it('is null for an API that is gone', async () => {
    await start();
    assert.equal(await map({ api: 'file:///nowhere#Api' }), null);
  });

  it('tells when it has changed, and answers with what was typed last', async () => {
    await start();
    while (told === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const before = told;
    await client.open(uri, template(3));
    await client.change(uri, { text: template(4) });
    assert.equal((await map())?.total, 4);
    while (told === before) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('tells nothing to a client that did not ask for it', async () => {
    await start({ initializationOptions: {} });
    await client.open(uri, template(2));
    assert.equal((await map())?.total, 2);
    assert.equal(told, 0);
  });
});
