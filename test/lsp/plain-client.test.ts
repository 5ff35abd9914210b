import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CodeActionRequest,
  CodeActionResolveRequest,
  DocumentSymbolRequest,
  HoverRequest,
  MarkupContent,
  type CodeAction,
  type Command,
  type Hover,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { LineIndex } from '../../server/src/text/line-index.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { LspClient } from '../support/lsp-client.ts';
import { bundledServer } from '../support/server-bundle.ts';

const trust = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "Service": "apigateway.amazonaws.com" },
      "Action": "sts:AssumeRole"
    }
  ]
}
`;

const script = 'aws iam create-policy --policy-name gateway --policy-document file://policies/trust.json\n';

const template = `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Role:
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

describe('any client of the language server', function () {
  this.timeout(30_000);
  let client: LspClient;
  let folder = '';
  let server: { readonly path: string; remove(): void };
  const uriOf = (name: string): string => pathToFileURL(path.join(folder, name)).href;

  before(async () => {
    server = await bundledServer();
    folder = mkdtempSync(path.join(tmpdir(), 'grantlens-lsp-'));
    mkdirSync(path.join(folder, 'policies'));
    writeFileSync(path.join(folder, 'policies/trust.json'), trust);
    writeFileSync(path.join(folder, 'deploy.sh'), script);
    writeFileSync(path.join(folder, 'template.yaml'), template);
    client = await LspClient.start(server.path, { folder });
  });

  after(async () => {
    if ((client as LspClient | undefined) && !stopped) await client.stop();
    server.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  let stopped = false;

  it('is told what the server can do', () => {
    const { capabilities, serverInfo } = client.initialized;
    assert.equal(serverInfo?.name, 'grantlens');
    for (const name of ['hoverProvider', 'codeActionProvider', 'documentSymbolProvider'] as const)
      assert(capabilities[name], name);
  });

  it('gets diagnostics of files that are not open, with the rule and its page', async () => {
    // The word that is wrong is the command's: it makes a permissions policy of a trust policy.
    const found = await Promise.any(
      ['deploy.sh', 'policies/trust.json'].map((name) =>
        client.diagnostics(uriOf(name), ({ diagnostics }) => diagnostics.length > 0),
      ),
    );
    const [diagnostic] = found.diagnostics;
    assert.equal(diagnostic?.code, 'trust/trust-policy-as-permissions-policy');
    assert.equal(diagnostic?.source, 'grantlens');
    assert.equal(diagnostic?.range.start.line, diagnostic?.range.end.line);
  });

  it('gets a diagnostic, an action that mends it, and then none', async () => {
    const uri = uriOf('template.yaml');
    await client.open(uri, 'yaml', template);
    const { diagnostics } = await client.diagnostics(uri, ({ diagnostics }) => diagnostics.length > 0);
    const [diagnostic] = diagnostics;
    assert(diagnostic);
    assert.equal(diagnostic.code, 'trust/resource-in-trust-policy');
    const actions = await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: diagnostic.range,
      context: { diagnostics: [diagnostic] },
    });
    const action = (actions ?? []).find((one): one is CodeAction => !isCommand(one));
    assert(action);
    const { edit } = action.edit ? action : await client.connection.sendRequest(CodeActionResolveRequest.type, action);
    const text = appliedTo(template, uri, edit);
    assert(!text.includes('Resource: '));
    assert(text.includes('Action: sts:AssumeRole'));
    await client.change(uri, { text });
    await client.diagnostics(uri, ({ diagnostics }) => diagnostics.length === 0);
  });

  it('gets diagnostics that move with an edit of one line', async () => {
    const uri = uriOf('template.yaml');
    await client.change(uri, { text: template });
    await client.diagnostics(uri, ({ diagnostics }) => diagnostics[0]?.range.start.line === 11);
    const top = { line: 0, character: 0 };
    await client.change(uri, { range: { start: top, end: top }, text: '# a comment\n' });
    await client.diagnostics(uri, ({ diagnostics }) => diagnostics[0]?.range.start.line === 12);
  });

  it('gets a hover that explains the word', async () => {
    const uri = uriOf('template.yaml');
    const hover = await client.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri },
      position: { line: 11, character: 24 },
    });
    assert.match(textOf(hover), /AssumeRole/);
  });

  it('gets the symbols of a file', async () => {
    const symbols = await client.connection.sendRequest(DocumentSymbolRequest.type, {
      textDocument: { uri: uriOf('template.yaml') },
    });
    assert(JSON.stringify(symbols).includes('"Role'));
  });

  it('is answered on files that are empty, broken or none of ours', async () => {
    for (const [name, text] of Object.entries({
      'empty.json': '',
      'broken.json': '{"Statement": [{',
      'other.json': '[1]',
    })) {
      const uri = uriOf(name);
      await client.open(uri, 'json', text);
      const at = { textDocument: { uri }, position: { line: 0, character: 0 } };
      assert.equal(await client.connection.sendRequest(HoverRequest.type, at), null);
    }
  });

  it('hears of no bug, and ends the server as the protocol says', async () => {
    assert.deepEqual(
      client.logged.filter((line) => /error|bug| at /i.test(line)),
      [],
    );
    stopped = true;
    assert.equal(await client.stop(), 0);
    assert.equal(readFileSync(path.join(folder, 'template.yaml'), 'utf8'), template, 'a server writes no file');
  });
});

function isCommand(action: CodeAction | Command): action is Command {
  return typeof action.command === 'string';
}

function textOf(hover: Hover | null): string {
  assert(hover);
  return MarkupContent.is(hover.contents) ? hover.contents.value : JSON.stringify(hover.contents);
}

function appliedTo(text: string, uri: string, edit: WorkspaceEdit | undefined): string {
  const lines = new LineIndex(text);
  const edits: TextEdit[] = [...(edit?.changes?.[uri] ?? [])];
  for (const change of edit?.documentChanges ?? [])
    if ('edits' in change && change.textDocument.uri === uri)
      for (const one of change.edits) if ('newText' in one) edits.push(one);
  assert(edits.length > 0, 'the action edits this file');
  return applyEdits(
    text,
    edits.map(({ range, newText }) => ({
      span: { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) },
      newText,
    })),
  );
}
