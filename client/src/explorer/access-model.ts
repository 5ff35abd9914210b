import * as vscode from 'vscode';
import { State, type BaseLanguageClient } from 'vscode-languageclient';
import type {
  AccessApi,
  AccessApisResult,
  AccessMap,
  AccessMapParams,
  AccessMapResult,
} from '../../../server/src/lsp/access-protocol.ts';

/** Changes that follow each other faster than this, in milliseconds, are told once. */
const calm = 250;

/** What the server knows of APIs and their access. */
export class AccessModel implements vscode.Disposable {
  readonly #client: BaseLanguageClient;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly vscode.Disposable[];
  #apis: Promise<AccessApisResult> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** What was answered may be old. */
  readonly onDidChange: vscode.Event<void> = this.#changed.event;

  constructor(client: BaseLanguageClient) {
    this.#client = client;
    const tell = () => {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#apis = undefined;
        this.#changed.fire();
      }, calm);
    };
    this.#subscriptions = [
      client.onNotification('grantlens/accessChanged', tell),
      client.onDidChangeState(({ newState }) => {
        if (newState === State.Running) tell();
      }),
      this.#changed,
    ];
  }

  /** Asked for once for everybody who wants it after a change. */
  async apis(): Promise<readonly AccessApi[]> {
    if (!this.#client.isRunning()) return [];
    this.#apis ??= this.#client.sendRequest<AccessApisResult>('grantlens/accessApis');
    try {
      return (await this.#apis).apis;
    } catch (error) {
      this.#apis = undefined;
      // A server that is being stopped answers nothing more.
      if (!this.#client.isRunning()) return [];
      throw error;
    }
  }

  /** Undefined when the API is gone. */
  async map(params: AccessMapParams): Promise<AccessMap | undefined> {
    if (!this.#client.isRunning()) return undefined;
    return (await this.#client.sendRequest<AccessMapResult>('grantlens/accessMap', params)).map ?? undefined;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const one of this.#subscriptions) one.dispose();
  }
}
