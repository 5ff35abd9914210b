import { spawn, type ChildProcess } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import {
  ApplyWorkspaceEditRequest,
  ConfigurationRequest,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  LogMessageNotification,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  WorkDoneProgressCreateRequest,
  WorkspaceFoldersRequest,
  type ClientCapabilities,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver-protocol/node';

export interface ClientOptions {
  /** The workspace folder. */
  readonly folder: string;
  /** Settings under `grantlens`. */
  readonly settings?: unknown;
  readonly capabilities?: ClientCapabilities;
}

/** What a plain editor says that it can do. */
const plainCapabilities: ClientCapabilities = {
  workspace: { workspaceFolders: true, configuration: true, workspaceEdit: { documentChanges: true } },
  textDocument: {
    synchronization: { didSave: true },
    publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source'] } },
      resolveSupport: { properties: ['edit'] },
      dataSupport: true,
    },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    completion: {
      completionItem: { labelDetailsSupport: true, resolveSupport: { properties: ['documentation'] } },
      completionList: { itemDefaults: ['editRange', 'insertTextFormat'] },
    },
  },
};

/** Any editor that speaks the Language Server Protocol with a server over its standard streams. */
export class LspClient {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** The last published diagnostics of each file. */
  readonly published = new Map<string, PublishDiagnosticsParams>();
  readonly logged: string[] = [];
  readonly #process: ChildProcess;
  readonly #listeners = new Set<(params: PublishDiagnosticsParams) => void>();
  readonly #versions = new Map<string, number>();

  private constructor(process: ChildProcess, connection: ProtocolConnection, initialized: InitializeResult) {
    this.#process = process;
    this.connection = connection;
    this.initialized = initialized;
    connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      this.published.set(params.uri, params);
      for (const listener of [...this.#listeners]) listener(params);
    });
    connection.onNotification(LogMessageNotification.type, ({ message }) => {
      this.logged.push(message);
    });
  }

  /** Starts `node <server> --stdio` and shakes hands. */
  static async start(server: string, options: ClientOptions): Promise<LspClient> {
    const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    const folders = [{ uri: pathToFileURL(options.folder).href, name: 'test' }];
    connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => options.settings ?? null));
    connection.onRequest(WorkspaceFoldersRequest.type, () => folders);
    connection.onRequest(RegistrationRequest.type, () => undefined);
    connection.onRequest(WorkDoneProgressCreateRequest.type, () => undefined);
    connection.onRequest(ApplyWorkspaceEditRequest.type, () => ({ applied: false }));
    connection.listen();
    const initialized = await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: folders[0]?.uri ?? null,
      workspaceFolders: folders,
      capabilities: options.capabilities ?? plainCapabilities,
    });
    const client = new LspClient(child, connection, initialized);
    await connection.sendNotification(InitializedNotification.type, {});
    return client;
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  async open(uri: string, languageId: string, text: string): Promise<void> {
    this.#versions.set(uri, 1);
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  async change(uri: string, ...contentChanges: TextDocumentContentChangeEvent[]): Promise<void> {
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  /** The diagnostics of a file that fulfil the wish, published before or from now on. Rejects after `patience` milliseconds. */
  diagnostics(
    uri: string,
    isWanted: (params: PublishDiagnosticsParams) => boolean = () => true,
    patience = 20_000,
  ): Promise<PublishDiagnosticsParams> {
    const known = this.published.get(uri);
    if (known && isWanted(known)) return Promise.resolve(known);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#listeners.delete(listener);
        const last = JSON.stringify(this.published.get(uri)?.diagnostics.slice(0, 3)) ?? 'none';
        reject(new Error(`no such diagnostics for ${uri} in ${patience} ms; the last ones: ${last}`));
      }, patience);
      const listener = (params: PublishDiagnosticsParams): void => {
        if (params.uri !== uri || !isWanted(params)) return;
        clearTimeout(timer);
        this.#listeners.delete(listener);
        resolve(params);
      };
      this.#listeners.add(listener);
    });
  }

  /** Shuts the server down as the protocol asks; gives its exit code. */
  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.#process.once('exit', (code) => resolve(code)));
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    const code = await ended;
    this.connection.dispose();
    return code;
  }
}
