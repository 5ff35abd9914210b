// Runs the editor suite in a desktop VS Code: the one that VSCODE_EXECUTABLE_PATH names, an installed one, or one that
// @vscode/test-electron downloads. Where there is none to be had it says so and leaves no counts.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { buildSuite } from './build-suite.ts';
import { installedDesktop } from './desktop-vscode.ts';
import { cache, out, root, temporaryFolder } from './paths.ts';
import { type Counts, saveCounts } from './results.ts';
import { copyOfWorkspace } from './workspace.ts';

async function desktopExecutable(): Promise<string | { readonly missing: string }> {
  const named = process.env['VSCODE_EXECUTABLE_PATH'];
  if (named !== undefined) return named;
  const screen = process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
  if (!screen) return { missing: 'there is no screen (xvfb-run gives one)' };
  const installed = installedDesktop();
  if (installed !== undefined) return installed;
  const releases = 'https://update.code.visualstudio.com/api/releases/stable';
  const reachable = await fetch(releases, { signal: AbortSignal.timeout(8000) }).then(
    (response) => response.ok,
    () => false,
  );
  if (!reachable) return { missing: 'none is installed, and none can be downloaded' };
  return downloadAndUnzipVSCode({ version: 'stable', cachePath: cache });
}

async function runDesktop(executable: string): Promise<Counts> {
  await buildSuite();
  const workspace = copyOfWorkspace();
  const user = temporaryFolder('gl-user');
  const countsFile = path.join(out, 'editor', 'desktop-counts.json');
  fs.rmSync(countsFile, { force: true });
  try {
    const exit = await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: root,
      extensionTestsPath: path.join(out, 'editor', 'node'),
      extensionTestsEnv: { GRANTLENS_COUNTS: countsFile },
      launchArgs: [
        workspace.path,
        '--disable-extensions',
        '--disable-workspace-trust',
        `--user-data-dir=${user.path}`,
        `--extensions-dir=${path.join(user.path, 'ext')}`,
      ],
    }).catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      return 1;
    });
    const counts = fs.existsSync(countsFile)
      ? (JSON.parse(fs.readFileSync(countsFile, 'utf8')) as Counts)
      : { passes: 0, failures: 0 };
    return { passes: counts.passes, failures: exit === 0 || counts.failures > 0 ? counts.failures : 1 };
  } finally {
    workspace.remove();
    user.remove();
  }
}

async function main(): Promise<void> {
  const executable = await desktopExecutable();
  if (typeof executable !== 'string') {
    console.log(`editor, desktop: not run, because ${executable.missing}`);
    return;
  }
  console.log(`editor, desktop: ${executable}`);
  const counts = await runDesktop(executable);
  saveCounts('editor-desktop', counts);
  console.log(`editor, desktop: ${counts.passes} passed, ${counts.failures} failed`);
  process.exitCode = counts.failures === 0 && counts.passes > 0 ? 0 : 1;
}

void main();
