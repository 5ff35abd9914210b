import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { AccessModel } from './access-model.ts';
import { AccessPicture, type PictureChoice } from './access-picture.ts';
import { openPlace } from './places.ts';
import { AccessTree, type AccessItem } from './access-tree.ts';

/** What the extension has to show of access: the view in the side bar and the picture. */
export interface Explorer extends vscode.Disposable {
  readonly tree: AccessTree;
  readonly picture: AccessPicture;
}

/** To be called before the client starts: what it is told first must not be missed. */
export function registerExplorer(
  client: BaseLanguageClient,
  extension: vscode.Uri,
  log: vscode.LogOutputChannel,
): Explorer {
  const model = new AccessModel(client);
  const tree = new AccessTree(model);
  const picture = new AccessPicture(model, extension, log);
  const subscriptions = vscode.Disposable.from(
    model,
    tree,
    picture,
    vscode.window.createTreeView('grantlens.access', { treeDataProvider: tree, showCollapseAll: true }),
    model.onDidChange(() => void tellWhichFilesHaveApis(model)),
    vscode.commands.registerCommand('grantlens.showAccessExplorer', async () => {
      await vscode.commands.executeCommand('grantlens.access.focus');
    }),
    vscode.commands.registerCommand('grantlens.showAccessPicture', async (from?: AccessItem | vscode.Uri) => {
      picture.show(await choiceFrom(from, model));
    }),
    vscode.commands.registerCommand('grantlens.openDeclaration', async (item: AccessItem) => {
      const at = tree.placeOf(item);
      if (at) await openPlace(at, undefined);
    }),
    vscode.commands.registerCommand('grantlens.showMoreRoutes', (api: string) => tree.showMore(api)),
  );
  return { tree, picture, dispose: () => void subscriptions.dispose() };
}

/** The menus of editors offer the picture where it has something to show. */
async function tellWhichFilesHaveApis(model: AccessModel): Promise<void> {
  const files = (await model.apis()).flatMap((api) => (api.routes > 0 ? api.files : []));
  const uris = files.map((file) => vscode.Uri.parse(file, true).toString());
  await vscode.commands.executeCommand('setContext', 'grantlens.filesWithApis', [...new Set(uris)]);
  await vscode.commands.executeCommand('setContext', 'grantlens.accessIsKnown', true);
}

/** From an item of the view: its API and route; from a menu of an editor, or from the palette: the first API of that file. */
async function choiceFrom(
  from: AccessItem | vscode.Uri | undefined,
  model: AccessModel,
): Promise<PictureChoice | undefined> {
  if (from && 'kind' in from) {
    if (from.kind === 'api') return { api: from.api.id, filter: '' };
    if (from.kind !== 'route') return undefined;
    const route = from.map.nodes.find(({ id }) => id === from.route.node);
    return { api: from.api.id, filter: route ? `"${route.label}"` : '' };
  }
  const uri = from ?? vscode.window.activeTextEditor?.document.uri;
  if (!uri) return undefined;
  const apis = await model.apis();
  const found = apis.find(({ files }) =>
    files.some((file) => vscode.Uri.parse(file, true).toString() === uri.toString()),
  );
  return found && { api: found.id, filter: '' };
}
