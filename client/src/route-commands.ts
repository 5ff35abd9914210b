import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type {
  CallerPolicyResult,
  ListedRoute,
  RoutesParams,
  RoutesToChooseParams,
  RoutesToChooseResult,
  WhoCanCallResult,
} from './protocol.ts';

const scheme = 'grantlens-answer';

/** The commands that ask about the route under the cursor, and those that write something for it. */
export function registerRouteCommands(client: BaseLanguageClient): vscode.Disposable {
  const answers = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    async provideTextDocumentContent(uri) {
      const params = JSON.parse(uri.query) as RoutesParams;
      const { markdown } = await client.sendRequest<WhoCanCallResult>('grantlens/whoCanCall', params);
      return markdown || 'The route is no longer there.';
    },
  });
  return vscode.Disposable.from(
    answers,
    vscode.commands.registerCommand('grantlens.whoCanCall', () => whoCanCall(client)),
    vscode.commands.registerCommand('grantlens.writeCallerPolicy', () => writeCallerPolicy(client)),
    vscode.commands.registerCommand('grantlens.grantInvoke', () =>
      write(
        'grant-invoke',
        'There is no function at the cursor that API Gateway still may not invoke. Put the cursor on a route or a function whose grant is missing.',
      ),
    ),
    vscode.commands.registerCommand('grantlens.createServiceRole', () =>
      write(
        'service-role',
        'There is no integration at the cursor that lacks its role. Put the cursor on a route whose integration has no credentials and no other grant.',
      ),
    ),
  );
}

/** Opens the answer as a rendered page beside nothing else: it can be read, searched and kept open. */
async function whoCanCall(client: BaseLanguageClient): Promise<void> {
  const routes = await routesMeant(client, 'Who can call which route?', false);
  const [route] = routes ?? [];
  if (!route) return;
  const params: RoutesParams = { uri: route.uri, starts: [route.start] };
  const path = `/${route.title.replace(/[/\\]/g, '∕')}.md`;
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.from({ scheme, path, query: JSON.stringify(params) }));
}

/** Into a new document, so that it can be taken wherever the caller's policies are kept. */
async function writeCallerPolicy(client: BaseLanguageClient): Promise<void> {
  const routes = await routesMeant(client, 'A policy that lets call which routes?', true);
  const [first] = routes ?? [];
  if (!routes || !first) return;
  const params: RoutesParams = { uri: first.uri, starts: routes.map(({ start }) => start) };
  const { text } = await client.sendRequest<CallerPolicyResult>('grantlens/callerPolicy', params);
  if (text === '') {
    tell('The ARN of a chosen route cannot be told: its verb or path is known only after deployment.');
    return;
  }
  const document = await vscode.workspace.openTextDocument({ language: 'json', content: text });
  await vscode.window.showTextDocument(document);
}

interface Choice extends vscode.QuickPickItem {
  readonly route: ListedRoute;
}

/** The routes under the cursor, or those that are chosen from a list. Undefined when there are none, which is said, or none is chosen. */
async function routesMeant(
  client: BaseLanguageClient,
  title: string,
  many: boolean,
): Promise<readonly ListedRoute[] | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) {
    tell('Open a template or an API definition first.');
    return undefined;
  }
  const params: RoutesToChooseParams = {
    uri: client.code2ProtocolConverter.asUri(editor.document.uri),
    range: client.code2ProtocolConverter.asRange(editor.selection),
  };
  const { routes } = await client.sendRequest<RoutesToChooseResult>('grantlens/routesToChoose', params);
  if (routes.length === 0) {
    tell('No route is declared in this file or in those joined to it.');
    return undefined;
  }
  const here = routes.filter(({ isHere }) => isHere);
  if (!many && here.length === 1) return here;
  const own = (here.length > 0 && !many ? here : routes).filter((route, _, all) => route.uri === all[0]?.uri);
  const choices = own.map((route): Choice => ({
    label: route.title,
    description: [route.api, route.authorization].filter((word) => word !== '').join(', '),
    picked: route.isHere,
    route,
  }));
  const chosen = many
    ? await vscode.window.showQuickPick(choices, { title, canPickMany: true })
    : await vscode.window.showQuickPick(choices, { title });
  const list = Array.isArray(chosen) ? chosen : chosen ? [chosen] : [];
  return list.length > 0 ? list.map(({ route }) => route) : undefined;
}

/** Takes the code action of that kind at the cursor; says so when there is nothing to do. */
async function write(kind: string, nothing: string): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) {
    tell('Open a template first.');
    return;
  }
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    editor.document.uri,
    editor.selection,
    `refactor.grantlens.${kind}`,
  );
  const able = actions.filter(({ edit }) => edit !== undefined);
  if (able.length === 0) {
    tell(nothing);
    return;
  }
  const [only] = able;
  const chosen =
    able.length === 1
      ? only
      : (
          await vscode.window.showQuickPick(
            able.map((action) => ({ label: action.title, action })),
            { title: 'Which one?' },
          )
        )?.action;
  if (chosen?.edit) await vscode.workspace.applyEdit(chosen.edit);
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(`Grantlens: ${message}`);
}
