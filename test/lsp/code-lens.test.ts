import { strict as assert } from 'node:assert';
import {
  CodeLensRequest,
  CodeLensResolveRequest,
  type ClientCapabilities,
  type CodeLens,
} from 'vscode-languageserver-protocol/node';
import { testCatalog } from '../support/catalog.ts';
import { MemoryClient, type MemoryOptions } from '../support/memory-client.ts';

const folder = 'file:///work';
const uri = `${folder}/template.yaml`;
const template = `Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: pets }
  Get:
    Type: AWS::ApiGateway::Method
    Properties: { RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: GET, AuthorizationType: AWS_IAM, Integration: { Type: MOCK } }
`;
const caller = `  Caller: { Type: AWS::IAM::User, Properties: { Policies: [{ PolicyName: p, PolicyDocument: { Statement: { Effect: Allow, Action: execute-api:Invoke, Resource: '*' } } }] } }\n`;
const configuration = { workspace: { configuration: true, workspaceFolders: true } };

describe('code lenses, through the protocol', () => {
  let client: MemoryClient;
  before(async function () {
    this.timeout(60_000);
    await testCatalog();
  });
  afterEach(() => client.stop());

  async function start(options: MemoryOptions = {}): Promise<void> {
    client = new MemoryClient({ folders: [folder], ...options });
    await client.start();
    await client.open(uri, template);
  }

  const ask = async (): Promise<CodeLens[]> =>
    (await client.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } })) ?? [];
  const resolved = (lens: CodeLens | undefined): Promise<CodeLens> => {
    assert(lens, 'there is no lens');
    return client.connection.sendRequest(CodeLensResolveRequest.type, lens);
  };

  it('come without words, and get them when they are asked for', async () => {
    await start();
    assert.deepEqual(client.result.capabilities.codeLensProvider, { resolveProvider: true });
    const [lens, ...others] = await ask();
    assert.deepEqual(others, []);
    assert.equal(lens?.command, undefined);
    assert.deepEqual((await resolved(lens)).command, { title: 'AWS_IAM · no caller in sight · mock', command: '' });
  });

  it('have a command where the client named one', async () => {
    await start({ initializationOptions: { showPlaces: 'grantlens.showPlaces' } });
    const { command } = await resolved((await ask())[0]);
    assert.equal(command?.command, 'grantlens.showPlaces');
    const [at, position, locations] = command.arguments as [string, unknown, { uri: string }[]];
    assert.equal(at, uri);
    assert.deepEqual(position, { line: 4, character: 2 });
    assert(locations.length > 0 && locations.every((location) => location.uri === uri));
  });

  it('follow the text as it is typed; those of a text that is gone say nothing', async () => {
    await start();
    const [old] = await ask();
    const end = { line: 7, character: 0 };
    await client.change(uri, { range: { start: end, end }, text: caller });
    const [lens] = await ask();
    assert.equal((await resolved(lens)).command?.title, 'AWS_IAM · 1 caller · mock');
    await client.change(uri, { text: `# moved\n${template}` });
    assert.deepEqual((await resolved(old)).command, { title: '', command: '' });
  });

  it('can be switched off', async () => {
    await start({ settings: () => ({ codeLens: { enabled: false } }), capabilities: configuration });
    await client.until(() => client.logged.some((line) => line.includes('files read')));
    assert.deepEqual(await ask(), []);
    await client.configure(() => null);
    while ((await ask()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('are asked for anew by clients that can, when settings or other files change', async () => {
    let refreshed = 0;
    const capabilities: ClientCapabilities = {
      workspace: { ...configuration.workspace, codeLens: { refreshSupport: true } },
    };
    client = new MemoryClient({ folders: [folder], capabilities });
    client.connection.onRequest('workspace/codeLens/refresh', () => {
      refreshed++;
      return null;
    });
    await client.start();
    await client.open(uri, template);
    while (refreshed === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const before = refreshed;
    await client.change(uri, {
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      text: '#\n',
    });
    await client.until(() => client.published.at(-1)?.version === 2);
    assert.equal(refreshed, before, 'typing alone asks for nothing: the client asks by itself');
    await client.configure(() => ({ codeLens: { enabled: false } }));
    while (refreshed === before) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('of files that are not ours are none', async () => {
    await start();
    const none = await client.connection.sendRequest(CodeLensRequest.type, {
      textDocument: { uri: `${folder}/x.yaml` },
    });
    assert.deepEqual(none, []);
  });
});
