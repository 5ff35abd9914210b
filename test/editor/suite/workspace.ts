import * as vscode from 'vscode';

/** The one rule whose findings the suite waits for; every floor of the product has to work for it to speak. */
export const rule = 'trust/trust-policy-as-permissions-policy';

export function check(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** A file of the workspace that the rig copied: "suite/..." or "pet-store/...". */
export function fileUri(relative: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  check(folder, 'the rig opened no folder');
  return vscode.Uri.joinPath(folder.uri, relative);
}

export async function write(uri: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

export async function read(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

/** The rule's name on a diagnostic, which is a link in this editor. */
function ruleOf(diagnostic: vscode.Diagnostic): string | undefined {
  return typeof diagnostic.code === 'object' ? String(diagnostic.code.value) : diagnostic.code?.toString();
}

export function findings(uri: vscode.Uri, wanted = rule): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((diagnostic) => ruleOf(diagnostic) === wanted);
}

/** Waits until `probe` gives something; the editor's events come when they come. */
export async function eventually<T>(what: string, probe: () => T | Thenable<T>): Promise<NonNullable<T>> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== null && value !== false) return value;
    if (Date.now() > deadline) throw new Error(`not within 20 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export function firstFinding(uri: vscode.Uri): Promise<vscode.Diagnostic> {
  return eventually(`${rule} in ${uri.path}`, () => findings(uri)[0]);
}

export async function noFinding(uri: vscode.Uri): Promise<void> {
  await eventually(`no ${rule} in ${uri.path}`, () => findings(uri).length === 0);
}

/** The place just behind the first letter of `word`. */
export function positionIn(document: vscode.TextDocument, word: string): vscode.Position {
  const at = document.getText().indexOf(word);
  check(at >= 0, `${word} is not in ${document.uri.path}`);
  return document.positionAt(at + 1);
}

export async function change(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const at = document.getText().indexOf(from);
  check(at >= 0, `${from} is not in ${document.uri.path}`);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(at), document.positionAt(at + from.length));
  edit.replace(document.uri, range, to);
  check(await vscode.workspace.applyEdit(edit), `the edit of ${document.uri.path} was refused`);
}

export async function configure(section: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('grantlens').update(section, value, vscode.ConfigurationTarget.Workspace);
}

/** What the extension has written to its output. */
export async function output(): Promise<string> {
  await vscode.commands.executeCommand('grantlens.showOutput');
  const isOutput = ({ uri }: vscode.TextDocument) => uri.scheme === 'output' && uri.path.includes('Grantlens');
  const document = await eventually('the output', () => vscode.workspace.textDocuments.find(isOutput));
  return document.getText();
}
