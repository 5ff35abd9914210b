// Runs the editor suite inside a real VS Code: its own server, opened in headless Chromium.
//   tsx test/editor/rig/hosted.ts node    in the Node extension host (package.json "main")
//   tsx test/editor/rig/hosted.ts web     in the web worker extension host (package.json "browser"), as on vscode.dev
import * as path from 'node:path';
import { format } from 'node:util';
import type { Page } from 'playwright-core';
import { buildSuite } from './build-suite.ts';
import { launchChromium } from './chromium.ts';
import { cache, root } from './paths.ts';
import { type Counts, saveCounts } from './results.ts';
import { remoteUri, startVSCodeServer, type VSCodeServer } from './vscode-server.ts';
import { copyOfWorkspace } from './workspace.ts';

type Host = 'node' | 'web';

const timeLimit = 240_000;

async function openInNodeHost(page: Page, server: VSCodeServer, folder: string): Promise<void> {
  const payload = [
    ['extensionDevelopmentPath', remoteUri(server, '')],
    ['extensionTestsPath', remoteUri(server, 'out/editor/node')],
    ['enableProposedApi', ''],
    ['skipWelcome', 'true'],
  ];
  const query = `folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  await page.goto(`${server.url}/?${query}`);
}

// An extension at an http: address goes to the worker host. The page allows only its own origin, so VS Code's server
// serves this clone too; and the page's options, which vscode.dev would set, are changed as they are read.
async function openInWebHost(page: Page, server: VSCodeServer, folder: string): Promise<void> {
  const published = server.publish(root);
  const uri = (relative: string) => ({
    scheme: 'http',
    authority: `127.0.0.1:${server.port}`,
    path: `${published}/${relative}`,
  });
  const options = { extensions: [uri('')], extensionTestsPath: uri('out/editor/web.js') };
  await page.addInitScript(`{
    const read = Element.prototype.getAttribute;
    Element.prototype.getAttribute = function (name) {
      const value = read.call(this, name);
      if (this.id !== 'vscode-workbench-web-configuration' || name !== 'data-settings') return value;
      const settings = JSON.parse(value);
      const developmentOptions = { ...settings.developmentOptions, ...${JSON.stringify(options)} };
      return JSON.stringify({ ...settings, developmentOptions });
    };
  }`);
  await page.goto(`${server.url}/?folder=${encodeURIComponent(folder)}`);
}

/** What the suite prints passes through the page's console among everything else that VS Code logs there. */
class Console {
  counts: Counts | undefined;
  readonly #others: string[] = [];

  hear(type: string, args: unknown[]): void {
    const line = format(...args);
    const counts = /##counts (\{.*?\})/.exec(line)?.[1];
    if (counts !== undefined) this.counts = JSON.parse(counts) as Counts;
    else if (line.startsWith('##suite ')) console.log(line.slice('##suite '.length));
    else if (process.env['DEBUG'] !== undefined) console.log(`[${type}] ${line}`);
    else this.#others.push(`[${type}] ${line}`);
  }

  tail(): string {
    return this.#others.slice(-60).join('\n');
  }
}

async function runHosted(host: Host): Promise<Counts> {
  await buildSuite();
  const workspace = copyOfWorkspace();
  const server = await startVSCodeServer();
  const browser = await launchChromium();
  try {
    const page = await (await browser.newContext()).newPage();
    // No test may lean on the network.
    await page.route('**/*', (route) =>
      new URL(route.request().url()).hostname === '127.0.0.1' ? route.continue() : route.abort(),
    );
    page.on('pageerror', (error) => console.error(`[page] ${error.message}`));
    const heard = new Console();
    await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => heard.hear(type, args));
    const { promise: ended, resolve: end } = withResolvers<number | 'timeout'>();
    await page.exposeFunction('codeAutomationExit', (code: number) => end(code));
    const timer = setTimeout(() => end('timeout'), timeLimit);
    await (host === 'node' ? openInNodeHost : openInWebHost)(page, server, workspace.path);
    const exit = await ended;
    clearTimeout(timer);
    if (exit === 'timeout') {
      await page.screenshot({ path: path.join(cache, `timeout-${host}.png`) });
      console.error(
        `the suite did not end in ${timeLimit / 1000} s; ${cache} has a picture\n${server.log().slice(-2000)}`,
      );
    }
    if (exit !== 0) console.error(heard.tail());
    const { passes = 0, failures = 0 } = heard.counts ?? {};
    return { passes, failures: exit === 0 || failures > 0 ? failures : 1 };
  } finally {
    await browser.close();
    await server.stop();
    workspace.remove();
  }
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

async function main(host: string | undefined): Promise<void> {
  if (host !== 'node' && host !== 'web') throw new Error('usage: hosted.ts node|web');
  const started = Date.now();
  const counts = await runHosted(host);
  saveCounts(`editor-${host}`, counts);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`editor, ${host} host: ${counts.passes} passed, ${counts.failures} failed (${seconds} s)`);
  process.exitCode = counts.failures === 0 && counts.passes > 0 ? 0 : 1;
}

void main(process.argv[2]);
