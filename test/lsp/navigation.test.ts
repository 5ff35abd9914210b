import { strict as assert } from 'node:assert';
import {
  DefinitionRequest,
  DocumentHighlightRequest,
  ReferencesRequest,
  type DefinitionLink,
  type DocumentHighlight,
  type Location,
  type Position,
} from 'vscode-languageserver-protocol/node';
import { testCatalog } from '../support/catalog.ts';
import { MemoryClient, type MemoryOptions } from '../support/memory-client.ts';

const folder = 'file:///work';
const template = `Resources:
  Role:
    Type: AWS::IAM::Role
    Properties: { AssumeRolePolicyDocument: { Statement: [] } }
  Function:
    Type: AWS::Lambda::Function
    Properties: { Role: !GetAtt Role.Arn }
`;
const trust =
  '{ "Statement": [{ "Effect": "Allow", "Principal": { "Service": "lambda.amazonaws.com" }, "Action": "sts:AssumeRole" }] }\n';
const script = 'aws iam create-role --role-name r --assume-role-policy-document file://trust.json\n';

describe('the wires, through the protocol', () => {
  let client: MemoryClient;
  before(async function () {
    this.timeout(60_000);
    await testCatalog();
  });
  afterEach(() => client.stop());

  async function start(options: MemoryOptions = {}): Promise<void> {
    client = new MemoryClient({ folders: [folder], ...options });
    client.files.set(`${folder}/trust.json`, trust);
    client.files.set(`${folder}/deploy.sh`, script);
    await client.start();
    await client.open(`${folder}/template.yaml`, template);
    await client.until(() => client.logged.some((line) => line.includes('files read')));
  }

  const at = (position: Position, name = 'template.yaml'): { textDocument: { uri: string }; position: Position } => ({
    textDocument: { uri: `${folder}/${name}` },
    position,
  });
  const use = { line: 6, character: 34 };

  it('are offered', async () => {
    await start();
    const { definitionProvider, referencesProvider, documentHighlightProvider } = client.result.capabilities;
    assert.deepEqual([definitionProvider, referencesProvider, documentHighlightProvider], [true, true, true]);
  });

  it('a definition is a link where the client can show the word that leads there', async () => {
    await start({ capabilities: { textDocument: { definition: { linkSupport: true } } } });
    const [link] = (await client.connection.sendRequest(DefinitionRequest.type, at(use))) as DefinitionLink[];
    assert.deepEqual(link, {
      originSelectionRange: { start: { line: 6, character: 32 }, end: { line: 6, character: 40 } },
      targetUri: `${folder}/template.yaml`,
      targetRange: { start: { line: 1, character: 2 }, end: { line: 3, character: 63 } },
      targetSelectionRange: { start: { line: 1, character: 2 }, end: { line: 1, character: 6 } },
    });
  });

  it('a definition is a place for any other client', async () => {
    await start();
    assert.deepEqual(await client.connection.sendRequest(DefinitionRequest.type, at(use)), [
      { uri: `${folder}/template.yaml`, range: { start: { line: 1, character: 2 }, end: { line: 1, character: 6 } } },
    ]);
  });

  it('references have the name itself when it is asked for', async () => {
    await start();
    const ask = (includeDeclaration: boolean): Promise<Location[] | null> =>
      client.connection.sendRequest(ReferencesRequest.type, { ...at(use), context: { includeDeclaration } });
    const lines = (places: Location[] | null): number[] => (places ?? []).map(({ range }) => range.start.line);
    assert.deepEqual(lines(await ask(false)), [6]);
    assert.deepEqual(lines(await ask(true)), [1, 6]);
  });

  it('lead into files that nobody opened, and back', async () => {
    await start();
    const found = await client.connection.sendRequest(ReferencesRequest.type, {
      ...at({ line: 0, character: 20 }, 'trust.json'),
      context: { includeDeclaration: false },
    });
    assert.deepEqual(
      found?.map(({ uri }) => uri),
      [`${folder}/deploy.sh`],
    );
    const back = await client.connection.sendRequest(
      DefinitionRequest.type,
      at({ line: 0, character: 75 }, 'deploy.sh'),
    );
    assert.deepEqual(
      (back as Location[]).map(({ uri }) => uri),
      [`${folder}/trust.json`],
    );
  });

  it('highlights are the words for one thing, or nothing, which leaves it to the editor', async () => {
    await start();
    const ask = (position: Position): Promise<DocumentHighlight[] | null> =>
      client.connection.sendRequest(DocumentHighlightRequest.type, at(position));
    assert.deepEqual(
      (await ask(use))?.map(({ range }) => range.start.line),
      [1, 6],
    );
    assert.equal(await ask({ line: 5, character: 6 }), null);
  });

  it('of a file that is not ours lead nowhere', async () => {
    await start();
    assert.equal(await client.connection.sendRequest(DefinitionRequest.type, at(use, 'other.yaml')), null);
  });
});
