import * as vscode from 'vscode';
import { check, eventually, fileUri, write } from './workspace.ts';

const begun = {
  'policy.json':
    '{\n  "Version": "2012-10-17",\n  "Statement": [\n    {\n      "Effect": "Allow",\n      "Action": "sqs:|"\n    }\n  ]\n}\n',
  'policy.yaml': "Version: '2012-10-17'\nStatement:\n  - Effect: Allow\n    Action:\n      - sqs:|\n",
};

/** Opens a new file with that text, the cursor at its `|`. */
async function open(name: string, marked: string): Promise<vscode.TextEditor> {
  const uri = fileUri(`suite/written/${name}`);
  await write(uri, marked.replace('|', ''));
  const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
  const cursor = editor.document.positionAt(marked.indexOf('|'));
  editor.selection = new vscode.Selection(cursor, cursor);
  return editor;
}

describe('completion', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.workspace.fs.delete(fileUri('suite/written'), { recursive: true });
  });

  for (const [name, marked] of Object.entries(begun)) {
    it(`offers actions in ${name}, and says what they do`, async () => {
      const { document, selection } = await open(name, marked);
      const item = await eventually('sqs:SendMessage', async () => {
        const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
          'vscode.executeCompletionItemProvider',
          document.uri,
          selection.active,
          undefined,
          100,
        );
        return items.find(({ label }) => (typeof label === 'string' ? label : label.label) === 'sqs:SendMessage');
      });
      const said = typeof item.documentation === 'string' ? item.documentation : item.documentation?.value;
      check(said?.includes('access level **Write**'), `it says ${said}`);
    });

    it(`writes what is chosen while one types in ${name}`, async () => {
      const { document } = await open(name, marked);
      await vscode.commands.executeCommand('type', { text: 'Receive' });
      // No word of the file and no other extension knows it.
      await eventually('the whole action', async () => {
        await vscode.commands.executeCommand('editor.action.triggerSuggest');
        await new Promise((resolve) => setTimeout(resolve, 300));
        await vscode.commands.executeCommand('acceptSelectedSuggestion');
        return /sqs:ReceiveMessage"?\n/.test(document.getText());
      });
    });
  }
});
