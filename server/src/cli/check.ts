import * as fs from 'node:fs';
import * as path from 'node:path';
import { readCatalog } from '../catalog/catalog.ts';
import { Workspace } from '../features/workspace.ts';
import type { CheckOptions } from './arguments.ts';
import { discover, type Excluded, type FoundFile, type Unreadable } from './discover.ts';
import { pathOf, uriOf } from './file-uri.ts';
import type { Io } from './io.ts';
import { readBytes, readFile, type ReadFile } from './read-file.ts';
import { levels, type Report } from './report.ts';

/** Checks the files, prints what was found, and gives the exit code: see the help text for its meaning. */
export async function check(options: CheckOptions, io: Io): Promise<number> {
  const tell = (shown: string, problem: string): void => io.stderr(`grantlens: ${shown} ${problem}\n`);
  const workspace = new Workspace();
  workspace.setLevels(options.levels);
  workspace.setLooseSlot(options.policyType);

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
  for (const { shown, problem } of unreadable) tell(shown, problem);

  if (names.size > 0) {
    const opened = openCatalog(io.catalogPath);
    if ('catalog' in opened) workspace.setCatalog(opened.catalog);
    else io.stderr(`grantlens: ${opened.problem}; the rules that need it are off\n`);
  }

  const oneFolder = options.paths.length === 1 && ![...names.values()].some((file) => file.named);
  const nameOf = (uri: string): string => {
    const file = names.get(uri);
    if (file) return options.format === 'json' && oneFolder ? file.inArgument : file.shown;
    return path.relative(io.cwd, pathOf(uri) ?? uri).replaceAll(path.sep, '/');
  };
  const fixed = options.fix ? (await import('./fix-files.ts')).fixFiles(workspace, nameOf, tell) : [];
  if (options.format !== 'text')
    for (const { uri, line, title } of fixed) tell(`${nameOf(uri)}:${line + 1}`, `fixed: ${title}`);

  const findings = [...workspace.findings()]
    .map(([uri, list]) => ({ name: nameOf(uri), list }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ list }) => list);
  const report: Report = { workspace, files, findings, unreadable, fixed, nameOf };
  io.stdout(await printed(report, options, io));

  if (unreadable.some(({ named }) => named)) return 2;
  const bar = options.failOn === 'never' ? -1 : levels.indexOf(options.failOn);
  return findings.some(({ level }) => levels.indexOf(level) <= bar) ? 1 : 0;

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

/** The packages that only some runs need are loaded when they do: each costs milliseconds of a short run. */
async function printed(report: Report, options: CheckOptions, io: Io): Promise<string> {
  switch (options.format) {
    case 'json':
      return (await import('./print-json.ts')).printJson(report);
    case 'sarif':
      return (await import('./print-sarif.ts')).printSarif(report, io.cwd);
    case 'github':
      return (await import('./print-github.ts')).printGithub(report);
    case 'text': {
      const columns = io.terminal?.columns ?? 140;
      return (await import('./print-text.ts')).printText(report, { colour: wantsColour(io), columns });
    }
  }
}

/** As https://no-color.org and https://force-color.org have it. */
function wantsColour({ env, terminal }: Io): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
  return terminal !== undefined && env.TERM !== 'dumb';
}

async function excluder(globs: readonly string[]): Promise<Excluded> {
  if (globs.length === 0) return () => false;
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
