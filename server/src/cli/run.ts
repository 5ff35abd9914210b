import { help, readArguments } from './arguments.ts';
import { check } from './check.ts';
import { explain } from './explain.ts';
import type { Io } from './io.ts';
import { routes } from './routes.ts';
import { version } from '../../../package.json';

/** Does what the arguments (without node and the script) ask for, and gives the exit code. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const command = readArguments(args);
  switch (command.kind) {
    case 'check':
      return check(command.options, io);
    case 'routes':
      return routes(command.options, io);
    case 'explain':
      return explain(command.options, io);
    case 'help':
      io.stdout(help);
      return 0;
    case 'version':
      io.stdout(`grantlens ${version}\n`);
      return 0;
    case 'misused':
      io.stderr(`grantlens: ${command.problem}; see grantlens --help\n`);
      return 2;
  }
}
