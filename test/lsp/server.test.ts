import { strict as assert } from 'node:assert';
import {
  CodeActionRequest,
  CodeActionResolveRequest,
  DocumentSymbolRequest,
  HoverRequest,
  type CodeAction,
  type Range,
} from 'vscode-languageserver-protocol/node';
import { testCatalog } from '../support/catalog.ts';
import { MemoryClient, type MemoryOptions } from '../support/memory-client.ts';

const folder = 'file:///work';
const inTrust = 'trust/resource-in-trust-policy';
const asPermissions = 'trust/trust-policy-as-permissions-policy';

/** A role whose trust policy has a Resource, as often as wished. */
function template(...roles: readonly string[]): string {
  return `Resources:\n${roles.map(role).join('')}`;
}

function role(name: string): string {
  return `  ${name}:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: { Service: apigateway.amazonaws.com }
            Action: sts:AssumeRole
            Resource: '*'
`;
}

const trust =
  '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "Service": "apigateway.amazonaws.com" }, "Action": "sts:AssumeRole" }] }\n';
const script = 'aws iam create-policy --policy-name p --policy-document file://trust.json\n';

interface Progress {
  readonly token: string | number;
  readonly value: { readonly kind: string; readonly cancellable?: boolean };
}

describe('the server', () => {
  let client: MemoryClient;
  before(async function () {
    // The first run after an update of the reference data compiles the catalog.
    this.timeout(60_000);
    await testCatalog();
  });
  afterEach(() => client.stop());

  async function start(options: MemoryOptions = {}, files: Readonly<Record<string, string>> = {}): Promise<void> {
    client = new MemoryClient({ folders: [folder], ...options });
    for (const [name, text] of Object.entries(files)) client.files.set(`${folder}/${name}`, text);
    await client.start();
  }

  /** No handler met a bug. */
  function assertNoBug(): void {
    assert.deepEqual(
      client.logged.filter((line) => line.includes('failed')),
      [],
    );
  }

  describe('diagnostics', () => {
    it('come for files that are not open, and for those that name each other', async () => {
      await start({}, { 'deploy.sh': script, 'trust.json': trust, 'a.yaml': template('Role') });
      await client.rules(`${folder}/a.yaml`, inTrust);
      await client.rules(`${folder}/trust.json`, asPermissions);
      assertNoBug();
    });

    it('of an open document carry its version, of a closed one none', async () => {
      await start({}, { 'b.yaml': template('Role') });
      await client.open(`${folder}/a.yaml`, template('Role'));
      await client.rules(`${folder}/a.yaml`, inTrust);
      await client.rules(`${folder}/b.yaml`, inTrust);
      assert.equal(client.published.find(({ uri }) => uri.endsWith('/a.yaml'))?.version, 1);
      assert.equal(client.published.find(({ uri }) => uri.endsWith('/b.yaml'))?.version, undefined);
    });

    it('follow edits by ranges', async () => {
      await start();
      const uri = `${folder}/a.yaml`;
      await client.open(uri, template('Role'));
      await client.rules(uri, inTrust);
      const line = client.diagnosticsOf(uri)[0]?.range.start.line ?? 0;
      const top = { line: 0, character: 0 };
      await client.change(uri, { range: { start: top, end: top }, text: '# one\n# two\n' });
      await client.until(() => client.diagnosticsOf(uri)[0]?.range.start.line === line + 2);
    });

    it('of a hundred edits in one go come once or twice, for the last version', async () => {
      await start();
      const uri = `${folder}/a.yaml`;
      await client.open(uri, template('Role'));
      await client.rules(uri, inTrust);
      const before = client.published.length;
      const top = { line: 0, character: 0 };
      for (let i = 0; i < 100; i++) void client.change(uri, { range: { start: top, end: top }, text: '\n' });
      await client.until(() => client.published.at(-1)?.version === 101);
      assert(client.published.length - before < 20, `${client.published.length - before} publications`);
    });

    it('are sent for files that changed only', async () => {
      await start({}, { 'b.yaml': template('Role') });
      const uri = `${folder}/a.yaml`;
      await client.open(uri, template('Role'));
      await client.rules(uri, inTrust);
      await client.rules(`${folder}/b.yaml`, inTrust);
      await client.change(uri, { text: template('Role', 'Second') });
      await client.rules(uri, inTrust, inTrust);
      assert.equal(client.published.filter((params) => params.uri.endsWith('/b.yaml')).length, 1);
    });

    it('of an open document win over the disk, and go back to it when it is closed', async () => {
      const uri = `${folder}/a.yaml`;
      await start({}, { 'a.yaml': template('Role') });
      await client.rules(uri, inTrust);
      await client.open(uri, template('Role', 'Second'));
      await client.rules(uri, inTrust, inTrust);
      await client.watched({ uri, type: 2 });
      await client.close(uri);
      await client.rules(uri, inTrust);
    });

    it('of a document outside of the workspace are cleared when it is closed', async () => {
      const uri = 'file:///elsewhere/a.yaml';
      await start({ folders: [] });
      await client.open(uri, template('Role'));
      await client.rules(uri, inTrust);
      await client.close(uri);
      await client.rules(uri);
    });

    it('are published under the name that the client has for a document', async () => {
      const uri = 'file:///project/with%20blank/(a)@b.yaml';
      await start({}, { 'with%20blank/(a)%40b.yaml': template('Role') });
      await client.open(uri, template('Role'));
      await client.rules(uri, inTrust);
    });

    it('are not made of what a version control shows of a file', async () => {
      await start();
      await client.open('git:/project/a.yaml?ref', template('Role'));
      await client.open(`${folder}/a.yaml`, template('Role'));
      await client.rules(`${folder}/a.yaml`, inTrust);
      assert(!client.published.some(({ uri }) => uri.startsWith('git:')));
    });
  });

  describe('watched files', () => {
    it('are read when they come and change, and forgotten when they go', async () => {
      const uri = `${folder}/sub/a.yaml`;
      await start();
      client.files.set(uri, template('Role'));
      await client.watched({ uri, type: 1 });
      await client.rules(uri, inTrust);
      client.files.set(uri, 'Resources: {}\n');
      await client.watched({ uri, type: 2 });
      await client.rules(uri);
      client.files.set(uri, template('Role'));
      await client.watched({ uri, type: 2 });
      await client.rules(uri, inTrust);
      client.files.delete(uri);
      await client.watched({ uri, type: 3 });
      await client.rules(uri);
      assertNoBug();
    });

    it('go with their folder', async () => {
      await start({}, { 'sub/a.yaml': template('Role') });
      await client.rules(`${folder}/sub/a.yaml`, inTrust);
      await client.watched({ uri: `${folder}/sub`, type: 3 });
      await client.rules(`${folder}/sub/a.yaml`);
    });

    it('come with their folder, when nothing else is told', async () => {
      await start();
      client.files.set(`${folder}/sub/deep/a.yaml`, template('Role'));
      client.files.set(`${folder}/sub/node_modules/a.yaml`, template('Role'));
      await client.watched({ uri: `${folder}/sub`, type: 1 }, { uri: `${folder}/sub/other.txt`, type: 1 });
      await client.rules(`${folder}/sub/deep/a.yaml`, inTrust);
      assert(!client.published.some((params) => params.uri.includes('node_modules')));
    });

    it('of generated folders are left alone', async () => {
      const uri = `${folder}/node_modules/x/a.yaml`;
      await start();
      client.files.set(uri, template('Role'));
      client.files.set(`${folder}/b.yaml`, template('Role'));
      await client.watched({ uri, type: 1 }, { uri: `${folder}/b.yaml`, type: 1 });
      await client.rules(`${folder}/b.yaml`, inTrust);
      assert(!client.published.some((params) => params.uri === uri));
    });
  });

  describe('settings', () => {
    const uri = `${folder}/a.yaml`;

    it('change the level of a rule while one works', async () => {
      await start({}, { 'a.yaml': template('Role') });
      await client.rules(uri, inTrust);
      assert.equal(client.diagnosticsOf(uri)[0]?.severity, 1);
      await client.configure(() => ({ rules: { [inTrust]: 'hint' } }));
      await client.until(() => client.diagnosticsOf(uri)[0]?.severity === 4);
      await client.configure(() => ({ rules: { [inTrust]: 'off' } }));
      await client.rules(uri);
      await client.configure(() => ({}));
      await client.rules(uri, inTrust);
    });

    it('leave files out and take them in again, open ones too', async () => {
      await start({}, { 'a.yaml': template('Role'), 'made/b.yaml': template('Role') });
      await client.rules(`${folder}/made/b.yaml`, inTrust);
      await client.open(uri, template('Role'));
      await client.rules(uri, inTrust);
      await client.configure(() => ({ exclude: ['made', 'a.*'] }));
      await client.rules(`${folder}/made/b.yaml`);
      await client.rules(uri);
      await client.configure(() => ({ exclude: [] }));
      await client.rules(`${folder}/made/b.yaml`, inTrust);
      await client.rules(uri, inTrust);
    });

    it('that are not understood are logged and ignored', async () => {
      await start({ settings: () => ({ rules: { 'no/such': 'off', [inTrust]: 'loud' }, exclude: 'x' }) });
      await client.until(() => client.logged.filter((line) => line.startsWith('grantlens.')).length === 3);
      await client.open(uri, template('Role'));
      await client.rules(uri, inTrust);
    });

    it('of each folder hold in it', async () => {
      const other = 'file:///other';
      await start({
        folders: [folder, other],
        settings: (scope) => (scope === other ? { rules: { [inTrust]: 'off' } } : {}),
      });
      await client.open(`${other}/a.yaml`, template('Role'));
      await client.open(uri, template('Role'));
      await client.rules(uri, inTrust);
      await client.rules(`${other}/a.yaml`);
    });

    it('come with the notification from clients that cannot be asked', async () => {
      await start({ capabilities: {}, initializationOptions: { settings: { rules: { [inTrust]: 'off' } } } });
      await client.open(uri, template('Role'));
      await client.rules(uri);
      await client.connection.sendNotification('workspace/didChangeConfiguration', {
        settings: { grantlens: { rules: { [inTrust]: 'warning' } } },
      });
      await client.rules(uri, inTrust);
      assert.equal(client.diagnosticsOf(uri)[0]?.severity, 2);
    });
  });

  describe('folders', () => {
    it('can come and go', async () => {
      const other = 'file:///other';
      await start({}, { 'a.yaml': template('Role') });
      client.files.set(`${other}/b.yaml`, template('Role'));
      await client.rules(`${folder}/a.yaml`, inTrust);
      await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
        event: { added: [{ uri: other, name: 'other' }], removed: [{ uri: folder, name: 'work' }] },
      });
      await client.rules(`${other}/b.yaml`, inTrust);
      await client.rules(`${folder}/a.yaml`);
    });

    it('are read with progress, which can be cancelled', async () => {
      const names = Array.from({ length: 40 }, (_, i) => `${i}.yaml`);
      let release: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => (release = resolve));
      client = new MemoryClient({
        folders: [folder],
        capabilities: { workspace: { configuration: true }, window: { workDoneProgress: true } },
        beforeRead: () => gate,
      });
      for (const name of names) client.files.set(`${folder}/${name}`, template('Role'));
      const seen: string[] = [];
      client.connection.onRequest('window/workDoneProgress/create', () => null);
      client.connection.onNotification('$/progress', ({ token, value }: Progress) => {
        const { kind, cancellable } = value;
        seen.push(kind);
        if (kind !== 'begin') return;
        assert.equal(cancellable, true);
        void client.connection
          .sendNotification('window/workDoneProgress/cancel', { token })
          .then(() => setTimeout(release, 20));
      });
      await client.start();
      await client.until(() => client.logged.some((line) => line.includes('was ended')));
      await client.open(`${folder}/open.yaml`, template('Role'));
      await client.rules(`${folder}/open.yaml`, inTrust);
      assert.equal(seen[0], 'begin');
      assert.equal(seen.at(-1), 'end');
      assert(new Set(client.published.map(({ uri }) => uri)).size < names.length);
    });
  });

  describe('code actions', () => {
    const uri = `${folder}/a.yaml`;
    const capabilities = {
      workspace: { configuration: true, workspaceEdit: { documentChanges: true } },
      textDocument: { codeAction: { resolveSupport: { properties: ['edit'] } } },
    };

    async function actions(range: Range, only?: string[]): Promise<readonly CodeAction[]> {
      const found = await client.connection.sendRequest(CodeActionRequest.type, {
        textDocument: { uri },
        range,
        context: { diagnostics: [], ...(only ? { only } : {}) },
      });
      return (found ?? []) as CodeAction[];
    }

    it('mend one finding, all of its kind, or silence it', async () => {
      await start({ capabilities });
      await client.open(uri, template('Role', 'Second'));
      await client.rules(uri, inTrust, inTrust);
      const [finding] = client.diagnosticsOf(uri);
      assert(finding);
      const found = await actions(finding.range);
      assert.equal(found[0]?.isPreferred, true);
      assert.deepEqual(found[0].diagnostics, [finding]);
      assert.deepEqual(
        found.slice(-2).map(({ title }) => title),
        [`Fix all ${inTrust} in this file`, `Silence ${inTrust} on this line`],
      );
      const all = found.at(-2);
      assert(all && !all.edit);
      const { edit } = await client.connection.sendRequest(CodeActionResolveRequest.type, all);
      const [change] = edit?.documentChanges ?? [];
      assert(change && 'edits' in change);
      assert.equal(change.edits.length, 2);
      assert.equal(change.textDocument.version, 1);
      assertNoBug();
    });

    it('are computed on what was typed last', async () => {
      await start({ capabilities });
      await client.open(uri, template('Role'));
      await client.rules(uri, inTrust);
      const { range } = client.diagnosticsOf(uri)[0] ?? {
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      };
      void client.change(uri, { text: `\n\n${template('Role')}` });
      const moved = {
        start: { ...range.start, line: range.start.line + 2 },
        end: { ...range.end, line: range.end.line + 2 },
      };
      const [first] = await actions(moved);
      const [change] = first?.edit?.documentChanges ?? [];
      assert(change && 'edits' in change);
      assert.equal(change.textDocument.version, 2);
    });

    it('mend a whole file for editors that ask for it by name', async () => {
      await start({ capabilities: { workspace: { configuration: true } } });
      await client.open(uri, template('Role', 'Second', 'Third'));
      const found = await actions({ start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, [
        'source.fixAll',
      ]);
      assert.equal(found.length, 1);
      assert.equal(found[0]?.kind, 'source.fixAll.grantlens');
      assert.equal(found[0].edit?.changes?.[uri]?.length, 3);
    });
  });

  describe('half-typed text', () => {
    it('is answered at every length', async () => {
      await start();
      const uri = `${folder}/a.yaml`;
      const text = template('Role');
      await client.open(uri, '');
      for (let end = 0; end <= text.length; end += 7) {
        const position = { line: text.slice(0, end).split('\n').length - 1, character: 3 };
        void client.change(uri, { text: text.slice(0, end) });
        await client.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position });
        await client.connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } });
      }
      await client.change(uri, { text });
      await client.rules(uri, inTrust);
      assertNoBug();
    });
  });

  describe('unknown documents and requests', () => {
    it('have no answers and do no harm', async () => {
      await start();
      const textDocument = { uri: `${folder}/nowhere.yaml` };
      const position = { line: 9, character: 9 };
      assert.equal(await client.connection.sendRequest(HoverRequest.type, { textDocument, position }), null);
      assert.deepEqual(await client.connection.sendRequest(DocumentSymbolRequest.type, { textDocument }), []);
      const range = { start: position, end: position };
      assert.deepEqual(
        await client.connection.sendRequest(CodeActionRequest.type, {
          textDocument,
          range,
          context: { diagnostics: [] },
        }),
        [],
      );
      await client.change(textDocument.uri, { text: 'x' });
      await client.close(textDocument.uri);
      const { markdown } = await client.connection.sendRequest<{ markdown: string }>('grantlens/ruleDocumentation', {
        rule: 'no/such',
      });
      assert(markdown.includes('no/such'));
      assertNoBug();
    });

    it('explain a rule', async () => {
      await start();
      const { markdown } = await client.connection.sendRequest<{ markdown: string }>('grantlens/ruleDocumentation', {
        rule: inTrust,
      });
      assert(markdown.startsWith(`# ${inTrust}\n`));
    });
  });

  describe('without its catalog', () => {
    for (const [title, readAsset] of [
      ['missing', () => Promise.reject(new Error('ENOENT'))],
      ['broken', () => Promise.resolve('{"format": 1')],
    ] as const) {
      it(`tells it once when it is ${title}, and goes on`, async () => {
        await start({ readAsset });
        const uri = `${folder}/a.yaml`;
        await client.open(uri, template('Role'));
        await client.rules(uri, inTrust);
        await client.open(`${folder}/b.yaml`, template('Role'));
        await client.rules(`${folder}/b.yaml`, inTrust);
        assert.equal(client.shown.length, 1);
      });
    }
  });
});
