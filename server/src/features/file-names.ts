/** Folders that tools fill: what is in them is a copy of something, or someone else's. */
export const generatedFolders: ReadonlySet<string> = new Set([
  '.aws-sam',
  '.cache',
  '.git',
  '.hg',
  '.mypy_cache',
  '.next',
  '.nox',
  '.nuxt',
  '.pytest_cache',
  '.serverless',
  '.svn',
  '.terraform',
  '.tox',
  '.venv',
  '.vscode-test',
  '.vscode-test-web',
  '.webpack',
  '.yarn',
  '__pycache__',
  'bower_components',
  'cdk.out',
  'coverage',
  'dist',
  'node_modules',
  'venv',
]);

const telling = /\.(?:jsonc?|ya?ml|template|policy|sh|bash|mk)$|^(?:GNU)?[Mm]akefile(?:\.|$)/;

/** Whether the readers may find something of theirs in a file of this name; what is inside decides. */
export function isTellingName(name: string): boolean {
  return telling.test(name);
}

/** The last segment of a URI, decoded. */
export function baseName(uri: string): string {
  return decoded(uri.slice(uri.lastIndexOf('/') + 1));
}

export function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A lone percent sign: the client did not encode, so the text is the name itself.
    return segment;
  }
}
