import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatedFolders, isTellingName } from '../features/file-names.ts';
import { concernsUs } from '../readers/prefilter.ts';
import { longestFile, withoutByteOrderMark, type FileContent, type FileSource } from './files.ts';
import { canonicalUri } from './uri.ts';

const batchSize = 200;

/** The files of this machine. Links are not followed: what they lead to is read where it is, and loops cannot be. */
export const nodeFiles: FileSource = {
  async *find(folder, isExcluded, isCancelled) {
    const root = fileURLToPath(folder);
    const stack = [''];
    let batch: string[] = [];
    for (let inside = stack.pop(); inside !== undefined && !isCancelled(); inside = stack.pop()) {
      const entries = await readFolder(path.join(root, inside));
      for (const entry of entries) {
        const at = inside === '' ? entry.name : `${inside}/${entry.name}`;
        if (entry.isDirectory()) {
          if (!generatedFolders.has(entry.name) && !isExcluded(at)) stack.push(at);
        } else if (entry.isFile() && isTellingName(entry.name) && !isExcluded(at)) {
          batch.push(uriOf(path.join(root, at)));
        }
      }
      if (batch.length >= batchSize) {
        yield batch;
        batch = [];
      }
    }
    yield batch;
  },

  // Reading at once takes a quarter of the time that the thread pool needs for many small files; the caller breathes in between.
  read(uri) {
    try {
      return Promise.resolve(readBytes(fileURLToPath(uri), uri));
    } catch (error) {
      return Promise.resolve({ problem: error instanceof Error ? error.message : String(error) });
    }
  },
};

async function readFolder(folder: string): Promise<fs.Dirent[]> {
  try {
    return await fs.promises.readdir(folder, { withFileTypes: true });
  } catch {
    // A folder that was removed meanwhile, or is not ours to read, has no files for us.
    return [];
  }
}

function readBytes(file: string, uri: string): FileContent {
  const stat = fs.statSync(file);
  if (!stat.isFile()) return { problem: 'is no regular file' };
  if (stat.size > longestFile) return { problem: `has ${stat.size} bytes; up to ${longestFile} are read` };
  const bytes = fs.readFileSync(file);
  // The telling words are ASCII, which Latin-1 reads like UTF-8, only without having to decode.
  if (!concernsUs(uri, bytes.toString('latin1')) || bytes.includes(0)) return { foreign: true };
  return { text: withoutByteOrderMark(bytes.toString('utf8')) };
}

export function uriOf(file: string): string {
  const slashed = path.sep === '/' ? file : file.replaceAll(path.sep, '/');
  return canonicalUri(
    `file://${slashed.startsWith('/') ? '' : '/'}${slashed.split('/').map(encodeURIComponent).join('/')}`,
  );
}
