import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import * as server from 'vscode-languageserver/node';
import { createConnection, type InitializeParams } from 'vscode-languageserver';
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  InitializeRequest,
  LogMessageNotification,
  PublishDiagnosticsNotification,
  ShowMessageNotification,
  StreamMessageReader,
  StreamMessageWriter,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver-protocol/node';
import { isTellingName } from '../../server/src/features/file-names.ts';
import type { FileSource, Host } from '../../server/src/lsp/files.ts';
import { startServer } from '../../server/src/lsp/server.ts';
import { pathInside } from '../../server/src/lsp/uri.ts';
import { distFolder } from './catalog.ts';

export interface MemoryOptions {
  readonly folders?: readonly string[];
  readonly capabilities?: InitializeParams['capabilities'];
  readonly initializationOptions?: unknown;
  /** Settings under `grantlens`, by folder or for all ('' too). */
  readonly settings?: (scope: string) => unknown;
  /** In place of the assets beside the bundle. */
  readonly readAsset?: (path: string) => Promise<string>;
  /** Waited for before a file is read. */
  readonly beforeRead?: (uri: string) => Promise<void>;
}

/** A client and the server in one process, over streams in memory and files in memory. */
export class MemoryClient {
  readonly connection: ProtocolConnection;
  readonly files = new Map<string, string>();
  /** Every publication, in order. */
  readonly published: PublishDiagnosticsParams[] = [];
  readonly logged: string[] = [];
  readonly shown: string[] = [];
  result: InitializeResult = { capabilities: {} };
  #settings: (scope: string) => unknown;
  readonly #options: MemoryOptions;
  readonly #versions = new Map<string, number>();
  readonly #waiting = new Set<() => void>();

  constructor(options: MemoryOptions = {}) {
    this.#options = options;
    this.#settings = options.settings ?? (() => null);
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    const connection = createConnection(
      (logger) =>
        server.createProtocolConnection(
          new server.StreamMessageReader(toServer),
          new server.StreamMessageWriter(toClient),
          logger,
        ),
      { initialize: () => undefined, shutdownReceived: false, exit: () => undefined },
    );
    startServer(connection, this.#host());
    connection.listen();
    this.connection = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
    this.connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      this.published.push(params);
      this.#wake();
    });
    this.connection.onNotification(LogMessageNotification.type, ({ message }) => {
      this.logged.push(message);
      this.#wake();
    });
    this.connection.onNotification(ShowMessageNotification.type, ({ message }) => {
      this.shown.push(message);
      this.#wake();
    });
    this.connection.onRequest('workspace/configuration', ({ items }: { items: { scopeUri?: string }[] }) =>
      items.map(({ scopeUri }) => this.#settings(scopeUri ?? '')),
    );
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.listen();
  }

  #host(): Host {
    const files: FileSource = {
      find: (folder, isExcluded) => found([...this.files.keys()], folder, isExcluded),
      read: async (uri) => {
        await this.#options.beforeRead?.(uri);
        const text = this.files.get(uri);
        return text === undefined ? { problem: 'does not exist' } : { text };
      },
    };
    return {
      version: '0.0.0',
      disk: files,
      readAsset: this.#options.readAsset ?? readDist,
      now: () => performance.now(),
      breathe: () => new Promise((resolve) => setImmediate(resolve)),
    };
  }

  async start(): Promise<this> {
    const folders = this.#options.folders ?? [];
    this.result = await this.connection.sendRequest(InitializeRequest.type, {
      processId: null,
      rootUri: null,
      workspaceFolders: folders.map((uri) => ({ uri, name: uri })),
      capabilities: this.#options.capabilities ?? { workspace: { configuration: true, workspaceFolders: true } },
      initializationOptions: this.#options.initializationOptions,
    });
    await this.connection.sendNotification(InitializedNotification.type, {});
    return this;
  }

  configure(settings: (scope: string) => unknown): Promise<void> {
    this.#settings = settings;
    return this.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  }

  open(uri: string, text: string, languageId = 'yaml'): Promise<void> {
    this.#versions.set(uri, 1);
    return this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  change(uri: string, ...contentChanges: TextDocumentContentChangeEvent[]): Promise<void> {
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    return this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  close(uri: string): Promise<void> {
    return this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  watched(...changes: readonly { readonly uri: string; readonly type: 1 | 2 | 3 }[]): Promise<void> {
    return this.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
  }

  /** What the client shows for a file now. */
  diagnosticsOf(uri: string): readonly Diagnostic[] {
    return this.published.filter((params) => params.uri === uri).at(-1)?.diagnostics ?? [];
  }

  /** The rules of the findings that a file shows, once they are these. */
  rules(uri: string, ...rules: readonly string[]): Promise<void> {
    const shown = (): string =>
      this.diagnosticsOf(uri)
        .map(({ code }) => String(code))
        .join(' ');
    return this.until(
      () => this.published.some((params) => params.uri === uri) && shown() === rules.join(' '),
      () => `${uri} shows "${shown()}", not "${rules.join(' ')}"`,
    );
  }

  /** Resolves when something that arrived has made it true. */
  until(isTrue: () => boolean, complaint: () => string = () => 'it did not come'): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`${complaint()}; log: ${this.logged.join(' | ')}`));
      }, 5000);
      const look = (): void => {
        if (!isTrue()) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  #wake(): void {
    for (const look of [...this.#waiting]) look();
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    this.connection.dispose();
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- the interface is for sources that wait
async function* found(
  uris: readonly string[],
  folder: string,
  isExcluded: (path: string) => boolean,
): AsyncGenerator<readonly string[]> {
  yield uris.filter((uri) => {
    const inside = pathInside(folder, uri);
    return inside !== undefined && isTellingName(inside) && !isExcluded(inside);
  });
}

async function readDist(asset: string): Promise<string> {
  return readFileSync(path.join(await distFolder(), asset), 'utf8');
}
