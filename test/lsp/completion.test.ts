import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  CompletionRequest,
  CompletionResolveRequest,
  type ClientCapabilities,
  type CompletionContext,
  type CompletionItem,
  type CompletionList,
  type TextEdit,
} from 'vscode-languageserver-protocol/node';
import { applyEdits } from '../../server/src/text/edit.ts';
import { LineIndex } from '../../server/src/text/line-index.ts';
import { distFolder, testCatalog } from '../support/catalog.ts';
import { MemoryClient, type MemoryOptions } from '../support/memory-client.ts';

const folder = 'file:///work';
const uri = `${folder}/policy.json`;

/** What VS Code says that it can do with completion items. */
const rich: ClientCapabilities = {
  textDocument: {
    completion: {
      completionItem: {
        snippetSupport: true,
        documentationFormat: ['markdown', 'plaintext'],
        resolveSupport: { properties: ['documentation'] },
        labelDetailsSupport: true,
        insertTextModeSupport: { valueSet: [1, 2] },
      },
    },
  },
};

describe('completion, through the protocol', () => {
  let client: MemoryClient;
  before(async function () {
    this.timeout(60_000);
    await testCatalog();
  });
  afterEach(() => client.stop());

  async function start(options: MemoryOptions = {}): Promise<void> {
    client = new MemoryClient({ folders: [folder], ...options });
    await client.start();
  }

  /** Opens the text and asks at its `|`. */
  async function ask(file: string, marked: string, context?: CompletionContext): Promise<CompletionList | undefined> {
    const at = marked.indexOf('|');
    const text = marked.replace('|', '');
    await client.open(file, text);
    const position = new LineIndex(text).positionAt(at);
    const answer = await client.connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri: file },
      position,
      ...(context ? { context } : {}),
    });
    assert(!Array.isArray(answer));
    return answer ?? undefined;
  }

  function itemOf(list: CompletionList | undefined, label: string): CompletionItem {
    const item = list?.items.find((one) => one.label === label);
    assert(item, `"${label}" is not offered`);
    return item;
  }

  function applied(marked: string, item: CompletionItem): string {
    const text = marked.replace('|', '');
    const lines = new LineIndex(text);
    const edits = [item.textEdit as TextEdit, ...(item.additionalTextEdits ?? [])];
    return applyEdits(
      text,
      edits.map(({ range, newText }) => ({
        span: { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) },
        newText,
      })),
    );
  }

  it('is announced with the letters that ask for it', async () => {
    await start();
    const provider = client.result.capabilities.completionProvider;
    assert.equal(provider?.resolveProvider, true);
    for (const letter of ['"', ':', '.', '*', '$', '{', '/', ' '])
      assert(provider.triggerCharacters?.includes(letter), letter);
  });

  it('offers actions in a file that has just been begun; their descriptions are loaded when one is looked at', async () => {
    const read: string[] = [];
    const dist = await distFolder();
    await start({
      capabilities: rich,
      readAsset: (name) => {
        read.push(name);
        return Promise.resolve(readFileSync(path.join(dist, name), 'utf8'));
      },
    });
    const marked = '{ "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Action": "sqs:|';
    const list = await ask(uri, marked);
    assert.equal(list?.isIncomplete, false);
    const item = itemOf(list, 'sqs:SendMessage');
    assert.equal(item.labelDetails?.description, 'Write');
    assert.equal(item.documentation, undefined);
    assert.equal(applied(marked, item), `${marked.replace('|', '')}SendMessage"`);
    const isDescription = (name: string): boolean => name.includes('descriptions/');
    assert.deepEqual(read.filter(isDescription), []);
    const resolved = await client.connection.sendRequest(CompletionResolveRequest.type, item);
    assert(typeof resolved.documentation === 'object' && resolved.documentation.value.includes('message'));
    assert.deepEqual(read.filter(isDescription), ['catalog/descriptions/sqs.json']);
  });

  it('tells the range once to a client that takes it so, and what differs from the label', async () => {
    const sharing = {
      textDocument: {
        completion: { ...rich.textDocument?.completion, completionList: { itemDefaults: ['editRange'] } },
      },
    };
    await start({ capabilities: sharing });
    const list = await ask(uri, '{ "Statement": { "Effect": "Allow", "Action": "sqs:Send|" } }');
    const at = '{ "Statement": { "Effect": "Allow", "Action": '.length;
    assert.deepEqual(list?.itemDefaults, {
      editRange: { start: { line: 0, character: at }, end: { line: 0, character: at + '"sqs:Send"'.length } },
    });
    const item = itemOf(list, 'sqs:SendMessage');
    assert.deepEqual(
      [item.textEdit, item.textEditText, item.filterText],
      [undefined, '"sqs:SendMessage"', '"sqs:SendMessage'],
    );
  });

  it('opens the next list where the client named the command for it', async () => {
    await start({ capabilities: rich, initializationOptions: { suggestCommand: 'suggest' } });
    const service = itemOf(await ask(uri, '{ "Statement": { "Effect": "Allow", "Action": "|" } }'), 'sqs:');
    assert.equal(service.command?.command, 'suggest');
    assert.equal(service.insertTextFormat, 2);
    assert.equal((service.textEdit as TextEdit).newText, '"sqs:$1"');
    assert.equal(service.filterText, '"sqs:');
  });

  it('writes no tab stops and runs no command for a client that knows neither', async () => {
    await start();
    const marked = '{ "Statement": { "Effect": "Allow", "Action": "sqs:SendMessage", | } }';
    const item = itemOf(await ask(uri, marked), 'Condition');
    assert.equal(item.command, undefined);
    assert.equal(item.insertTextFormat, undefined);
    assert.equal(
      applied(marked, item),
      '{ "Statement": { "Effect": "Allow", "Action": "sqs:SendMessage", "Condition": { "StringEquals": { "key": "" } } } }',
    );
  });

  it('keeps its own indentation where lines follow', async () => {
    await start({ capabilities: rich });
    const marked = 'Version: "2012-10-17"\nStatement:\n  - Effect: Allow\n    Action: s3:GetObject\n    |';
    const item = itemOf(await ask(`${folder}/policy.yaml`, marked), 'Condition');
    assert.equal(item.insertTextMode, 1);
    assert.equal((item.textEdit as TextEdit).newText, 'Condition:\n      $1:\n        $2: $3');
  });

  it('a blank asks only behind what begins a value', async () => {
    await start();
    const context: CompletionContext = { triggerKind: 2, triggerCharacter: ' ' };
    const policy = 'Statement:\n  - Effect: Allow\n';
    const file = `${folder}/policy.yaml`;
    assert(await ask(file, `${policy}    Action: |`, context));
    assert(await ask(`${folder}/policy2.yaml`, `${policy}    Action:\n      - |`, context));
    assert.equal(await ask(`${folder}/policy3.yaml`, `${policy}    |`, context), undefined);
    assert(await ask(`${folder}/policy4.yaml`, `${policy}    |`));
  });

  it('says nothing in files that are none of ours, and in excluded ones', async () => {
    await start({ settings: () => ({ exclude: ['old/**'] }) });
    assert.equal(await ask(`${folder}/package.json`, '{ "Action": "|" }'), undefined);
    const marked = '{ "Statement": { "Effect": "Allow", "Action": "|" } }';
    assert(await ask(uri, marked));
    assert.equal(await ask(`${folder}/old/policy.json`, marked), undefined);
  });
});
