import * as vscode from 'vscode';
import { check, configure, eventually, fileUri, positionIn, read, write } from './workspace.ts';

const json = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["sqs:SendMessage", "sqs:Get*"],
      "Resource": "arn:aws:sqs:eu-west-1:123456789012:jobs"
    }
  ]
}
`;
const yaml = `Version: '2012-10-17'
Statement:
  - Effect: Allow
    Action: sqs:Get*
    Resource: arn:aws:sqs:eu-west-1:123456789012:jobs
`;

let folders = 0;

/** A new file in a folder of its own: what the editor still knows of another test's file does not get between. */
async function opened(name: string, text: string): Promise<vscode.TextDocument> {
  const uri = fileUri(`suite/writing/${++folders}/${name}`);
  await write(uri, text);
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  return document;
}

/** The editor cancels a question about a document that it takes in anew meanwhile; it may be asked again. */
async function unlessCanceled<T>(asked: Thenable<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && error.name === 'Canceled') return undefined;
    throw error;
  }
}

interface Rewriting extends vscode.CodeAction {
  edit: vscode.WorkspaceEdit;
}

function rewriting(document: vscode.TextDocument, word: string, name: string): Promise<Rewriting> {
  const at = positionIn(document, word);
  return eventually(`${name} at ${word}`, async () => {
    const actions = await unlessCanceled(
      vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        new vscode.Range(at, at),
        vscode.CodeActionKind.RefactorRewrite.value,
        20,
      ),
    );
    return actions?.find(
      (action): action is Rewriting => action.kind?.value.endsWith(`.${name}`) === true && action.edit !== undefined,
    );
  });
}

describe('writing policies', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await configure('inlayHints.enabled', undefined);
    await vscode.workspace.fs.delete(fileUri('suite/writing'), { recursive: true });
  });

  it('a wildcard is written out', async () => {
    const document = await opened('policy.json', json);
    const action = await rewriting(document, 'sqs:Get*', 'expand-wildcard');
    check(await vscode.workspace.applyEdit(action.edit), `"${action.title}" was refused`);
    const policy = JSON.parse(document.getText()) as { Statement: [{ Action: string[] }] };
    check(policy.Statement[0].Action.includes('sqs:GetQueueUrl'), `it became ${document.getText()}`);
    check(!document.getText().includes('*'), 'the wildcard is still there');
    await document.save();
  });

  it('a policy is written as YAML, to a file beside it', async () => {
    const document = await opened('policy.json', json);
    const action = await rewriting(document, 'Version', 'to-yaml');
    check(await vscode.workspace.applyEdit(action.edit), `"${action.title}" was refused`);
    check(document.getText() === json, 'the policy itself changed');
    const made = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(document.uri, '../policy.yaml'));
    check(made.getText().startsWith("Version: '2012-10-17'\nStatement:\n  - Effect: Allow\n"), made.getText());
    await made.save();
    check((await read(made.uri)) === made.getText(), 'the new file was not written');
  });

  it('a hover tells the statement', async () => {
    const document = await opened('policy.yaml', yaml);
    const text = await eventually('a hover', async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        positionIn(document, 'Allow'),
      );
      const contents = hovers.flatMap((hover) => hover.contents);
      return contents.map((content) => (typeof content === 'string' ? content : content.value)).find((value) => value);
    });
    check(text.includes('Lets whoever carries it use `sqs:Get*`'), `the hover says ${text}`);
  });

  it('an action is a link', async () => {
    const document = await opened('policy.yaml', yaml);
    const target = await eventually('a link', async () => {
      const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
        'vscode.executeLinkProvider',
        document.uri,
      );
      return links.find(({ range }) => document.getText(range) === 'sqs:Get*')?.target?.toString(true);
    });
    check(target.includes('list_amazonsqs.html#'), `it leads to ${target}`);
  });

  for (const [language, text] of [
    ['json', json],
    ['yaml', yaml],
  ] as const)
    it(`selections grow along a statement in ${language}`, async () => {
      const document = await opened(`policy.${language}`, text);
      const at = positionIn(document, 'jobs');
      const [first] = await eventually('selections', () =>
        vscode.commands.executeCommand<vscode.SelectionRange[]>('vscode.executeSelectionRangeProvider', document.uri, [
          at,
        ]),
      );
      const texts: string[] = [];
      for (let range: vscode.SelectionRange | undefined = first; range; range = range.parent)
        texts.push(document.getText(range.range));
      for (const wanted of ['jobs', 'arn:aws:sqs:eu-west-1:123456789012:jobs', text.trimEnd()])
        check(
          texts.some((one) => one.trimEnd() === wanted),
          `${wanted} is not among ${JSON.stringify(texts)}`,
        );
      check(
        texts.some((one) => /^- Effect[^]*jobs$|^\{\s*"Effect"[^]*\}$/.test(one.trim())),
        `the statement is not among ${JSON.stringify(texts)}`,
      );
    });

  it('YAML keeps its folds', async () => {
    const document = await opened('policy.yaml', yaml);
    await vscode.commands.executeCommand('editor.foldAll');
    const editor = vscode.window.activeTextEditor;
    check(editor?.document === document, 'the policy is not in front');
    await eventually('the statements to be folded away', () => {
      const shown = editor.visibleRanges.reduce((sum, { start, end }) => sum + end.line - start.line + 1, 0);
      return shown < document.lineCount;
    });
  });

  it('grantlens.inlayHints.enabled shows the number of actions', async () => {
    const document = await opened('policy.yaml', yaml);
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = async (): Promise<vscode.InlayHint[]> =>
      vscode.commands.executeCommand('vscode.executeInlayHintProvider', document.uri, whole);
    check((await hints()).length === 0, 'there are hints that nobody asked for');
    await configure('inlayHints.enabled', true);
    const hint = await eventually('a hint', async () => (await hints())[0]);
    const label = typeof hint.label === 'string' ? hint.label : hint.label.map(({ value }) => value).join('');
    check(/^\d+ actions$/.test(label), `the hint says ${label}`);
  });
});
