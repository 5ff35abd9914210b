import * as fs from 'node:fs';
import * as path from 'node:path';
import { codeOf, problemOf } from './discover.ts';

export interface FileToWrite {
  readonly path: string;
  /** What the file held when it was read; undefined: it shall not exist yet. */
  readonly before: string | undefined;
  readonly after: string;
}

/**
 * Writes all of the files, or none: then the answer says which file is in the way, and why. Each file is replaced in one step and
 * keeps its mode; a file that no longer holds what was read is never overwritten.
 */
export function writeFiles(
  files: readonly FileToWrite[],
): { readonly path: string; readonly problem: string } | undefined {
  const undo: (() => void)[] = [];
  const prepared: { readonly file: FileToWrite; readonly target: string; readonly temporary: string }[] = [];
  let at = '';
  try {
    for (const file of files) {
      at = file.path;
      if (file.before === undefined) continue;
      const target = fs.realpathSync(file.path);
      fs.accessSync(target, fs.constants.W_OK);
      const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.tmp`);
      undo.push(() => fs.rmSync(temporary, { force: true }));
      const { mode, uid, gid } = fs.statSync(target);
      fs.writeFileSync(temporary, file.after, { flag: 'wx' });
      fs.chmodSync(temporary, mode);
      keepOwner(temporary, uid, gid);
      prepared.push({ file, target, temporary });
    }
    for (const file of files) {
      at = file.path;
      if (file.before !== undefined) continue;
      fs.writeFileSync(file.path, file.after, { flag: 'wx' });
      undo.push(() => fs.rmSync(file.path, { force: true }));
    }
    for (const { file, target } of prepared) {
      at = file.path;
      if (fs.readFileSync(target, 'utf8') !== file.before) throw new Changed();
    }
    for (const { file, target, temporary } of prepared) {
      at = file.path;
      fs.renameSync(temporary, target);
      undo.push(() => fs.writeFileSync(target, file.before ?? ''));
    }
    return undefined;
  } catch (error) {
    for (const step of undo.reverse()) step();
    return { path: at, problem: error instanceof Changed ? error.message : writeProblemOf(error) };
  }
}

class Changed extends Error {
  constructor() {
    super('was changed by someone else meanwhile; not written');
  }
}

function writeProblemOf(error: unknown): string {
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'may not be written: permission denied';
    case 'EEXIST':
      return 'exists already; not written';
    case 'ENOENT':
      return problemOf(error);
    default:
      return `cannot be written: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Only the owner of the machine may give files away; for others the new file is their own, as with every editor. */
function keepOwner(file: string, uid: number, gid: number): void {
  try {
    fs.chownSync(file, uid, gid);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') throw error;
  }
}
