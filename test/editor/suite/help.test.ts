import * as vscode from 'vscode';
import {
  check,
  eventually,
  fileUri,
  findings,
  firstFinding,
  noFinding,
  positionIn,
  read,
  rule,
  write,
} from './workspace.ts';

interface Fix extends vscode.CodeAction {
  edit: vscode.WorkspaceEdit;
}

async function show(relative: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(fileUri(relative));
  await vscode.window.showTextDocument(document);
  return document;
}

describe('help', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('a hover says what an action does', async () => {
    const document = await show('suite/template.yaml');
    const text = await eventually('a hover', async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        positionIn(document, 'dynamodb:GetItem'),
      );
      const contents = hovers.flatMap((hover) => hover.contents);
      return contents.map((content) => (typeof content === 'string' ? content : content.value)).find((value) => value);
    });
    check(text.includes('GetItem'), `the hover is about something else: ${text}`);
  });

  it('a quick fix mends the file', async () => {
    const uri = fileUri('suite/mended/template.yaml');
    await write(uri, await read(fileUri('suite/template.yaml')));
    const document = await show('suite/mended/template.yaml');
    const finding = await firstFinding(uri);
    const before = findings(uri).length;
    const fix = await eventually('a quick fix', async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        finding.range,
        vscode.CodeActionKind.QuickFix.value,
        20,
      );
      return actions.find((action): action is Fix => action.edit !== undefined && action.edit.size > 0);
    });
    const textBefore = document.getText();
    check(await vscode.workspace.applyEdit(fix.edit), `"${fix.title}" was refused`);
    check(document.getText() !== textBefore, `"${fix.title}" changed nothing`);
    await eventually(`"${fix.title}" removes its finding`, () => findings(uri).length < before);
    await document.save();
    await vscode.workspace.fs.delete(uri);
    await noFinding(uri);
  });

  it('the outline names the things of a template', async () => {
    const document = await show('suite/template.yaml');
    const symbols = await eventually('symbols', async () => {
      const all = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
        'vscode.executeDocumentSymbolProvider',
        document.uri,
      );
      return all?.length ? all : undefined;
    });
    check(names(symbols).includes('GatewayPolicy'), `the outline is ${names(symbols).join(', ')}`);
  });

  for (const language of ['json', 'yaml']) {
    it(`snippets are offered in ${language}`, async () => {
      const extension = vscode.extensions.getExtension('grantlens.grantlens');
      check(extension, 'the extension is not there');
      const file = vscode.Uri.joinPath(extension.extensionUri, 'syntaxes', `snippets-${language}.json`);
      const snippets = JSON.parse(await read(file)) as Record<string, { prefix: string | string[] }>;
      const prefix = [Object.values(snippets)[0]?.prefix].flat()[0];
      check(prefix, `there is no snippet in ${file.path}`);
      const document = await vscode.workspace.openTextDocument({ language, content: '' });
      await vscode.window.showTextDocument(document);
      await eventually(`the snippet ${prefix}`, async () => {
        const completions = await vscode.commands.executeCommand<vscode.CompletionList>(
          'vscode.executeCompletionItemProvider',
          document.uri,
          new vscode.Position(0, 0),
        );
        return completions.items.some(
          ({ kind, label }) =>
            kind === vscode.CompletionItemKind.Snippet && (typeof label === 'string' ? label : label.label) === prefix,
        );
      });
    });
  }

  it('a rule is explained, rendered, without a network', async () => {
    await vscode.commands.executeCommand('grantlens.explainRule', rule);
    await eventually('a preview', () =>
      vscode.window.tabGroups.all.some(({ tabs }) =>
        tabs.some(({ input }) => input instanceof vscode.TabInputCustom && input.viewType.includes('markdown.preview')),
      ),
    );
    const document = await eventually('the explanation', () =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'grantlens-rule'),
    );
    check(document.getText().includes(rule), `the explanation does not name the rule: ${document.getText()}`);
  });
});

function names(symbols: readonly vscode.DocumentSymbol[]): string[] {
  return symbols.flatMap((symbol) => [symbol.name, ...names(symbol.children)]);
}
