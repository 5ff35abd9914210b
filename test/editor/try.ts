// Shows Grantlens to someone who has just cloned it: the findings of a folder in the terminal, then the folder in VS Code.
//   npm run try                        a copy of the example workspace
//   npm run try -- <folder>            your own, in place
//   npm run try -- --embedded          in the VS Code that comes from npm, even where a desktop one is installed
//   npm run try -- --exit-when-ready   ends when that one has answered
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { desktopCommand } from './rig/desktop-vscode.ts';
import { root, temporaryFolder } from './rig/paths.ts';
import { startVSCodeServer } from './rig/vscode-server.ts';
import { petStore } from './rig/workspace.ts';

/** A copy, so that trying the quick fixes leaves the clone as it is. */
function copyOfPetStore(): string {
  const copy = path.join(temporaryFolder('grantlens').path, 'pet-store');
  fs.cpSync(petStore, copy, { recursive: true });
  return copy;
}

function build(): void {
  const script = path.join(root, 'server', 'scripts', 'build.ts');
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', script], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('the build failed');
}

function printFindings(folder: string): void {
  const command = path.join(root, 'dist', 'grantlens.js');
  spawnSync(process.execPath, [command, 'check', '.', '--fail-on', 'never'], { cwd: folder, stdio: 'inherit' });
}

/** The extension as VS Code would have it after installing the package, for the server to find at its start. */
function installFromClone(): string {
  const extensions = temporaryFolder('gl-ext').path;
  const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  const home = path.join(extensions, `grantlens.grantlens-${manifest.version}`);
  for (const part of ['package.json', 'dist', 'syntaxes', 'README.md', path.join('client', 'images')]) {
    if (fs.existsSync(path.join(root, part)))
      fs.cpSync(path.join(root, part), path.join(home, part), { recursive: true });
  }
  return extensions;
}

function openOnDesktop(command: string, folder: string): void {
  const args = [`--extensionDevelopmentPath=${root}`, '--new-window', folder];
  spawn(command, args, { stdio: 'ignore', detached: true, shell: process.platform === 'win32' }).unref();
  console.log(`\nVS Code opens ${folder} with Grantlens (${command}).`);
}

async function openEmbedded(folder: string, exitWhenReady: boolean): Promise<void> {
  const extensions = installFromClone();
  const server = await startVSCodeServer(extensions);
  const address = `${server.url}/?folder=${encodeURIComponent(folder)}`;
  console.log(`\nVS Code with Grantlens and ${folder} is at\n\n  ${address}\n`);
  if (exitWhenReady) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`VS Code answered ${answer.status}`);
  } else {
    console.log('Ctrl+C ends it.');
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  }
  await server.stop();
  fs.rmSync(extensions, { recursive: true, force: true });
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { embedded: { type: 'boolean', default: false }, 'exit-when-ready': { type: 'boolean', default: false } },
  });
  const [wanted] = positionals;
  const folder = wanted === undefined ? copyOfPetStore() : path.resolve(process.env['INIT_CWD'] ?? '.', wanted);
  if (!fs.existsSync(folder)) throw new Error(`there is no folder ${folder}`);
  build();
  if (wanted === undefined) console.log(`The example workspace is copied to ${folder}\n`);
  printFindings(folder);
  const desktop = values.embedded || values['exit-when-ready'] ? undefined : desktopCommand();
  if (desktop !== undefined) openOnDesktop(desktop, folder);
  else {
    await openEmbedded(folder, values['exit-when-ready']);
    if (wanted === undefined) fs.rmSync(path.dirname(folder), { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
