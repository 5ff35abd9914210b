/** What was read of a file; a file that holds none of our words is told apart before it is decoded. */
export type FileContent =
  /** As editors show it: a byte order mark is no part of it. */
  | { readonly text: string }
  | { readonly foreign: true }
  /** It is gone, or may not or cannot be read: one clause for the log. */
  | { readonly problem: string };

/** Where closed files come from: a disk, or the client. */
export interface FileSource {
  /**
   * The URIs, in their canonical spelling, of the files below a folder that may concern us, in batches as they are found. Folders that
   * `isExcluded` names (by their way from the folder) are not entered.
   */
  find(
    folder: string,
    isExcluded: (path: string) => boolean,
    isCancelled: () => boolean,
  ): AsyncIterable<readonly string[]>;
  read(uri: string): Promise<FileContent>;
}

/** What the server's surroundings give it; the same server runs in Node, in a web worker and in tests. */
export interface Host {
  readonly version: string;
  /** The files of this machine; undefined where there are none (a web worker). */
  readonly disk: FileSource | undefined;
  /** Reads a text file beside the server, such as `catalog/index.json`; undefined where only the client can. Rejects when there is none. */
  readonly readAsset: ((path: string) => Promise<string>) | undefined;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Lets messages in that have arrived meanwhile. */
  breathe(): Promise<void>;
}

/** Nothing that a person writes as a policy or a template is longer: CloudFormation takes 1 MB. */
export const longestFile = 5 * 1024 * 1024;

export function withoutByteOrderMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
