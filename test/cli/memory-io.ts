import * as path from 'node:path';
import type { Io } from '../../server/src/cli/io.ts';
import { run } from '../../server/src/cli/run.ts';
import { projectFolder } from '../support/project.ts';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export const builtCatalog = path.join(projectFolder, 'dist', 'catalog', 'index.json');

/** Runs the command line in this process. */
export async function grantlens(
  cwd: string,
  args: readonly string[],
  surroundings: Partial<Io> = {},
): Promise<Outcome> {
  let stdout = '';
  let stderr = '';
  const code = await run(args, {
    cwd,
    env: {},
    terminal: undefined,
    catalogPath: builtCatalog,
    stdout: (text) => (stdout += text),
    stderr: (text) => (stderr += text),
    stdin: () => new Uint8Array(),
    ...surroundings,
  });
  return { code, stdout, stderr };
}
