import type { Range } from 'vscode-languageclient';

// What the server may ask of this client beyond the protocol. It serves the server wherever it has no files of its own:
// in a virtual workspace, and in the web worker.

/** Settings of one session, sent with `initialize`. */
export interface InitializationOptions {
  /** Who reads the files of the workspace. With 'node' the server reads file: URIs itself and asks for all others. */
  readonly files: 'node' | 'client';
  /** Who reads what lies beside the server in dist/. */
  readonly assets: 'node' | 'client';
  /** Where the name of a rule leads, `{rule}` standing for the name. Without it the name is no link. */
  readonly ruleHref: string;
  /** Whether the server is to tell when the access map has changed. */
  readonly followsAccess: boolean;
  /** The command that shows places at a place, for code lenses. */
  readonly showPlaces: string;
  /** The command that opens the next list of suggestions. */
  readonly suggestCommand: string;
}

/** `grantlens/findFiles`: URIs of files under a folder. The patterns are VS Code's globs, relative to the folder. */
export interface FindFilesParams {
  readonly folder: string;
  readonly include: string;
  /** Left out of the answer; with '' only what the user's `files.exclude` hides. */
  readonly exclude: string;
  readonly max: number;
}

/** `grantlens/readFile`: the text of a file as it is on disk, a byte order mark kept. */
export interface ReadFileParams {
  readonly uri: string;
}

export type ReadFileResult = { readonly text: string } | { readonly error: string };

/** `grantlens/readAsset`: a text file of dist/, for instance `catalog/index.json`. Rejected if there is none. */
export interface ReadAssetParams {
  readonly path: string;
}

export interface ReadAssetResult {
  readonly text: string;
}

/** `grantlens/ruleDocumentation`, asked by the client: the page of one rule, as Markdown. */
export interface RuleDocumentationParams {
  readonly rule: string;
}

export interface RuleDocumentationResult {
  readonly markdown: string;
}

/** `grantlens/routesToChoose`, asked by the client: the routes of a file or of those joined to it. */
export interface RoutesToChooseParams {
  readonly uri: string;
  readonly range: Range;
}

export interface RoutesToChooseResult {
  readonly routes: readonly ListedRoute[];
}

export interface ListedRoute {
  readonly uri: string;
  readonly start: number;
  readonly range: Range;
  readonly title: string;
  readonly api: string;
  readonly authorization: string;
  /** The range that was asked about is on it. */
  readonly isHere: boolean;
}

/** `grantlens/whoCanCall` and `grantlens/callerPolicy`: of routes of one file, by where their names begin. */
export interface RoutesParams {
  readonly uri: string;
  readonly starts: readonly number[];
}

export interface WhoCanCallResult {
  /** Empty when the routes are gone. */
  readonly markdown: string;
}

export interface CallerPolicyResult {
  /** A permissions policy as JSON; empty when the ARN of a route cannot be told. */
  readonly text: string;
}
