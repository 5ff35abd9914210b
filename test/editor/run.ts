// npm test: builds and packages, runs every part of the tests and adds them up. The last line is the sum.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { out, root } from './rig/paths.ts';
import { type Counts, forgetCounts, savedCounts } from './rig/results.ts';

interface MochaReport {
  readonly stats: {
    readonly passes: number;
    readonly failures: number;
    readonly pending: number;
    readonly duration: number;
  };
  readonly failures: readonly { readonly fullTitle: string; readonly err: { message?: string; stack?: string } }[];
}

function node(...args: readonly string[]): number {
  return spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1;
}

function unit(): Counts | undefined {
  const output = path.join(out, 'results', 'mocha.json');
  node(
    path.join(root, 'node_modules', 'mocha', 'bin', 'mocha.js'),
    ...['--reporter', 'json', '--reporter-option', `output=${output}`],
  );
  if (!fs.existsSync(output)) return undefined;
  const { stats, failures } = JSON.parse(fs.readFileSync(output, 'utf8')) as MochaReport;
  for (const { fullTitle, err } of failures) console.log(`\n✘ ${fullTitle}\n${err.stack ?? err.message ?? ''}`);
  const seconds = (stats.duration / 1000).toFixed(1);
  console.log(
    `without the editor: ${stats.passes} passed, ${stats.failures} failed, ${stats.pending} skipped (${seconds} s)`,
  );
  return stats;
}

function inEditor(part: string, ...script: readonly string[]): () => Counts | undefined {
  return () => {
    node('--import', 'tsx', ...script);
    return savedCounts(part);
  };
}

interface Part {
  readonly name: string;
  run(): Counts | undefined;
  /** Where the machine has nothing to run it in, there are no counts, and that is no failure. */
  readonly optional?: true;
}

const parts: readonly Part[] = [
  { name: 'without the editor', run: unit },
  { name: 'editor, node host', run: inEditor('editor-node', 'test/editor/rig/hosted.ts', 'node') },
  { name: 'editor, web host', run: inEditor('editor-web', 'test/editor/rig/hosted.ts', 'web') },
  { name: 'editor, oldest VS Code', run: inEditor('editor-oldest', 'test/editor/rig/oldest.ts') },
  { name: 'editor, desktop', run: inEditor('editor-desktop', 'test/editor/rig/desktop.ts'), optional: true },
  { name: 'on screen', run: inEditor('ui', 'test/editor/ui-check.ts') },
];

function npmPackage(): boolean {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['run', '--silent', 'package'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  return status === 0;
}

function main(): void {
  forgetCounts();
  let passed = 0;
  let failed = 0;
  if (!npmPackage()) {
    console.log('the package could not be made');
    failed++;
  }
  for (const part of parts) {
    const { name, optional } = part;
    console.log(`\n== ${name}`);
    const counts = part.run();
    passed += counts?.passes ?? 0;
    failed += counts?.failures ?? 0;
    const silent = counts === undefined ? optional !== true : counts.passes === 0 && counts.failures === 0;
    if (silent) {
      console.log(`${name}: no test passed`);
      failed++;
    }
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

main();
