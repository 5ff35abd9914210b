import * as fs from 'node:fs';
import * as path from 'node:path';
import { performance } from 'node:perf_hooks';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { version } from '../../../package.json';
import type { Host } from './files.ts';
import { nodeFiles } from './node-files.ts';
import { startServer } from './server.ts';

const help = `Usage: grantlens-language-server --stdio

A language server for IAM policies and API Gateway definitions.

  --stdio      talk over standard input and output
  --node-ipc   talk over the channel of the Node process that started it
  --socket N   talk over port N of this machine
  --pipe NAME  talk over a named pipe
  --version    print the version
  --help       print this
`;

const host: Host = {
  version,
  disk: nodeFiles,
  readAsset: (asset) => fs.promises.readFile(path.join(__dirname, asset), 'utf8'),
  now: () => performance.now(),
  breathe: () => new Promise((resolve) => setImmediate(resolve)),
};

function main(args: readonly string[]): void {
  if (args.includes('--version')) {
    process.stdout.write(`${version}\n`);
  } else if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(help);
  } else if (!args.some((arg) => /^--(?:stdio|node-ipc|socket|pipe)(?:=|$)/.test(arg))) {
    process.stderr.write(help);
    process.exitCode = 2;
  } else {
    const connection = createConnection(ProposedFeatures.all);
    startServer(connection, host);
    connection.listen();
  }
}

main(process.argv.slice(2));
