import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { version } from '../../../package.json';
import type { Host } from './files.ts';
import { startServer } from './server.ts';

// The project is compiled without the browser's types, so that nothing else of a browser can be used by mistake.
declare const self: ConstructorParameters<typeof BrowserMessageReader>[0];
declare class MessageChannel {
  readonly port1: { postMessage(message: unknown): void };
  readonly port2: { onmessage: (() => void) | null };
}

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port2.onmessage = () => waiting.shift()?.();

const host: Host = {
  version,
  disk: undefined,
  readAsset: undefined,
  now: () => performance.now(),
  // Timers of zero milliseconds are held back in workers; messages are not.
  breathe: () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      channel.port1.postMessage(undefined);
    }),
};

const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));
startServer(connection, host);
connection.listen();
