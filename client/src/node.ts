import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { Explorer } from './explorer/explorer.ts';
import { startSession } from './session.ts';

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<Explorer> {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
  const server = { module, transport: TransportKind.ipc };
  return startSession(context, { files: 'node', assets: 'node' }, (options) => {
    client = new LanguageClient('grantlens', 'Grantlens', server, options);
    return client;
  });
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
