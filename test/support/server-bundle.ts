import { rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { distFolder } from './catalog.ts';
import { projectFolder } from './project.ts';

/** The server as it is shipped, made from the source as it is now in half a second. */
export async function bundledServer(): Promise<{ readonly path: string; remove(): void }> {
  const outfile = path.join(await distFolder(), `server.${process.pid}.js`);
  await build({
    absWorkingDir: projectFolder,
    entryPoints: ['server/src/lsp/node.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'es2022',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
  return { path: outfile, remove: () => rmSync(outfile, { force: true }) };
}
