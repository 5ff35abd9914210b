import { configure, fileUri, findings, firstFinding, noFinding, rule, eventually } from './workspace.ts';
import * as vscode from 'vscode';

describe('settings', () => {
  const template = () => fileUri('suite/template.yaml');

  afterEach(async () => {
    await configure('rules', undefined);
    await configure('exclude', undefined);
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
});
