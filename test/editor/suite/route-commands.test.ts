import * as vscode from 'vscode';
import { check, eventually, fileUri, positionIn, read, write } from './workspace.ts';

describe('commands for routes', () => {
  const uri = () => fileUri('suite/commands/template.yaml');

  before(async () => write(uri(), await read(fileUri('pet-store/template.yaml'))));

  after(() => vscode.workspace.fs.delete(uri()));

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  async function show(word: string): Promise<vscode.TextDocument> {
    const document = await vscode.workspace.openTextDocument(uri());
    const editor = await vscode.window.showTextDocument(document);
    const at = positionIn(document, word).translate(0, 2);
    editor.selection = new vscode.Selection(at, at);
    return document;
  }

  it('"Who can call this route?" opens the answer', async () => {
    await show('  GetPet:');
    await vscode.commands.executeCommand('grantlens.whoCanCall');
    const answer = await eventually('the answer', () =>
      vscode.workspace.textDocuments.find(({ uri: { scheme } }) => scheme === 'grantlens-answer'),
    );
    await eventually('its words', () => answer.getText().includes('GET /pets/{petId}'));
  });

  it('"Grant API Gateway the right to invoke this function" writes the permission, once', async () => {
    const document = await show('  CreatePet:');
    const count = () => document.getText().split('AWS::Lambda::Permission').length - 1;
    const before = count();
    await eventually('the permission', async () => {
      if (count() === before) await vscode.commands.executeCommand('grantlens.grantInvoke');
      return count() === before + 1;
    });
    await vscode.commands.executeCommand('grantlens.grantInvoke');
    check(count() === before + 1, 'the permission was written twice');
  });
});
