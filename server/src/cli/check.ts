import type { CheckOptions } from './arguments.ts';
import { tellBroken } from './broken.ts';
import { fixFiles } from './fix-files.ts';
import type { Io } from './io.ts';
import { printGithub } from './print-github.ts';
import { printJson } from './print-json.ts';
import { printSarif } from './print-sarif.ts';
import { printText } from './print-text.ts';
import { readWorkspace } from './read-workspace.ts';
import { levels, type Report } from './report.ts';

/** Checks the files, prints what was found, and gives the exit code: see the help text for its meaning. */
export async function check(options: CheckOptions, io: Io): Promise<number> {
  const tell = (shown: string, problem: string): void => io.stderr(`grantlens: ${shown} ${problem}\n`);
  const read = await readWorkspace(options, io);
  const { workspace, files, unreadable } = read;
  workspace.setLevels(options.levels);
  workspace.setLooseSlot(options.policyType);
  const nameOf = (uri: string): string => read.nameOf(uri, options.format === 'json');
  const fixed = options.fix ? fixFiles(workspace, nameOf, tell) : [];
  if (options.format !== 'text')
    for (const { uri, line, title } of fixed) tell(`${nameOf(uri)}:${line + 1}`, `fixed: ${title}`);

  const findings = [...workspace.findings()]
    .map(([uri, list]) => ({ name: nameOf(uri), list }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ list }) => list);
  const broken = tellBroken(read, io);
  const report: Report = { workspace, files, findings, unreadable, broken, fixed, nameOf };
  io.stdout(printed(report, options, io));

  if (unreadable.some(({ named }) => named)) return 2;
  const bar = options.failOn === 'never' ? -1 : levels.indexOf(options.failOn);
  return findings.some(({ level }) => levels.indexOf(level) <= bar) ? 1 : 0;
}

function printed(report: Report, options: CheckOptions, io: Io): string {
  switch (options.format) {
    case 'json':
      return printJson(report);
    case 'sarif':
      return printSarif(report, io.cwd);
    case 'github':
      return printGithub(report);
    case 'text': {
      const columns = io.terminal?.columns ?? 140;
      return printText(report, { colour: wantsColour(io), columns });
    }
  }
}

/** As https://no-color.org and https://force-color.org have it. */
function wantsColour({ env, terminal }: Io): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
  return terminal !== undefined && env.TERM !== 'dumb';
}
