import * as vscode from 'vscode';
import type { AccessMapParams } from '../../../server/src/lsp/access-protocol.ts';
import type { AccessModel } from './access-model.ts';
import type { Drawn, FromPicture, ToPicture } from './messages.ts';
import { openPlace } from './places.ts';

const viewType = 'grantlens.accessPicture';

/** What is to be shown: an API by its id, and words that its routes must hold. */
export interface PictureChoice {
  readonly api: string;
  readonly filter: string;
}

/** The panel that draws the access map: one for the window, made when asked for and again after a reload of the window. */
export class AccessPicture implements vscode.Disposable {
  readonly #model: AccessModel;
  readonly #extension: vscode.Uri;
  readonly #log: vscode.LogOutputChannel;
  readonly #drew = new vscode.EventEmitter<Drawn>();
  readonly #subscriptions: vscode.Disposable[];
  #panel: vscode.WebviewPanel | undefined;
  /** Chosen before the panel listened. */
  #choice: PictureChoice | undefined;
  #query: AccessMapParams | undefined;
  /** What the panel was sent last: it is sent nothing twice. */
  readonly #sent = new Map<ToPicture['kind'], string>();
  #drawn: Drawn | undefined;

  readonly onDidDraw: vscode.Event<Drawn> = this.#drew.event;

  constructor(model: AccessModel, extension: vscode.Uri, log: vscode.LogOutputChannel) {
    this.#model = model;
    this.#log = log;
    this.#extension = extension;
    this.#subscriptions = [
      this.#drew,
      model.onDidChange(() => void this.#refresh()),
      vscode.window.registerWebviewPanelSerializer(viewType, {
        deserializeWebviewPanel: (panel) => {
          this.#take(panel);
          return Promise.resolve();
        },
      }),
    ];
  }

  /** What the panel shows; undefined when there is none, or it has drawn nothing yet. */
  get drawn(): Drawn | undefined {
    return this.#drawn;
  }

  show(choice?: PictureChoice): void {
    if (!this.#panel) {
      this.#choice = choice;
      this.#take(
        vscode.window.createWebviewPanel(viewType, 'Access Picture', vscode.ViewColumn.Active, {
          enableFindWidget: true,
        }),
      );
      return;
    }
    this.#panel.reveal();
    if (choice) this.#send({ kind: 'choose', ...choice });
  }

  dispose(): void {
    this.#panel?.dispose();
    for (const one of this.#subscriptions) one.dispose();
  }

  /** Does what the panel asks for. */
  async handle(message: FromPicture): Promise<void> {
    switch (message.kind) {
      case 'ready':
        this.#sent.clear();
        if (this.#choice) this.#send({ kind: 'choose', ...this.#choice });
        this.#choice = undefined;
        await this.#sendApis();
        break;
      case 'ask':
        this.#query = message.query;
        this.#sent.delete('map');
        await this.#sendMap();
        break;
      case 'open':
        await openPlace(message.at, this.#panel?.viewColumn);
        break;
      case 'failed':
        this.#log.error(`the access picture failed: ${message.error}`);
        break;
      case 'drawn':
        this.#drawn = message.drawn;
        this.#drew.fire(message.drawn);
        break;
    }
  }

  #take(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    const { webview } = panel;
    const assets = vscode.Uri.joinPath(this.#extension, 'dist', 'picture');
    webview.options = { enableScripts: true, localResourceRoots: [assets] };
    const subscriptions = [
      webview.onDidReceiveMessage((message: FromPicture) => void this.handle(message)),
      // A hidden panel keeps its state and not its page, which asks again when it comes back.
      panel.onDidChangeViewState(() => void this.#refresh()),
      panel.onDidDispose(() => {
        for (const one of subscriptions) one.dispose();
        if (this.#panel === panel) this.#forget();
      }),
    ];
    webview.html = page(webview, assets);
  }

  #forget(): void {
    this.#panel = undefined;
    this.#query = undefined;
    this.#drawn = undefined;
    this.#sent.clear();
  }

  async #refresh(): Promise<void> {
    if (!this.#panel?.visible) return;
    await this.#sendApis();
    await this.#sendMap();
  }

  async #sendApis(): Promise<void> {
    this.#send({ kind: 'apis', apis: await this.#model.apis() });
  }

  async #sendMap(): Promise<void> {
    const query = this.#query;
    if (!query) return;
    const map = await this.#model.map(query);
    // The panel has asked for something else meanwhile.
    if (query === this.#query) this.#send({ kind: 'map', query, map: map ?? null });
  }

  #send(message: ToPicture): void {
    const printed = JSON.stringify(message);
    if (!this.#panel || (message.kind !== 'choose' && this.#sent.get(message.kind) === printed)) return;
    this.#sent.set(message.kind, printed);
    void this.#panel.webview.postMessage(message);
  }
}

/** The page of the panel: its own script and style, and nothing else that could be loaded or run. */
function page(webview: vscode.Webview, assets: vscode.Uri): string {
  const nonce = newNonce();
  const address = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(assets, file)).toString();
  const policy = [`default-src 'none'`, `style-src ${webview.cspSource}`, `script-src 'nonce-${nonce}'`].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<link rel="stylesheet" href="${address('picture.css')}">
<title>Access Picture</title>
</head>
<body>
<script nonce="${nonce}" src="${address('picture.js')}"></script>
</body>
</html>`;
}

function newNonce(): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length: 32 }, () => letters.charAt(Math.floor(Math.random() * letters.length))).join('');
}
