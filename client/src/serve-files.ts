import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { FindFilesParams, ReadAssetParams, ReadAssetResult, ReadFileParams, ReadFileResult } from './protocol.ts';

/** Nothing that a person writes as a policy or a template is longer; CloudFormation takes 1 MB. */
const longestFile = 5 * 1024 * 1024;

/** Answers the server's questions about files through the editor, whatever file system the workspace is on. */
export function serveFiles(client: BaseLanguageClient, extensionUri: vscode.Uri): void {
  client.onRequest('grantlens/findFiles', async (params: FindFilesParams, token: vscode.CancellationToken) => {
    const folder = vscode.Uri.parse(params.folder);
    // The server names folders without a slash at the end; the root of a virtual file system is nothing without it.
    const base = folder.path === '' ? folder.with({ path: '/' }) : folder;
    const include = new vscode.RelativePattern(base, params.include);
    const found = await vscode.workspace.findFiles(include, params.exclude || undefined, params.max, token);
    return found.map((uri) => uri.toString());
  });
  client.onRequest('grantlens/readFile', ({ uri }: ReadFileParams) => readFile(vscode.Uri.parse(uri)));
  client.onRequest('grantlens/readAsset', async ({ path }: ReadAssetParams): Promise<ReadAssetResult> => {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, 'dist', path));
    return { text: decode(bytes) };
  });
}

async function readFile(uri: vscode.Uri): Promise<ReadFileResult> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > longestFile) return { error: `the file has ${size} bytes; Grantlens reads up to ${longestFile}` };
    return { text: decode(await vscode.workspace.fs.readFile(uri)) };
  } catch (error) {
    // A file may go, or be forbidden, between being found and being read: that is an answer and no failure of ours.
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** Keeps a byte order mark: the server counts offsets in the file as it is. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
