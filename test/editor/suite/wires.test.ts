import * as vscode from 'vscode';
import { check, configure, eventually, fileUri, positionIn } from './workspace.ts';

describe('wires', () => {
  const template = () => fileUri('pet-store/template.yaml');

  afterEach(async () => {
    await configure('codeLens.enabled', undefined);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  async function show(): Promise<vscode.TextDocument> {
    const document = await vscode.workspace.openTextDocument(template());
    await vscode.window.showTextDocument(document);
    return document;
  }

  function lenses(document: vscode.TextDocument): Thenable<vscode.CodeLens[]> {
    return vscode.commands.executeCommand('vscode.executeCodeLensProvider', document.uri, 200);
  }

  it('a definition leads from an integration to its function, by the word under the cursor', async () => {
    const document = await show();
    const links = await eventually('a definition', async () => {
      const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        positionIn(document, '${ListPetsFunction.Arn}'),
      );
      return found.length > 0 ? found : undefined;
    });
    const [link, second] = links;
    check(!second && link && 'targetUri' in link, `${links.length} definitions, or one without a word`);
    check(document.getText(link.targetSelectionRange) === 'ListPetsFunction', 'the definition is something else');
    check(
      link.originSelectionRange && document.getText(link.originSelectionRange) === '${ListPetsFunction.Arn}',
      'the word under the cursor is something else',
    );
  });

  it('references of a role are the places that use it', async () => {
    const document = await show();
    const found = await eventually('references', async () => {
      const places = await vscode.commands.executeCommand<vscode.Location[]>(
        'vscode.executeReferenceProvider',
        document.uri,
        positionIn(document, '  PhotosRole:').translate(0, 2),
      );
      return places.length > 0 ? places : undefined;
    });
    const words = found.map(({ range }) => document.lineAt(range.start.line).text.trim());
    check(words.includes('Credentials: !GetAtt PhotosRole.Arn'), `the places are ${words.join(' | ')}`);
  });

  it('a line above a route says who may call it, and opens what it speaks of', async () => {
    const document = await show();
    const lens = await eventually('a code lens', async () => {
      const all = await lenses(document);
      return all.find(({ command }) => command?.title.startsWith('AWS_IAM'));
    });
    check(lens.command?.command === 'grantlens.showPlaces', `its command is ${lens.command?.command}`);
    check(
      document.lineAt(lens.range.start.line).text.startsWith('  CreatePet:'),
      `it stands above ${document.lineAt(lens.range.start.line).text}`,
    );
    await vscode.commands.executeCommand(lens.command.command, ...((lens.command.arguments ?? []) as unknown[]));
  });

  it('grantlens.codeLens.enabled takes the lines away', async () => {
    const document = await show();
    await eventually('code lenses', async () => (await lenses(document)).length > 0);
    await configure('codeLens.enabled', false);
    await eventually('no code lens', async () => (await lenses(document)).length === 0);
  });
});
