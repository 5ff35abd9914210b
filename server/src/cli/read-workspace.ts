import * as fs from 'node:fs';
import * as path from 'node:path';
import { readCatalog } from '../catalog/catalog.ts';
import { Workspace } from '../features/workspace.ts';
import { discover, type Excluded, type FoundFile, type Unreadable } from './discover.ts';
import { pathOf, uriOf } from './file-uri.ts';
import type { Io } from './io.ts';
import { readBytes, readFile, type ReadFile } from './read-file.ts';

export interface WorkspaceOptions {
  readonly paths: readonly string[];
  readonly exclude: readonly string[];
  readonly stdinFilename?: string | undefined;
}

export interface ReadWorkspace {
  readonly workspace: Workspace;
  /** How many files were read. */
  readonly files: number;
  readonly unreadable: readonly Unreadable[];
  /**
   * The way to a file as the user would write it; with `inFolder`, when one folder is all that was named, the path inside that folder.
   */
  readonly nameOf: (uri: string, inFolder?: boolean) => string;
}

/** Reads the named files and folders into a workspace with the catalog, and says on standard error what could not be read. */
export async function readWorkspace(options: WorkspaceOptions, io: Io): Promise<ReadWorkspace> {
  const workspace = new Workspace();
  const names = new Map<string, FoundFile>();
  const unreadable: Unreadable[] = [];
  let files = 0;
  const take = (file: FoundFile, uri: string, read: ReadFile): void => {
    if ('problem' in read) {
      unreadable.push({ shown: file.shown, problem: read.problem, named: file.named });
      return;
    }
    files++;
    if ('text' in read && workspace.setFile(uri, read.text)) names.set(uri, file);
  };
  if (options.paths.includes('-')) takeStdin();
  const paths = options.paths.filter((arg) => arg !== '-');
  for (const found of discover(paths, io.cwd, await excluder(options.exclude))) {
    if ('problem' in found) {
      unreadable.push(found);
      continue;
    }
    const uri = uriOf(found.path);
    take(found, uri, readFile(found.path, uri));
  }
  for (const { shown, problem } of unreadable) io.stderr(`grantlens: ${shown} ${problem}\n`);

  if (names.size > 0) {
    const opened = openCatalog(io.catalogPath);
    if ('catalog' in opened) workspace.setCatalog(opened.catalog);
    else io.stderr(`grantlens: ${opened.problem}; the rules that need it are off\n`);
  }

  const oneFolder = options.paths.length === 1 && ![...names.values()].some((file) => file.named);
  const nameOf = (uri: string, inFolder = false): string => {
    const file = names.get(uri);
    if (file) return inFolder && oneFolder ? file.inArgument : file.shown;
    return path.relative(io.cwd, pathOf(uri) ?? uri).replaceAll(path.sep, '/');
  };
  return { workspace, files, unreadable, nameOf };

  function takeStdin(): void {
    const bytes = Buffer.from(io.stdin());
    const name =
      options.stdinFilename ?? (/^[\s\uFEFF]*[[{]/.test(bytes.toString('utf8')) ? 'stdin.json' : 'stdin.yaml');
    const file = path.resolve(io.cwd, name);
    const shown = options.stdinFilename ?? '-';
    const uri = uriOf(file);
    take({ path: file, shown, inArgument: shown, named: true }, uri, readBytes(bytes, uri));
  }
}

async function excluder(globs: readonly string[]): Promise<Excluded> {
  if (globs.length === 0) return () => false;
  // Of our own modules none is imported so: the bundle would keep each in a function that is compiled when it is called.
  const { default: picomatch } = await import('picomatch');
  const matchers = globs.map((glob) => {
    const clean = glob.replace(/^\.\//, '').replace(/\/$/, '');
    return picomatch(clean, { dot: true, basename: !clean.includes('/') });
  });
  return (inArgument) => matchers.some((matches) => matches(inArgument));
}

function openCatalog(file: string): ReturnType<typeof readCatalog> {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    return { problem: `the action catalog is missing (${file})` };
  }
  return readCatalog(text);
}
