import * as path from 'node:path';

/** The URI of an absolute path, each segment encoded as the links between files are when they are resolved. */
export function uriOf(file: string): string {
  const segments = file.split(path.sep).map(encodeURIComponent);
  return path.sep === '/' ? `file://${segments.join('/')}` : `file:///${segments.join('/')}`;
}

/** The absolute path of a file URI; undefined for other schemes. */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith('file:///')) return undefined;
  const file = decodeURIComponent(uri.slice('file://'.length));
  return path.sep === '/' ? file : file.slice(1).replaceAll('/', path.sep);
}
