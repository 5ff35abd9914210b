import * as fs from 'node:fs';
import * as path from 'node:path';
import { generatedFolders, isTellingName } from '../features/file-names.ts';

/** A file to look at. */
export interface FoundFile {
  readonly path: string;
  /** As a reader of the report would write it, with forward slashes: the argument, and the way on from there. */
  readonly shown: string;
  /** Inside the folder that was named; for a file that was named itself, as it was named. */
  readonly inArgument: string;
  /** It was named itself, not found in a folder. */
  readonly named: boolean;
}

/** What could not be looked at: one line for the user. */
export interface Unreadable {
  readonly shown: string;
  readonly problem: string;
  /** It was named itself, so the run is not what was asked for. */
  readonly named: boolean;
}

/** Is this path, inside the folder that was named, left out? */
export type Excluded = (inArgument: string) => boolean;

/**
 * The files that the arguments name or hold, each once, in the order of the arguments. Links to files are followed; links to
 * folders too, unless they lead to a folder that is read anyway.
 */
export function* discover(
  args: readonly string[],
  cwd: string,
  excluded: Excluded,
): Generator<FoundFile | Unreadable, void, undefined> {
  const seen = new Set<string>();
  const late: Folder[] = [];
  for (const arg of args) {
    const target = resolvedLink(path.resolve(cwd, arg));
    const shown = slashes(path.normalize(arg)).replace(/(.)\/$/, '$1');
    if ('problem' in target) {
      yield { shown, problem: target.problem, named: true };
    } else if (target.stat.isDirectory()) {
      yield* walk({ path: path.resolve(cwd, arg), real: target.real, shown: shown === '.' ? '' : shown, inside: '' });
    } else if (!excluded(shown) && !seen.has(target.real)) {
      seen.add(target.real);
      yield { path: path.resolve(cwd, arg), shown, inArgument: shown, named: true };
    }
  }
  // A folder behind a link is read under its own name where it has one among the arguments.
  for (let folder = late.shift(); folder; folder = late.shift()) yield* walk(folder);

  function* walk(start: Folder): Generator<FoundFile | Unreadable, void, undefined> {
    const stack = [start];
    for (let folder = stack.pop(); folder; folder = stack.pop()) {
      if (seen.has(folder.real)) continue;
      seen.add(folder.real);
      let entries: fs.Dirent[];
      try {
        entries = fs.readdirSync(folder.path, { withFileTypes: true });
      } catch (error) {
        yield { shown: folder.shown || '.', problem: problemOf(error), named: folder === start && start.inside === '' };
        continue;
      }
      entries.sort((a, b) => (a.name < b.name ? -1 : 1));
      const folders: Folder[] = [];
      for (const entry of entries) {
        const inside = folder.inside === '' ? entry.name : `${folder.inside}/${entry.name}`;
        const at: Folder = {
          path: path.join(folder.path, entry.name),
          real: path.join(folder.real, entry.name),
          shown: folder.shown === '' ? entry.name : `${folder.shown === '/' ? '' : folder.shown}/${entry.name}`,
          inside,
        };
        if (entry.isDirectory()) {
          if (!generatedFolders.has(entry.name) && !excluded(inside)) folders.push(at);
        } else if (entry.isFile()) {
          if (isTellingName(entry.name) && !excluded(inside)) yield* file(at);
        } else if (entry.isSymbolicLink() && !generatedFolders.has(entry.name) && !excluded(inside)) {
          yield* link(at, folder.real);
        }
      }
      stack.push(...folders.reverse());
    }
  }

  function* file(at: Folder): Generator<FoundFile, void, undefined> {
    if (seen.has(at.real)) return;
    seen.add(at.real);
    yield { path: at.path, shown: at.shown, inArgument: at.inside, named: false };
  }

  function* link(at: Folder, realFolder: string): Generator<FoundFile | Unreadable, void, undefined> {
    const target = resolvedLink(at.path);
    if ('problem' in target) {
      const lost = target.missing && !isTellingName(path.basename(at.path));
      if (!lost) yield { shown: at.shown, problem: target.problem, named: false };
    } else if (target.stat.isDirectory()) {
      if (realFolder === target.real || realFolder.startsWith(withSlash(target.real)))
        yield {
          shown: at.shown,
          problem: 'is a link that leads back to a folder it is in; not followed',
          named: false,
        };
      else late.push({ ...at, real: target.real });
    } else if (target.stat.isFile() && isTellingName(path.basename(at.path))) {
      yield* file({ ...at, real: target.real });
    }
  }
}

interface Folder {
  readonly path: string;
  /** Without links. */
  readonly real: string;
  readonly shown: string;
  readonly inside: string;
}

type Resolved =
  { readonly real: string; readonly stat: fs.Stats } | { readonly problem: string; readonly missing: boolean };

function resolvedLink(file: string): Resolved {
  try {
    return { real: fs.realpathSync.native(file), stat: fs.statSync(file) };
  } catch (error) {
    const missing = codeOf(error) === 'ENOENT';
    const isLink = missing && fs.lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
    return { problem: isLink ? 'is a link that leads nowhere' : problemOf(error), missing };
  }
}

/** What went wrong with a path, in words that follow its name. */
export function problemOf(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOENT':
      return 'does not exist';
    case 'ENOTDIR':
      return 'does not exist: a part of the path is no folder';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read: permission denied';
    case 'ELOOP':
      return 'is a loop of links';
    case 'ENAMETOOLONG':
      return 'has too long a name';
    default:
      return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

export function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

function slashes(file: string): string {
  return path.sep === '/' ? file : file.replaceAll(path.sep, '/');
}

function withSlash(folder: string): string {
  return folder.endsWith(path.sep) ? folder : folder + path.sep;
}
