import { strict as assert } from 'node:assert';
import {
  DocumentLinkRequest,
  InlayHintRequest,
  SelectionRangeRequest,
  type ClientCapabilities,
  type InlayHint,
} from 'vscode-languageserver-protocol/node';
import { testCatalog } from '../support/catalog.ts';
import { MemoryClient, type MemoryOptions } from '../support/memory-client.ts';

const folder = 'file:///work';
const uri = `${folder}/policy.yaml`;
const policy = `Version: '2012-10-17'
Statement:
  - Effect: Allow
    Action: sqs:Get*
    Resource: '*'
`;
const configuration: ClientCapabilities = {
  workspace: { configuration: true, workspaceFolders: true, inlayHint: { refreshSupport: true } },
};
const everything = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };

describe('links, hints and selections, through the protocol', () => {
  let client: MemoryClient;
  before(async function () {
    this.timeout(60_000);
    await testCatalog();
  });
  afterEach(() => client.stop());

  async function start(options: MemoryOptions = {}): Promise<void> {
    client = new MemoryClient({ folders: [folder], ...options });
    await client.start();
    await client.open(uri, policy);
  }

  const hints = async (): Promise<InlayHint[]> =>
    (await client.connection.sendRequest(InlayHintRequest.type, { textDocument: { uri }, range: everything })) ?? [];

  it('an action leads to its page', async () => {
    await start();
    const links = await client.connection.sendRequest(DocumentLinkRequest.type, { textDocument: { uri } });
    assert.deepEqual(links, [
      {
        range: { start: { line: 3, character: 12 }, end: { line: 3, character: 20 } },
        target:
          'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html#amazonsqs-actions-as-permissions',
        tooltip: 'AWS on sqs:Get*',
      },
    ]);
  });

  it('hints are off unless they are asked for, and come when the setting changes', async () => {
    await start({ capabilities: configuration, settings: () => null });
    assert.deepEqual(await hints(), []);
    let refreshed = 0;
    client.connection.onRequest('workspace/inlayHint/refresh', () => {
      refreshed++;
      return null;
    });
    await client.configure(() => ({ inlayHints: { enabled: true } }));
    await client.until(() => refreshed > 0);
    const [hint, ...others] = await hints();
    assert.deepEqual(others, []);
    assert.deepEqual(hint?.position, { line: 3, character: 20 });
    assert.equal(hint.label, '2 actions');
  });

  it('selections grow from a name to the document, in any file', async () => {
    await start();
    const ask = async (file: string, line: number, character: number): Promise<string[]> => {
      const [range] =
        (await client.connection.sendRequest(SelectionRangeRequest.type, {
          textDocument: { uri: file },
          positions: [{ line, character }],
        })) ?? [];
      const out: string[] = [];
      for (let at = range; at; at = at.parent)
        out.push(`${at.range.start.line}:${at.range.start.character}-${at.range.end.line}:${at.range.end.character}`);
      return out;
    };
    assert.deepEqual((await ask(uri, 3, 17)).slice(0, 3), ['3:16-3:20', '3:12-3:20', '3:4-3:20']);
    const other = `${folder}/other.yaml`;
    await client.open(other, 'a:\n  - b: c\n');
    assert.deepEqual((await ask(other, 1, 7)).slice(0, 2), ['1:7-1:8', '1:4-1:8']);
    const script = `${folder}/run.sh`;
    await client.open(script, 'echo $(ls)\n', 'shellscript');
    const answer = await client.connection.sendRequest(SelectionRangeRequest.type, {
      textDocument: { uri: script },
      positions: [{ line: 0, character: 7 }],
    });
    assert.equal(answer, null);
    assert.deepEqual(
      (
        client.result.capabilities.selectionRangeProvider as { documentSelector: { language: string }[] }
      ).documentSelector
        .map(({ language }) => language)
        .slice(0, 3),
      ['json', 'jsonc', 'yaml'],
    );
  });
});
