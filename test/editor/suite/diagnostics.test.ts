import * as vscode from 'vscode';
import {
  change,
  check,
  eventually,
  fileUri,
  findings,
  firstFinding,
  noFinding,
  output,
  read,
  rule,
  write,
} from './workspace.ts';

// Without a first finding nothing else is worth a wait, and what the extension has to say is worth a look.
before(async () => {
  try {
    await firstFinding(fileUri('suite/template.yaml'));
  } catch (error) {
    throw new Error(`${String(error)}\n${await output()}`, { cause: error });
  }
});

describe('diagnostics', () => {
  it('come for files that nobody opened', async () => {
    const script = fileUri('suite/policies/gateway.json');
    await firstFinding(script);
    await firstFinding(fileUri('suite/template.yaml'));
    const open = vscode.workspace.textDocuments.some((document) => document.uri.toString() === script.toString());
    check(!open, 'the file should be closed for this test to prove anything');
  });

  it('cover a few letters of one line, and say where they come from', async () => {
    const finding = await firstFinding(fileUri('suite/template.yaml'));
    check(finding.range.isSingleLine && !finding.range.isEmpty, 'a finding underlines part of one line');
    check(finding.source === 'grantlens', `source is ${finding.source}`);
    check(finding.severity === vscode.DiagnosticSeverity.Error, 'the level of this rule is error');
  });

  it('link the name of the rule to its explanation', async () => {
    const { code } = await firstFinding(fileUri('suite/template.yaml'));
    check(typeof code === 'object', 'the code is no link');
    check(String(code.value) === rule, `the link is named ${code.value}`);
    const page = await vscode.workspace.openTextDocument(code.target);
    check(page.getText().includes(rule), `the page does not name the rule: ${page.getText()}`);
  });

  it('are found in the example workspace', async () => {
    await eventually('a finding in the pet store', () =>
      vscode.languages.getDiagnostics().some(([uri]) => uri.path.includes('/pet-store/') && findings(uri).length > 0),
    );
  });

  it('follow the typing before anything is saved', async () => {
    const uri = fileUri('suite/typed.yaml');
    await write(uri, (await read(fileUri('suite/template.yaml'))).replace('GatewayPolicy', 'TypedPolicy'));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await firstFinding(uri);
    await change(document, 'AWS::IAM::ManagedPolicy', 'AWS::SNS::Topic');
    await noFinding(uri);
    await change(document, 'AWS::SNS::Topic', 'AWS::IAM::ManagedPolicy');
    await firstFinding(uri);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('follow files that are made, changed and removed behind the editor', async () => {
    const uri = fileUri('suite/made/template.yaml');
    const text = await read(fileUri('suite/template.yaml'));
    await write(uri, text);
    await firstFinding(uri);
    await write(uri, text.replace('AWS::IAM::ManagedPolicy', 'AWS::SNS::Topic'));
    await noFinding(uri);
    await write(uri, text);
    await firstFinding(uri);
    await vscode.workspace.fs.delete(uri);
    await noFinding(uri);
  });

  it('come again after the server is started anew', async () => {
    await firstFinding(fileUri('suite/template.yaml'));
    await vscode.commands.executeCommand('grantlens.restart');
    await firstFinding(fileUri('suite/template.yaml'));
  });
});
