import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { cache, root, temporaryFolder } from './paths.ts';

/** The npm package that carries VS Code's own server and web workbench, ready built, in lib/vscode: this one is VS Code 1.139.1. */
const codeServer = 'code-server@4.139.1';

/** That server wants Node 22.15 or newer; npm carries Node as well. */
const newerNode = '24.21.0';

export interface VSCodeServer {
  readonly url: string;
  readonly port: number;
  /** What the server said so far. */
  log(): string;
  /** Makes a folder readable over HTTP and returns the path of its address. */
  publish(folder: string): string;
  stop(): Promise<void>;
}

function npm(args: readonly string[], cwd: string): string {
  // What npm tells the scripts it runs about this package would be taken as settings for the other one.
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^npm_(package|lifecycle|config_(local_prefix|prefix|save|dry_run|workspace))/i.test(name),
  );
  const cli = process.env['npm_execpath'];
  const [command, first] = cli ? [process.execPath, [cli]] : ['npm', []];
  const result = spawnSync(command, [...first, ...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    env: Object.fromEntries(inherited),
    encoding: 'utf8',
  });
  if (result.status !== 0) throw new Error(`npm ${args.join(' ')} failed:\n${result.stdout}\n${result.stderr}`);
  return result.stdout;
}

/**
 * Brings VS Code's server from the npm registry, once.
 *
 * Its dependencies are installed without their scripts, so nothing is compiled and nothing is fetched from anywhere else.
 * @returns the folder that holds out/server-main.js
 */
function ensureVSCodeServer(): string {
  const folder = path.join(cache, codeServer.replace('@', '-'));
  const vscode = path.join(folder, 'lib', 'vscode');
  const ready = path.join(folder, '.ready');
  if (fs.existsSync(ready)) return vscode;
  console.log(`bringing VS Code from npm (${codeServer}), once`);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const tarball = npm(['pack', codeServer, '--silent', '--pack-destination', folder], folder).trim().split('\n').at(-1);
  if (tarball === undefined) throw new Error(`npm pack ${codeServer} named no file`);
  const unpacked = spawnSync('tar', ['xzf', tarball, '--strip-components=1'], { cwd: folder, stdio: 'inherit' });
  if (unpacked.status !== 0) throw new Error(`tar could not unpack ${tarball}`);
  fs.rmSync(path.join(folder, tarball));
  npm(['install', '--omit=dev', '--ignore-scripts'], vscode);
  replaceNativeModules(path.join(vscode, 'node_modules', '@vscode'));
  fs.writeFileSync(ready, '');
  return vscode;
}

/** Two native modules are loaded at start and would have to be compiled; for a test, plain JavaScript does. */
function replaceNativeModules(modules: string): void {
  fs.writeFileSync(
    path.join(modules, 'native-watchdog', 'index.js'),
    'exports.start = () => {};\nexports.exit = (code) => process.exit(code || 0);\n',
  );
  fs.copyFileSync(path.join(__dirname, 'spdlog-stand-in.cjs'), path.join(modules, 'spdlog', 'index.js'));
}

/** A Node new enough for VS Code's server: this one, or one from the npm registry. */
function ensureNewerNode(): string {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 15)) return process.execPath;
  const windows = process.platform === 'win32';
  const name = `node-${windows ? 'win' : process.platform}-${process.arch}`;
  const folder = path.join(cache, `node-${newerNode}`);
  const executable = path.join(folder, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node');
  if (!fs.existsSync(executable)) {
    console.log(`bringing Node ${newerNode} from npm for it, once`);
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
    npm(['install', '--ignore-scripts', `${name}@${newerNode}`], folder);
  }
  return executable;
}

const userSettings = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'editor.minimap.enabled': false,
  'editor.wordWrap': 'on',
  // On the web the default is to save as one types.
  'files.autoSave': 'off',
  'update.mode': 'none',
};

/** Installs a .vsix as a person would, into a folder of extensions. */
export function installExtension(vsix: string, extensionsFolder: string): void {
  const data = temporaryFolder('gl-install');
  const result = spawnSync(
    ensureNewerNode(),
    [
      path.join(ensureVSCodeServer(), 'out', 'server-main.js'),
      '--accept-server-license-terms',
      ...['--extensions-dir', extensionsFolder],
      ...['--server-data-dir', data.path],
      ...['--install-extension', vsix],
    ],
    { encoding: 'utf8' },
  );
  data.remove();
  if (result.status !== 0) throw new Error(`VS Code did not install ${vsix}:\n${result.stdout}${result.stderr}`);
}

/** Starts VS Code's own server on a free port of 127.0.0.1. */
export async function startVSCodeServer(extensionsFolder?: string): Promise<VSCodeServer> {
  const vscode = ensureVSCodeServer();
  const data = temporaryFolder('gl-vscode');
  fs.mkdirSync(path.join(data.path, 'data', 'User'), { recursive: true });
  fs.writeFileSync(path.join(data.path, 'data', 'User', 'settings.json'), JSON.stringify(userSettings));
  const child = spawn(
    ensureNewerNode(),
    [
      path.join(vscode, 'out', 'server-main.js'),
      ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms'],
      ...['--telemetry-level', 'off', '--log', 'info'],
      // Without it a built VS Code ignores the tests it is asked to run, and says nothing.
      '--enable-smoke-test-driver',
      ...['--server-data-dir', data.path],
      ...(extensionsFolder === undefined ? [] : ['--extensions-dir', extensionsFolder]),
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        GRANTLENS_HOSTED: '1',
        EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: '', itemUrl: '', resourceUrlTemplate: '' }),
      },
    },
  );
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  let log = '';
  const port = await listeningPort(child, (text) => (log += text));
  const product = JSON.parse(fs.readFileSync(path.join(vscode, 'product.json'), 'utf8')) as {
    quality?: string;
    commit: string;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    log: () => log,
    publish(folder) {
      const name = `rig-${createHash('sha1').update(folder).digest('hex').slice(0, 12)}`;
      const link = path.join(vscode, name);
      if (!fs.existsSync(link)) fs.symlinkSync(folder, link, 'junction');
      return `/${product.quality ?? 'oss'}-${product.commit}/static/${name}`;
    },
    async stop() {
      // Ctrl+C in a terminal ends it too.
      const hasEnded = child.exitCode !== null || child.signalCode !== null;
      const ended = hasEnded ? undefined : new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const impatience = setTimeout(kill, 3000);
      await ended;
      clearTimeout(impatience);
      process.removeListener('exit', kill);
      data.remove();
    },
  };
}

function listeningPort(child: ChildProcess, hear: (text: string) => string): Promise<number> {
  return new Promise((resolve, reject) => {
    let log = '';
    const timer = setTimeout(() => reject(new Error(`VS Code's server did not start in 30 s\n${log}`)), 30_000);
    const onData = (data: Buffer) => {
      log = hear(data.toString());
      const match = /Extension host agent listening on (\d+)/.exec(log);
      if (!match) return;
      clearTimeout(timer);
      resolve(Number(match[1]));
    };
    child.stdout?.on('data', onData);
    child.stderr?.on('data', onData);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`VS Code's server ended with ${code}\n${log}`));
    });
  });
}

/** The extension in this clone, as an address for a window that runs beside `server`. */
export function remoteUri(server: VSCodeServer, relative: string): string {
  return `vscode-remote://127.0.0.1:${server.port}${path.join(root, relative)}`;
}
