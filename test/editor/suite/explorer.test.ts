import * as vscode from 'vscode';
import type { Explorer } from '../../../client/src/explorer/explorer.ts';
import type { AccessItem } from '../../../client/src/explorer/access-tree.ts';
import type { AccessApi, AccessMap } from '../../../server/src/lsp/access-protocol.ts';
import { change, check, eventually, fileUri, firstFinding, read, write } from './workspace.ts';

async function explorer(): Promise<Explorer> {
  const extension = vscode.extensions.getExtension<Explorer>('grantlens.grantlens');
  check(extension, 'the extension is not there');
  return extension.activate();
}

/** The API of the example workspace's template. */
async function petStore({ tree }: Explorer): Promise<AccessItem & { readonly kind: 'api' }> {
  const { path } = fileUri('pet-store/template.yaml');
  return eventually('the API of the pet store', async () => {
    const apis = await tree.getChildren();
    return apis.find(
      (item): item is AccessItem & { readonly kind: 'api' } =>
        item.kind === 'api' && vscode.Uri.parse(item.api.at.uri).path === path,
    );
  });
}

function label(item: vscode.TreeItem): string {
  return typeof item.label === 'string' ? item.label : (item.label?.label ?? '');
}

describe('the access explorer', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('lists the routes of an API, with who may call them and what stands behind them', async () => {
    const found = await explorer();
    const routes = await found.tree.getChildren(await petStore(found));
    const names = routes.map((item) => label(found.tree.getTreeItem(item)));
    check(names[0] === 'GET /pets' && names.length === 6, `the routes are ${names.join(', ')}`);
    const shown = await Promise.all(
      (await found.tree.getChildren(routes[1])).map(async (group) => ({
        name: label(found.tree.getTreeItem(group)),
        lines: (await found.tree.getChildren(group)).map((item) => found.tree.getTreeItem(item)),
      })),
    );
    check(shown.map(({ name }) => name).join() === 'Callers,Behind it', `the groups are ${JSON.stringify(shown)}`);
    const missing = shown[1]?.lines.find((line) => label(line) === 'CreatePetFunction');
    const icon = missing?.iconPath as vscode.ThemeIcon | undefined;
    check(icon?.id === 'error', `the missing grant of POST /pets is shown with ${icon?.id}`);
    check(missing?.command?.command === 'vscode.open', 'the line leads nowhere');
  });

  it('is opened by its command', async () => {
    await explorer();
    await vscode.commands.executeCommand('grantlens.showAccessExplorer');
  });

  it('follows the files', async () => {
    const found = await explorer();
    const uri = fileUri('suite/access/template.yaml');
    await write(uri, await read(fileUri('pet-store/template.yaml')));
    const routes = async () => {
      const apis = await found.tree.getChildren();
      const own = apis.find((item) => item.kind === 'api' && vscode.Uri.parse(item.api.at.uri).path === uri.path);
      return own && (await found.tree.getChildren(own)).map((item) => label(found.tree.getTreeItem(item)));
    };
    await eventually('the routes of a new file', routes);
    // With its folder, which is all that the editor tells of then.
    await vscode.workspace.fs.delete(fileUri('suite/access'), { recursive: true });
    await eventually('no routes of a file that is gone', async () => (await routes()) === undefined);
    await write(uri, await read(fileUri('pet-store/template.yaml')));
    await eventually('the routes of a file that is there again', routes);
    let told = 0;
    const subscription = found.tree.onDidChangeTreeData(() => told++);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await change(document, '\n      HttpMethod: POST', '\n      HttpMethod: PUT');
    await eventually('the new verb', async () => (await routes())?.includes('PUT /pets'));
    await eventually('a word to the view', () => told > 0);
    subscription.dispose();
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.workspace.fs.delete(fileUri('suite/access'), { recursive: true });
  });
});

describe('the access picture', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  async function shown(from: AccessItem | vscode.Uri): Promise<Explorer> {
    const found = await explorer();
    await vscode.commands.executeCommand('grantlens.showAccessPicture', from);
    return found;
  }

  it('draws what the server knows, the missing grants among it', async () => {
    const found = await explorer();
    const { api } = await petStore(found);
    await shown({ kind: 'api', id: api.id, api, isAlone: false });
    const drawn = await eventually('the picture', () =>
      found.picture.drawn?.api === api.id ? found.picture.drawn : undefined,
    );
    check(
      drawn.nodes.some((id) => id.endsWith('GET /pets')),
      `it has the nodes ${drawn.nodes.join(', ')}`,
    );
    check(
      drawn.missing.some((id) => id.includes('POST /pets') && id.includes('CreatePetFunction')),
      `in red are ${drawn.missing.join(', ')}`,
    );
  });

  it('shows the API of the file that is open', async () => {
    const uri = fileUri('pet-store/sam/template.yaml');
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    const found = await shown(uri);
    await eventually('the picture', () => found.picture.drawn?.api.includes('/pet-store/sam/'));
  });

  it('is narrowed to one route', async () => {
    const found = await explorer();
    const api = await petStore(found);
    const route = (await found.tree.getChildren(api))[1];
    check(route?.kind === 'route', 'there is no second route');
    await shown(route);
    await eventually('a picture of one route', () => {
      const { drawn } = found.picture;
      return drawn?.api === api.api.id && drawn.nodes.filter((id) => id.startsWith('route ')).length === 1;
    });
  });

  it('opens the statement that decided', async () => {
    const found = await explorer();
    const { api } = await petStore(found);
    await shown({ kind: 'api', id: api.id, api, isAlone: false });
    await eventually('the picture', () => found.picture.drawn?.api === api.id);
    const map = await mapOf(found, api);
    const edge = map.edges.find(({ to, state }) => to.endsWith('ListPetsFunction') && state === 'granted');
    const at = edge?.grounds[0]?.at;
    check(at, 'the grant of GET /pets rests on nothing');
    await found.picture.handle({ kind: 'open', at });
    const editor = await eventually('an editor', () => vscode.window.activeTextEditor);
    check(editor.document.uri.path.endsWith('/pet-store/template.yaml'), `it opened ${editor.document.uri.path}`);
    check(editor.document.getText(editor.selection) === 'ListPetsPermission', 'something else is selected');
  });

  it('follows the files', async () => {
    const uri = fileUri('suite/access/template.yaml');
    await write(uri, await read(fileUri('pet-store/template.yaml')));
    await firstFinding(fileUri('suite/template.yaml'));
    const found = await explorer();
    const document = await vscode.workspace.openTextDocument(uri);
    await eventually('the API of a new file', async () =>
      (await found.tree.getChildren()).some(
        (item) => item.kind === 'api' && item.api.at.uri.includes('/suite/access/'),
      ),
    );
    await shown(uri);
    await eventually('the picture', () => found.picture.drawn?.api.includes('/suite/access/'));
    const before = found.picture.drawn?.missing.length ?? 0;
    await change(document, 'PetStoreApi}/*/GET/pets\n', 'PetStoreApi}/*/GET/pet\n');
    await eventually('one missing grant more', () => found.picture.drawn?.missing.length === before + 1);
    await document.save();
    await vscode.workspace.fs.delete(fileUri('suite/access'), { recursive: true });
  });
});

async function mapOf({ tree }: Explorer, api: AccessApi): Promise<AccessMap> {
  const [route] = await tree.getChildren({ kind: 'api', id: api.id, api, isAlone: false });
  check(route?.kind === 'route', 'the API has no route');
  return route.map;
}
