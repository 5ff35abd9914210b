import {
  CodeActionKind,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  MarkupKind,
  MessageType,
  ShowMessageNotification,
  TextDocumentSyncKind,
  WatchKind,
  type ClientCapabilities,
  type Connection,
  type Hover,
  type HoverParams,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver';
import { explainRule } from '../features/explain.ts';
import { hover } from '../features/hover.ts';
import { rules } from '../rules/index.ts';
import { accessApis, accessMap } from './access-map.ts';
import type { AccessMapParams } from './access-protocol.ts';
import { CatalogAssets } from './catalog-assets.ts';
import { clientFiles, readClientAsset } from './client-files.ts';
import { codeActions, fixAllKind, resolveCodeAction } from './code-actions.ts';
import { codeLensesOf, resolveCodeLens } from './code-lens.ts';
import { completionOf, completionTraitsOf, resolveCompletion, triggerCharacters } from './completion.ts';
import { toOffset, toRange, type ClientTraits } from './convert.ts';
import type { Host } from './files.ts';
import { guarded, type Log } from './guarded.ts';
import { definitionOf, highlightsOf, referencesOf } from './navigation.ts';
import { documentLinksOf, inlayHintsOf, selectionRangesOf, treeLanguages } from './reading-aids.ts';
import {
  callerPolicy,
  listRoutes,
  whoCanCall,
  type RoutesParams,
  type RoutesToChooseParams,
} from './route-commands.ts';
import { Session, type Progress } from './session.ts';
import { readSettings, type Settings } from './settings.ts';
import { symbolsOf } from './symbols.ts';
import { tellingGlobs } from './telling-globs.ts';
import { canonicalUri } from './uri.ts';

/** What a client may send with `initialize`; clients that know nothing of us send nothing. */
interface InitializationOptions {
  readonly files?: 'node' | 'client';
  readonly assets?: 'node' | 'client';
  readonly ruleHref?: string;
  readonly followsAccess?: boolean;
  readonly showPlaces?: string;
  readonly suggestCommand?: string;
  readonly settings?: unknown;
}

const ruleNames: ReadonlySet<string> = new Set(rules.map(({ meta }) => meta.id));

/** Settings that do not come are not waited for longer than this, in milliseconds. */
const settingsPatience = 2000;

/** Answers one client. Everything is registered before it returns; the caller listens. */
export function startServer(connection: Connection, host: Host): void {
  const log = connection.console;
  connection.onInitialize((params) => {
    const server = new Server(connection, host, log, params);
    server.register();
    return server.initializeResult();
  });
}

class Server {
  readonly #connection: Connection;
  readonly #log: Log;
  readonly #host: Host;
  readonly #capabilities: ClientCapabilities;
  readonly #options: InitializationOptions;
  readonly #session: Session;
  readonly #assets: CatalogAssets;
  readonly #catalogTried: Promise<unknown>;
  #settingsCame: () => void = () => undefined;
  #sections: readonly unknown[] = [];

  constructor(connection: Connection, host: Host, log: Log, params: InitializeParams) {
    this.#connection = connection;
    this.#host = host;
    this.#log = log;
    this.#capabilities = params.capabilities;
    this.#options = readOptions(params.initializationOptions);
    const fromClient = clientFiles(connection);
    const isOwnClient = this.#options.files !== undefined;
    const disk = this.#options.files === 'client' ? undefined : host.disk;
    const ownAssets = this.#options.assets === 'client' ? undefined : host.readAsset;
    this.#assets = new CatalogAssets(ownAssets ?? ((path) => readClientAsset(connection, path)), log);
    const settings = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, settingsPatience);
      this.#settingsCame = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#catalogTried = ownAssets ? this.#loadCatalog() : settings.then(() => this.#loadCatalog());
    this.#session = new Session(
      connection,
      host,
      log,
      traitsOf(params.capabilities, this.#options),
      (uri) => (uri.startsWith('file:') ? disk : undefined) ?? (isOwnClient ? fromClient : undefined),
      Promise.all([settings, this.#catalogTried]),
    );
    this.#session.setFolders(foldersOf(params));
  }

  initializeResult(): InitializeResult {
    const everyFile = { filters: [{ pattern: { glob: '**/*' } }] };
    return {
      serverInfo: { name: 'grantlens', version: this.#host.version },
      capabilities: {
        positionEncoding: 'utf-16',
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        hoverProvider: true,
        completionProvider: { triggerCharacters, resolveProvider: true },
        documentSymbolProvider: true,
        codeLensProvider: { resolveProvider: true },
        definitionProvider: true,
        referencesProvider: true,
        documentHighlightProvider: true,
        documentLinkProvider: {},
        inlayHintProvider: true,
        selectionRangeProvider: { documentSelector: treeLanguages.map((language) => ({ language })) },
        codeActionProvider: {
          codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor, fixAllKind],
          resolveProvider: this.#session.traits.resolvesEdits,
        },
        workspace: {
          workspaceFolders: { supported: true, changeNotifications: true },
          fileOperations: { didDelete: everyFile, didRename: everyFile },
        },
      },
    };
  }

  register(): void {
    const connection = this.#connection;
    const session = this.#session;
    const guard = <Args extends readonly unknown[], Result>(
      method: string,
      otherwise: Result,
      handle: (...args: Args) => Result | Promise<Result>,
    ): ((...args: Args) => Promise<Result>) => guarded(this.#log, method, otherwise, handle);

    connection.onInitialized(() => void guard('initialized', undefined, () => this.#initialized())());
    connection.onShutdown(() => session.end());

    connection.onDidOpenTextDocument((params) => void guard('didOpen', undefined, () => session.open(params))());
    connection.onDidChangeTextDocument((params) => void guard('didChange', undefined, () => session.change(params))());
    connection.onDidCloseTextDocument((params) => void guard('didClose', undefined, () => session.close(params))());
    connection.onDidChangeWatchedFiles(
      (params) => void guard('didChangeWatchedFiles', undefined, () => session.filesChanged(params))(),
    );
    connection.onDidChangeConfiguration(
      ({ settings }) =>
        void guard('didChangeConfiguration', undefined, () => this.#readSettings(sectionOf(settings)))(),
    );
    connection.workspace.onDidDeleteFiles(({ files }) => {
      for (const { uri } of files) session.deleted(uri);
    });
    connection.workspace.onDidRenameFiles(({ files }) => {
      for (const { oldUri } of files) session.deleted(oldUri);
      void guard('didRenameFiles', undefined, () => session.readFolders(unseen))();
    });

    connection.onCodeAction(guard('codeAction', [], (params) => codeActions(session, params)));
    connection.onCodeActionResolve((action) =>
      guard('codeAction/resolve', action, () => resolveCodeAction(session, action))(),
    );

    connection.onHover(guard('hover', null, (params) => this.#hover(params)));
    connection.onCompletion(
      guard('completion', null, async (params) => {
        await this.#catalogTried;
        return completionOf(session, params);
      }),
    );
    connection.onCompletionResolve((item) =>
      guard('completionItem/resolve', item, () => resolveCompletion(session, this.#assets, item))(),
    );
    connection.onCodeLens(guard('codeLens', [], (params) => codeLensesOf(session, params)));
    connection.onCodeLensResolve((lens) => guard('codeLens/resolve', lens, () => resolveCodeLens(session, lens))());
    connection.onDefinition(guard('definition', null, (params) => definitionOf(session, params)));
    connection.onReferences(guard('references', null, (params) => referencesOf(session, params)));
    connection.onDocumentHighlight(guard('documentHighlight', null, (params) => highlightsOf(session, params)));
    // The catalog tells what is an action: an answer before it is there would stand until the next letter.
    connection.onDocumentLinks(
      guard('documentLink', [], async (params) => {
        await this.#catalogTried;
        return documentLinksOf(session, params);
      }),
    );
    connection.languages.inlayHint.on(
      guard('inlayHint', [], async (params) => {
        await this.#catalogTried;
        return inlayHintsOf(session, params);
      }),
    );
    connection.onSelectionRanges(guard('selectionRange', null, (params) => selectionRangesOf(session, params)));
    connection.onDocumentSymbol(
      guard('documentSymbol', [], ({ textDocument }) => symbolsOf(session, textDocument.uri)),
    );

    connection.onRequest(
      'grantlens/accessApis',
      guard('accessApis', { apis: [] }, () => accessApis(session)),
    );
    connection.onRequest(
      'grantlens/accessMap',
      guard('accessMap', { map: null }, (params: AccessMapParams) => accessMap(session, params)),
    );
    connection.onRequest(
      'grantlens/routesToChoose',
      guard('routesToChoose', { routes: [] }, (params: RoutesToChooseParams) => listRoutes(session, params)),
    );
    connection.onRequest(
      'grantlens/whoCanCall',
      guard('whoCanCall', { markdown: '' }, (params: RoutesParams) => whoCanCall(session, params)),
    );
    connection.onRequest(
      'grantlens/callerPolicy',
      guard('callerPolicy', { text: '' }, (params: RoutesParams) => callerPolicy(session, params)),
    );
    connection.onRequest(
      'grantlens/ruleDocumentation',
      guard('ruleDocumentation', { markdown: '' }, ({ rule }: { readonly rule: string }) => ({
        markdown: explainRule(rule) ?? `There is no rule \`${rule}\`.`,
      })),
    );
  }

  async #hover({ textDocument, position }: HoverParams): Promise<Hover | null> {
    // The catalog explains; before it is there, a hover would be taken for one that has nothing to say.
    await this.#catalogTried;
    const workspace = this.#session.current();
    const uri = canonicalUri(textDocument.uri);
    const lines = workspace.linesOf(uri);
    if (!lines) return null;
    const context = { workspace, descriptionsOf: (service: string) => this.#assets.descriptionsOf(service) };
    const found = await hover(context, uri, toOffset(lines, position));
    if (!found) return null;
    const { markdown, span } = found;
    const contents = this.#wantsMarkdown
      ? { kind: MarkupKind.Markdown, value: markdown }
      : { kind: MarkupKind.PlainText, value: markdown.replace(/\*\*|`/g, '') };
    return { contents, range: toRange(lines, span) };
  }

  get #wantsMarkdown(): boolean {
    return this.#capabilities.textDocument?.hover?.contentFormat?.includes(MarkupKind.Markdown) === true;
  }

  async #initialized(): Promise<void> {
    const { workspace, window } = this.#capabilities;
    if (workspace?.workspaceFolders === true)
      this.#connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => canonicalUri(uri)));
        const folders = this.#session.folders.filter((folder) => !gone.has(folder));
        this.#session.setFolders([...folders, ...added.map(({ uri }) => canonicalUri(uri))]);
        void guarded(this.#log, 'didChangeWorkspaceFolders', undefined, () => this.#readSettings(undefined, true))();
      });
    // Our own client watches files and settings by itself.
    if (this.#options.files === undefined) {
      const { client } = this.#connection;
      if (workspace?.didChangeWatchedFiles?.dynamicRegistration)
        void client.register(DidChangeWatchedFilesNotification.type, {
          watchers: [
            ...tellingGlobs.map((globPattern) => ({ globPattern })),
            { globPattern: '**', kind: WatchKind.Create | WatchKind.Delete },
          ],
        });
      if (workspace?.didChangeConfiguration?.dynamicRegistration && workspace.configuration)
        void client.register(DidChangeConfigurationNotification.type, { section: 'grantlens' });
    }
    await this.#readSettings(this.#options.settings, true, window?.workDoneProgress === true);
  }

  /** Takes the settings that were sent, or better asks for them; reads the folders anew where other files count now. */
  async #readSettings(sent: unknown, foldersChanged = false, showProgress = false): Promise<void> {
    const { folders } = this.#session;
    const scopes = ['', ...folders];
    const canAsk = this.#capabilities.workspace?.configuration === true;
    const sections = canAsk
      ? ((await this.#connection.workspace.getConfiguration(
          scopes.map((scope) => (scope === '' ? { section: 'grantlens' } : { section: 'grantlens', scopeUri: scope })),
        )) as readonly unknown[])
      : scopes.map(() => sent ?? this.#sections[0]);
    const excludesBefore = JSON.stringify(this.#sections.map(excludeOf));
    this.#sections = sections;
    const settings = new Map<string, Settings>();
    const told = new Set<string>();
    for (const [i, scope] of scopes.entries()) {
      const read = readSettings(sections[i], ruleNames);
      settings.set(scope, read.settings);
      for (const problem of read.problems) told.add(problem);
    }
    for (const problem of told) this.#log.warn(problem);
    this.#session.setSettings(settings);
    this.#settingsCame();
    if (!foldersChanged && excludesBefore === JSON.stringify(sections.map(excludeOf))) return;
    await this.#readFolders(showProgress);
  }

  async #readFolders(showProgress: boolean): Promise<void> {
    if (!showProgress || this.#session.folders.length === 0) return this.#session.readFolders(unseen);
    const reporter = await this.#connection.window.createWorkDoneProgress();
    reporter.begin('Grantlens', undefined, 'Reading the workspace', true);
    try {
      await this.#session.readFolders({
        report: (message) => reporter.report(message),
        isCancelled: () => reporter.token.isCancellationRequested,
      });
    } finally {
      reporter.done();
    }
  }

  async #loadCatalog(): Promise<void> {
    const loaded = await this.#assets.load();
    if ('catalog' in loaded) {
      this.#session.workspace.setCatalog(loaded.catalog);
      return;
    }
    // The connection's own window.showWarningMessage asks for an answer, which some clients never give.
    await this.#connection.sendNotification(ShowMessageNotification.type, {
      type: MessageType.Warning,
      message: `Grantlens: ${loaded.problem}. Rules that need it are off.`,
    });
  }
}

const unseen: Progress = { report: () => undefined, isCancelled: () => false };

function readOptions(value: unknown): InitializationOptions {
  return typeof value === 'object' && value !== null ? value : {};
}

function foldersOf(params: InitializeParams): readonly string[] {
  const folders = params.workspaceFolders?.map(({ uri }) => uri) ?? [];
  // Older clients know only one folder.
  if (folders.length === 0 && params.rootUri) folders.push(params.rootUri);
  return folders.map((uri) => canonicalUri(uri).replace(/(?<=[^/])\/$/, ''));
}

function traitsOf({ textDocument, workspace }: ClientCapabilities, options: InitializationOptions): ClientTraits {
  return {
    relatedInformation: textDocument?.publishDiagnostics?.relatedInformation === true,
    ruleHref: typeof options.ruleHref === 'string' ? options.ruleHref : undefined,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    createFiles: workspace?.workspaceEdit?.resourceOperations?.includes('create') === true,
    resolvesEdits: textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true,
    followsAccess: options.followsAccess === true,
    showPlaces: typeof options.showPlaces === 'string' ? options.showPlaces : undefined,
    completion: completionTraitsOf(textDocument?.completion, options.suggestCommand),
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    refreshesHints: workspace?.inlayHint?.refreshSupport === true,
    hierarchicalSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    definitionLinks: textDocument?.definition?.linkSupport === true,
  };
}

/** Some clients send the section, some the whole of their settings. */
function sectionOf(settings: unknown): unknown {
  if (typeof settings !== 'object' || settings === null) return undefined;
  return 'grantlens' in settings ? settings.grantlens : settings;
}

function excludeOf(section: unknown): unknown {
  return typeof section === 'object' && section !== null && 'exclude' in section ? section.exclude : undefined;
}
