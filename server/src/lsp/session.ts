import {
  CodeLensRefreshRequest,
  FileChangeType,
  InlayHintRefreshRequest,
  MessageType,
  ShowMessageNotification,
  type Connection,
  type DidChangeTextDocumentParams,
  type DidChangeWatchedFilesParams,
  type DidCloseTextDocumentParams,
  type DidOpenTextDocumentParams,
} from 'vscode-languageserver';
import { baseName, generatedFolders, isTellingName } from '../features/file-names.ts';
import { Workspace } from '../features/workspace.ts';
import type { ClientTraits } from './convert.ts';
import { Documents } from './documents.ts';
import type { FileContent, FileSource, Host } from './files.ts';
import { guarded, type Log } from './guarded.ts';
import { Publisher } from './publisher.ts';
import { Schedule } from './schedule.ts';
import { noSettings, type Settings } from './settings.ts';
import { canonicalUri, pathInside } from './uri.ts';

/** Work goes on this long, in milliseconds, before messages are let in. */
const slice = 8;

/** Files that are read at the same time. */
const readers = 16;

/** What the user sees of a long walk. */
export interface Progress {
  report(message: string): void;
  isCancelled(): boolean;
}

/** One client's files, open and closed, and the diagnostics that it has of them. */
export class Session {
  readonly workspace = new Workspace();
  readonly documents = new Documents();
  readonly traits: ClientTraits;
  /** Shows the user a message that wants no answer. */
  readonly tell: (message: string) => void;
  readonly #host: Host;
  readonly #log: Log;
  readonly #sourceOf: (uri: string) => FileSource | undefined;
  readonly #publisher: Publisher;
  readonly #tellAccessChanged: () => void;
  readonly #refreshLenses: () => void;
  readonly #refreshHints: () => void;
  readonly #schedule: Schedule;
  readonly #ready: Promise<unknown>;
  /** Documents whose text is newer than what the workspace has. */
  readonly #dirty = new Set<string>();
  /** Documents that were typed in since the last analysis: the client asks anew for their lenses by itself. */
  readonly #typed = new Set<string>();
  #lensesAreOld = false;
  /** Documents whose diagnostics the client waits for. */
  readonly #awaited = new Set<string>();
  /** For closed files that are being read: the newest reading counts. */
  readonly #readings = new Map<string, object>();
  #folders: readonly string[] = [];
  #settings: ReadonlyMap<string, Settings> = new Map();
  #walk: object | undefined;
  #sliceStart = 0;
  #breath: Promise<void> | undefined;

