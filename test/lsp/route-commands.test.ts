import { strict as assert } from 'node:assert';
import { CodeActionRequest, type CodeAction, type Range } from 'vscode-languageserver-protocol/node';
import { testCatalog } from '../support/catalog.ts';
import { MemoryClient } from '../support/memory-client.ts';

const uri = 'file:///ws/template.yaml';
const template = `Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: pets }
  Get:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      AuthorizationType: AWS_IAM
      Integration:
        Type: AWS_PROXY
        IntegrationHttpMethod: POST
        Uri: !Sub arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Pets.Arn}/invocations
  Pets:
    Type: AWS::Lambda::Function
    Properties: { Handler: index.handler }
`;
const onRoute: Range = { start: { line: 4, character: 3 }, end: { line: 4, character: 3 } };
const elsewhere: Range = { start: { line: 3, character: 20 }, end: { line: 3, character: 20 } };

interface Listed {
  readonly routes: readonly { readonly title: string; readonly start: number; readonly isHere: boolean }[];
}

describe('commands for routes, through the protocol', () => {
  let client: MemoryClient;
  before(async function () {
    this.timeout(60_000);
    await testCatalog();
  });
  beforeEach(async () => {
    client = new MemoryClient({ folders: ['file:///work'] });
    await client.start();
    await client.open(uri, template);
    await client.until(() => client.published.some((params) => params.uri === uri && params.diagnostics.length > 0));
  });
  afterEach(() => client.stop());

  const list = (range: Range): Promise<Listed> =>
    client.connection.sendRequest('grantlens/routesToChoose', { uri, range });

  async function actions(range: Range, only?: string[]): Promise<readonly CodeAction[]> {
    const found = await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range,
      context: { diagnostics: [], ...(only && { only }) },
    });
    return (found ?? []) as CodeAction[];
  }

  it('list the routes, and say which one is meant', async () => {
    const { routes } = await list(onRoute);
    assert.deepEqual(
      routes.map(({ title, isHere }) => [title, isHere]),
      [['GET /', true]],
    );
    assert.deepEqual(
      (await list(elsewhere)).routes.map(({ isHere }) => isHere),
      [false],
    );
  });

  it('answer who can call a route', async () => {
    const starts = (await list(onRoute)).routes.map(({ start }) => start);
    const answer = await client.connection.sendRequest('grantlens/whoCanCall', { uri, starts });
    assert.match((answer as { markdown: string }).markdown, /^\*\*Nobody in sight may call `GET \/`\*\*/);
    const gone = await client.connection.sendRequest('grantlens/whoCanCall', { uri, starts: [1] });
    assert.deepEqual(gone, { markdown: '' });
  });

  it('write a policy for just the routes', async () => {
    const starts = (await list(onRoute)).routes.map(({ start }) => start);
    const { text } = await client.connection.sendRequest<{ text: string }>('grantlens/callerPolicy', { uri, starts });
    const [statement] = (JSON.parse(text) as { Statement: unknown[] }).Statement;
    assert.deepEqual(statement, {
      Effect: 'Allow',
      Action: 'execute-api:Invoke',
      Resource: 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*/GET/',
    });
    const none = await client.connection.sendRequest('grantlens/callerPolicy', { uri, starts: [1] });
    assert.deepEqual(none, { text: '' });
  });

  it('write by code actions, each of a kind of its own', async () => {
    assert(client.result.capabilities.codeActionProvider);
    const kinds = (found: readonly CodeAction[]): (string | undefined)[] => found.map(({ kind }) => kind);
    assert.deepEqual(kinds(await actions(onRoute, ['refactor'])), [
      'refactor.grantlens.grant-invoke',
      'refactor.grantlens.service-role',
      'refactor.grantlens.caller-policy',
    ]);
    const [grant, ...others] = await actions(onRoute, ['refactor.grantlens.grant-invoke']);
    assert.deepEqual(others, []);
    const [edit] = grant?.edit?.changes?.[uri] ?? [];
    assert.match(edit?.newText ?? '', /AWS::Lambda::Permission/);
    assert.deepEqual(await actions(elsewhere, ['refactor']), []);
    assert.deepEqual(kinds(await actions(elsewhere, ['quickfix'])), []);
  });

  it('are listed once in the light bulb where they mend a finding', async () => {
    const line = template.split('\n').findIndex((text) => text.includes('Uri:'));
    const at = { line, character: template.split('\n')[line]?.indexOf('Pets.Arn') ?? 0 };
    const found = await actions({ start: at, end: at });
    const titles = found.map(({ title }) => title);
    assert.deepEqual(titles, [...new Set(titles)]);
    const grants = found.filter(({ edit }) => /AWS::Lambda::Permission/.test(JSON.stringify(edit ?? '')));
    assert.deepEqual(
      grants.map(({ kind }) => kind),
      ['quickfix'],
    );
    assert(found.some(({ kind }) => kind === 'refactor.grantlens.caller-policy'));
    const asked = await actions({ start: at, end: at }, ['refactor.grantlens']);
    assert.equal(asked.length, 3);
  });
});
