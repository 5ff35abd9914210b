import { strict as assert } from 'node:assert';
import {
  CodeActionRequest,
  CodeActionResolveRequest,
  CodeActionTriggerKind,
  type ClientCapabilities,
  type CodeAction,
  type TextDocumentEdit,
} from 'vscode-languageserver-protocol/node';
import { testCatalog } from '../support/catalog.ts';
import { MemoryClient } from '../support/memory-client.ts';

const folder = 'file:///work';
const uri = `${folder}/policy.yaml`;
const policy = `Version: '2012-10-17'
Statement:
  - Effect: Allow
    Action:
      - sqs:GetQueueUrl
      # how long it is
      - sqs:GetQueueAttributes
      - s3:GetObject
    Resource: '*'
`;
const onAction = { start: { line: 4, character: 10 }, end: { line: 4, character: 10 } };

const resolving: ClientCapabilities = {
  workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } },
  textDocument: { codeAction: { resolveSupport: { properties: ['edit'] }, dataSupport: true } },
};

describe('other ways to write a policy, through the protocol', () => {
  let client: MemoryClient;
  before(async function () {
    this.timeout(60_000);
    await testCatalog();
  });
  afterEach(() => client.stop());

  async function start(capabilities?: ClientCapabilities): Promise<void> {
    client = new MemoryClient({ folders: [folder], ...(capabilities && { capabilities }) });
    await client.start();
    await client.open(uri, policy);
    await client.until(() => client.published.some((params) => params.uri === uri));
  }

  async function ask(only: string[], triggerKind: CodeActionTriggerKind): Promise<readonly CodeAction[]> {
    const found = await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: onAction,
      context: { diagnostics: [], only, triggerKind },
    });
    return (found ?? []) as CodeAction[];
  }

  const kinds = (actions: readonly CodeAction[]): readonly string[] =>
    actions.map(({ kind = '' }) => kind.replace(/^refactor\./, ''));

  it('are named while the cursor moves, and worked out when one is chosen', async () => {
    await start(resolving);
    const actions = await ask(['refactor'], CodeActionTriggerKind.Automatic);
    assert.deepEqual(kinds(actions), [
      'rewrite.grantlens.fold-actions',
      'rewrite.grantlens.sort-actions',
      'rewrite.grantlens.split-by-service',
      'rewrite.grantlens.to-json',
    ]);
    assert(actions.every(({ edit, data }) => edit === undefined && data !== undefined));
    const [fold, sort, , json] = actions;
    assert(fold && sort && json);
    const refused = await client.connection.sendRequest(CodeActionResolveRequest.type, fold);
    assert.equal(refused.edit, undefined, 'the comment would be lost');
    await client.until(() => client.shown.length > 0);
    assert.deepEqual(client.shown, [`Grantlens: "${fold.title}" is not done: a comment would be lost`]);
    const sorted = await client.connection.sendRequest(CodeActionResolveRequest.type, sort);
    const [change] = (sorted.edit?.documentChanges ?? []) as TextDocumentEdit[];
    assert.deepEqual(change?.textDocument, { uri, version: 1 });
    const made = await client.connection.sendRequest(CodeActionResolveRequest.type, json);
    assert.deepEqual(made.edit?.documentChanges?.[0], { kind: 'create', uri: `${folder}/policy.json` });
  });

  it('are tried before they are shown in a menu', async () => {
    await start(resolving);
    const actions = await ask(['refactor.rewrite'], CodeActionTriggerKind.Invoked);
    assert.deepEqual(kinds(actions), [
      'rewrite.grantlens.sort-actions',
      'rewrite.grantlens.split-by-service',
      'rewrite.grantlens.to-json',
    ]);
    assert(actions.every(({ edit }) => edit !== undefined));
    assert.deepEqual(await ask(['refactor.inline', 'quickfix'], CodeActionTriggerKind.Invoked), []);
  });

  it('come with their edits to editors that ask no second time, and make no files for those that cannot', async () => {
    await start();
    const actions = await ask(['refactor'], CodeActionTriggerKind.Automatic);
    assert.deepEqual(kinds(actions), ['rewrite.grantlens.sort-actions', 'rewrite.grantlens.split-by-service']);
    assert(actions.every(({ edit }) => edit?.changes?.[uri]));
  });
});
