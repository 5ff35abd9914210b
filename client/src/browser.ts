import * as vscode from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import type { Explorer } from './explorer/explorer.ts';
import { startSession } from './session.ts';

// The project is compiled without the browser's types, so that nothing else of a browser can be used by mistake.
declare class Worker {
  constructor(script: string);
  terminate(): void;
}

let client: LanguageClient | undefined;
let worker: Worker | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<Explorer> {
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist', 'web', 'server.js').toString(true);
  // Called at each start, since a server that was asked to exit cannot be started again. The client would take the worker
  // itself too, but not from a function: it looks with instanceof, and an extension host's workers are of its own making.
  const startWorker = () => {
    worker?.terminate();
    worker = new Worker(script);
    return Promise.resolve({ reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) });
  };
  return startSession(context, { files: 'client', assets: 'client' }, (options) => {
    client = new LanguageClient('grantlens', 'Grantlens', startWorker, options);
    return client;
  });
}

export async function deactivate(): Promise<void> {
  await client?.stop();
  worker?.terminate();
}
