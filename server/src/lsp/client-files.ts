import type { Connection } from 'vscode-languageserver';
import { generatedFolders } from '../features/file-names.ts';
import { concernsUs } from '../readers/prefilter.ts';
import { longestFile, withoutByteOrderMark, type FileSource } from './files.ts';
import { tellingGlobs } from './telling-globs.ts';
import { canonicalUri, pathInside } from './uri.ts';

const mostFiles = 50_000;

/** Files that only the client can reach, by requests of our own: see client/src/protocol.ts. */
export function clientFiles(connection: Connection): FileSource {
  return {
    async *find(folder, isExcluded, isCancelled) {
      const exclude = `**/{${[...generatedFolders].join(',')}}/**`;
      for (const include of tellingGlobs) {
        if (isCancelled()) return;
        const params = { folder, include, exclude, max: mostFiles };
        const found = await connection.sendRequest<readonly string[]>('grantlens/findFiles', params);
        yield found.map(canonicalUri).filter((uri) => !isExcluded(pathInside(folder, uri) ?? ''));
      }
    },

    async read(uri) {
      const read = await connection.sendRequest<{ text: string } | { error: string }>('grantlens/readFile', { uri });
      if ('error' in read) return { problem: read.error };
      if (read.text.length > longestFile)
        return { problem: `has ${read.text.length} characters; up to ${longestFile} are read` };
      if (!concernsUs(uri, read.text) || read.text.includes('\0')) return { foreign: true };
      return { text: withoutByteOrderMark(read.text) };
    },
  };
}

export async function readClientAsset(connection: Connection, path: string): Promise<string> {
  const { text } = await connection.sendRequest<{ readonly text: string }>('grantlens/readAsset', { path });
  return text;
}