  /** Nothing is analyzed before `ready`: settings and catalog decide what is found. */
  constructor(
    connection: Connection,
    host: Host,
    log: Log,
    traits: ClientTraits,
    sourceOf: (uri: string) => FileSource | undefined,
    ready: Promise<unknown>,
  ) {
    this.#host = host;
    this.#log = log;
    this.traits = traits;
    this.#sourceOf = sourceOf;
    this.#ready = ready;
    this.#publisher = new Publisher(this.workspace, this.documents, traits, (params) => {
      void connection.sendDiagnostics(params);
    });
    this.tell = (message) =>
      void connection.sendNotification(ShowMessageNotification.type, {
        type: MessageType.Info,
        message: `Grantlens: ${message}`,
      });
    this.#tellAccessChanged = () => void connection.sendNotification('grantlens/accessChanged');
    const refresh = guarded(log, 'codeLens/refresh', undefined, () =>
      connection.sendRequest(CodeLensRefreshRequest.type),
    );
    this.#refreshLenses = () => void refresh();
    const refreshHints = guarded(log, 'inlayHint/refresh', undefined, () =>
      connection.sendRequest(InlayHintRefreshRequest.type),
    );
    this.#refreshHints = () => void refreshHints();
    this.#schedule = new Schedule(
      host,
      guarded(log, 'diagnostics', undefined, (isStale: () => boolean) => this.#analyze(isStale)),
    );
    this.workspace.setLevels((uri) => this.#settingsOf(uri).levels);
  }

  end(): void {
    this.#schedule.end();
    this.#walk = undefined;
  }

  open(params: DidOpenTextDocumentParams): void {
    const uri = this.documents.open(params);
    if (!this.#isOurs(uri)) return;
    this.#readings.delete(uri);
    this.#dirty.add(uri);
    this.#awaited.add(uri);
    this.#schedule.ask();
  }

  change(params: DidChangeTextDocumentParams): void {
    const uri = this.documents.change(params);
    if (uri === undefined || !this.#isOurs(uri)) return;
    this.#dirty.add(uri);
    this.#schedule.ask();
  }

  /** A closed file counts with what the disk has, if it stands in a folder of the workspace. */
  async close(params: DidCloseTextDocumentParams): Promise<void> {
    const uri = this.documents.close(params);
    if (uri === undefined) return;
    this.#dirty.delete(uri);
    this.#awaited.delete(uri);
    if (this.#isWanted(uri)) await this.#read(uri);
    else this.workspace.removeFile(uri);
    this.#schedule.ask();
  }

  /** The workspace with all that was typed. To be asked before every answer. */
  current(): Workspace {
    for (const uri of this.#dirty) {
      const text = this.documents.textOf(uri);
      if (text === undefined || this.#isExcluded(uri)) this.workspace.removeFile(uri);
      else this.workspace.setFile(uri, text);
      this.#awaited.add(uri);
      this.#typed.add(uri);
    }
    this.#dirty.clear();
    return this.workspace;
  }

  /** The text of an open document, also of one in which nothing concerns us yet. */
  openTextOf(uri: string): string | undefined {
    return this.#isOurs(uri) && !this.#isExcluded(uri) ? this.documents.textOf(uri) : undefined;
  }

  /** Something that every finding depends on has changed. */
  reconsider(): void {
    this.#schedule.ask();
  }

  /** Settings by folder; '' is for files that stand in none. */
  setSettings(settings: ReadonlyMap<string, Settings>): void {
    const hintsBefore = hintsIn(this.#settings);
    this.#settings = settings;
    this.#lensesAreOld = true;
    if (this.traits.refreshesHints && hintsIn(settings) !== hintsBefore) this.#refreshHints();
    this.workspace.setLevels((uri) => this.#settingsOf(uri).levels);
    for (const uri of this.documents.uris()) if (this.#isOurs(uri)) this.#dirty.add(uri);
    this.#schedule.ask();
  }

  wantsInlayHints(uri: string): boolean {
    return this.#settingsOf(uri).inlayHints;
  }

  wantsLenses(uri: string): boolean {
    return this.#settingsOf(uri).codeLenses;
  }

  setFolders(folders: readonly string[]): void {
    this.#folders = folders;
  }

  get folders(): readonly string[] {
    return this.#folders;
  }

  /** Reads all folders, and forgets what is no longer in them. A new walk ends the one before. */
  async readFolders(progress: Progress): Promise<void> {
    const walk = {};
    this.#walk = walk;
    const isCancelled = (): boolean => this.#walk !== walk || progress.isCancelled();
    const start = this.#host.now();
    const seen = new Set<string>();
    for (const folder of this.#folders) {
      const source = this.#sourceOf(folder);
      if (!source) continue;
      const isExcluded = (path: string): boolean => this.#settings.get(folder)?.isExcluded(path) ?? false;
      for await (const found of source.find(folder, isExcluded, isCancelled)) {
        if (isCancelled()) break;
        for (const uri of found) seen.add(uri);
        await this.#readAll(found, isCancelled);
        progress.report(`${seen.size} files`);
      }
    }
    if (isCancelled()) {
      this.#log.info(`the reading of the workspace was ended after ${seen.size} files`);
    } else {
      for (const uri of this.workspace.uris())
        if (!this.documents.has(uri) && !seen.has(uri)) this.workspace.removeFile(uri);
      const time = Math.round(this.#host.now() - start);
      this.#log.info(
        `${seen.size} files read in ${time} ms, ${this.workspace.uris().length} of them concern Grantlens`,
      );
    }
    this.#lensesAreOld = true;
    this.#schedule.ask();
  }

  async filesChanged({ changes }: DidChangeWatchedFilesParams): Promise<void> {
    const changed = new Set<string>();
    const maybeFolders = new Set<string>();
    for (const change of changes) {
      const uri = canonicalUri(change.uri);
      if (change.type === FileChangeType.Deleted) this.#forget(uri);
      else if (!this.documents.has(uri) && this.#isWanted(uri)) changed.add(uri);
      else if (change.type === FileChangeType.Created && this.#maybeFolder(uri)) maybeFolders.add(uri);
    }
    for (const folder of maybeFolders)
      for await (const found of this.#filesIn(folder))
        for (const uri of found) if (!this.documents.has(uri)) changed.add(uri);
    await this.#readAll([...changed], () => false);
    this.#schedule.ask();
  }

  /** What a new folder brings along: watchers may see it too late to see the files that were made in it. */
  #filesIn(uri: string): AsyncIterable<readonly string[]> {
    const isExcluded = (path: string): boolean => this.#isExcluded(`${uri}/${path}`);
    return this.#sourceOf(uri)?.find(uri, isExcluded, () => false) ?? noFiles();
  }

  /** A look at the disk tells a folder from a file; a client would have to search, which the many files of a checkout must not set off. */
  #maybeFolder(uri: string): boolean {
    if (!this.#mayBeOurs(uri) || this.#isExcluded(uri)) return false;
    return this.#sourceOf(uri) === this.#host.disk || !baseName(uri).includes('.');
  }

  /** A file or folder is gone. */
  deleted(clientUri: string): void {
    this.#forget(canonicalUri(clientUri));
    this.#schedule.ask();
  }

  #forget(gone: string): void {
    for (const uri of this.workspace.uris()) {
      if ((uri !== gone && !uri.startsWith(`${gone}/`)) || this.documents.has(uri)) continue;
      this.#readings.delete(uri);
      this.workspace.removeFile(uri);
    }
    this.#readings.delete(gone);
  }

  async #readAll(uris: readonly string[], isCancelled: () => boolean): Promise<void> {
    const queue = uris.values();
    const work = async (): Promise<void> => {
      for (const uri of queue) {
        if (isCancelled()) return;
        await this.#read(uri);
        if (this.#host.now() - this.#sliceStart > slice) await this.#breathe();
      }
    };
    await Promise.all(Array.from({ length: Math.min(readers, uris.length) }, work));
  }

  /** One breath for all that is at work: else each would take its own turn between two messages. */
  #breathe(): Promise<void> {
    return (this.#breath ??= this.#host.breathe().then(() => {
      this.#breath = undefined;
      this.#sliceStart = this.#host.now();
    }));
  }

  /** Takes in what a closed file has on disk. */
  async #read(uri: string): Promise<void> {
    const source = this.#sourceOf(uri);
    if (!source) return;
    const reading = {};
    this.#readings.set(uri, reading);
    let content: FileContent;
    try {
      content = await source.read(uri);
    } catch (error) {
      content = { problem: error instanceof Error ? error.message : String(error) };
    }
    if (this.#readings.get(uri) !== reading) return;
    this.#readings.delete(uri);
    if (this.documents.has(uri)) return;
    if ('problem' in content) this.#log.info(`${uri}: ${content.problem}`);
    if (!('text' in content)) {
      this.workspace.removeFile(uri);
      return;
    }
    this.workspace.setFile(uri, content.text);
    // Read now, piece by piece, rather than all files together when somebody asks; the tree is of no use before the file is opened.
    this.workspace.factsOf(uri);
    this.workspace.rest(uri);
  }

  async #analyze(isStale: () => boolean): Promise<void> {
    await this.#ready;
    if (isStale()) return;
    const workspace = this.current();
    this.#sliceStart = this.#host.now();
    for (const step of workspace.steps(new Set(this.documents.uris()))) {
      if (step === 'urgent') this.#publishAwaited();
      if (this.#host.now() - this.#sliceStart <= slice) continue;
      await this.#breathe();
      if (isStale()) return;
    }
    const changed = workspace.takeChanged();
    for (const uri of changed) this.#publisher.publish(uri, workspace.findingsIn(uri), false);
    if (changed.size > 0 && this.traits.followsAccess) this.#tellAccessChanged();
    const isOfOthers = [...changed].some((uri) => this.documents.has(uri) && !this.#typed.has(uri));
    if (this.traits.refreshesLenses && (isOfOthers || this.#lensesAreOld)) this.#refreshLenses();
    this.#lensesAreOld = false;
    this.#typed.clear();
  }

  #publishAwaited(): void {
    for (const uri of this.#awaited) this.#publisher.publish(uri, this.workspace.findingsIn(uri), true);
    this.#awaited.clear();
  }

  #settingsOf(uri: string): Settings {
    const folder = this.#folderOf(uri);
    return this.#settings.get(folder ?? '') ?? this.#settings.get('') ?? noSettings;
  }

  #folderOf(uri: string): string | undefined {
    let found: string | undefined;
    for (const folder of this.#folders)
      if (pathInside(folder, uri) !== undefined && folder.length > (found?.length ?? -1)) found = folder;
    return found;
  }

  #isExcluded(uri: string): boolean {
    const path = pathInside(this.#folderOf(uri) ?? '', uri);
    return path !== undefined && this.#settingsOf(uri).isExcluded(path);
  }

  /** Whether a closed file belongs to the workspace. */
  #isWanted(uri: string): boolean {
    return isTellingName(baseName(uri)) && this.#mayBeOurs(uri) && !this.#isExcluded(uri);
  }

  /** Whether a path stands in a folder of the workspace, and in none that tools fill. */
  #mayBeOurs(uri: string): boolean {
    const path = pathInside(this.#folderOf(uri) ?? '', uri);
    return path !== undefined && !path.split('/').some((name) => generatedFolders.has(name));
  }

  /** Editors open other views of a file too (what a version control has of it), under schemes of their own. */
  #isOurs(uri: string): boolean {
    const scheme = uri.slice(0, uri.indexOf(':'));
    if (scheme === 'file' || scheme === 'untitled') return true;
    return (
      this.#folders.some((folder) => folder.startsWith(`${scheme}:`)) ||
      (this.#folders.length === 0 && scheme !== 'git')
    );
  }
}

async function* noFiles(): AsyncGenerator<never, void, void> {}

/** Where hints are wanted, as one text. */
function hintsIn(settings: ReadonlyMap<string, Settings>): string {
  return [...settings].flatMap(([folder, { inlayHints }]) => (inlayHints ? [folder] : [])).join(' ');
}
