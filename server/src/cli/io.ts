/** What the command line needs of its surroundings; tests bring their own. */
export interface Io {
  /** The folder that relative paths start from. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Standard output is a terminal, and how many columns it has. */
  readonly terminal: { readonly columns: number } | undefined;
  /** The file `index.json` of the action catalog. */
  readonly catalogPath: string;
  stdout(text: string): void;
  stderr(text: string): void;
  stdin(): Uint8Array;
}
