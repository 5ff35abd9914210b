import * as vscode from 'vscode';
import type { FilePlace, FileRange } from '../../../server/src/lsp/access-protocol.ts';

function rangeOf({ start, end }: FileRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** The command that shows a place, for things that are clicked. */
export function openCommand({ uri, range }: FilePlace): vscode.Command {
  const options: vscode.TextDocumentShowOptions = { selection: rangeOf(range) };
  return { command: 'vscode.open', title: 'Open', arguments: [vscode.Uri.parse(uri, true), options] };
}

/** Shows a place where its file is open already, else in a group that is not `away`, which holds a panel; beside it if there is none. */
export async function openPlace({ uri, range }: FilePlace, away: vscode.ViewColumn | undefined): Promise<void> {
  const target = vscode.Uri.parse(uri, true);
  const document = await vscode.workspace.openTextDocument(target);
  await vscode.window.showTextDocument(document, {
    selection: rangeOf(range),
    viewColumn: columnFor(target, away),
  });
}

function columnFor(uri: vscode.Uri, away: vscode.ViewColumn | undefined): vscode.ViewColumn {
  const others = vscode.window.tabGroups.all.filter(({ viewColumn }) => viewColumn !== away);
  const holding = others.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString()),
  );
  return (holding ?? others[0])?.viewColumn ?? vscode.ViewColumn.Beside;
}

/** The way to a file as the explorer shows it. */
export function shortPath(uri: string): string {
  return vscode.workspace.asRelativePath(vscode.Uri.parse(uri, true), undefined);
}
