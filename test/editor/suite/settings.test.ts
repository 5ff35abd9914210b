import * as vscode from 'vscode';
import { configure, eventually, fileUri, findings, firstFinding, noFinding, output, rule } from './workspace.ts';

describe('settings', () => {
  const template = () => fileUri('suite/template.yaml');

  afterEach(async () => {
    await configure('rules', undefined);
    await configure('exclude', undefined);
    await configure('trace.server', undefined);
    await firstFinding(template());
  });

  it('grantlens.rules silences a rule', async () => {
    await firstFinding(template());
    await configure('rules', { [rule]: 'off' });
    await noFinding(template());
  });

  it('grantlens.rules changes the level of a rule', async () => {
    await firstFinding(template());
    await configure('rules', { [rule]: 'info' });
    await eventually('the new level', () => {
      const [finding] = findings(template());
      return finding?.severity === vscode.DiagnosticSeverity.Information;
    });
  });

  it('grantlens.exclude keeps files out', async () => {
    await firstFinding(template());
    await configure('exclude', ['suite/*.yaml']);
    await noFinding(template());
    await firstFinding(fileUri('suite/policies/gateway.json'));
  });

  it('grantlens.trace.server shows what editor and server say to one another', async () => {
    const document = await vscode.workspace.openTextDocument(template());
    await configure('trace.server', 'messages');
    await eventually('a traced request', async () => {
      await vscode.commands.executeCommand('vscode.executeHoverProvider', document.uri, new vscode.Position(0, 0));
      return (await output()).includes('textDocument/hover');
    });
  });
});
