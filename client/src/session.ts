import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { tellingGlobs } from '../../server/src/lsp/telling-globs.ts';
import { registerExplorer, type Explorer } from './explorer/explorer.ts';
import type { InitializationOptions } from './protocol.ts';
import { registerRouteCommands } from './route-commands.ts';
import { registerRulePages, ruleHref } from './rule-pages.ts';
import { serveFiles } from './serve-files.ts';
import { registerShowPlaces, showPlaces } from './show-places.ts';
import { traceChannel } from './trace-channel.ts';

// By language and never by scheme: a file is vscode-remote: on the web, and a virtual workspace has a scheme of its own.
// The names after the first five come from other extensions, for files that are YAML too.
const languages = [
  ...['json', 'jsonc', 'yaml', 'shellscript', 'makefile'],
  ...['dockercompose', 'github-actions-workflow', 'azure-pipelines'],
];

/** Starts the server in the given way, and everything that the editor has to show for it. */
export async function startSession(
  context: vscode.ExtensionContext,
  readers: Pick<InitializationOptions, 'files' | 'assets'>,
  createClient: (options: LanguageClientOptions) => BaseLanguageClient,
): Promise<Explorer> {
  const outputChannel = vscode.window.createOutputChannel('Grantlens', { log: true });
  const traceOutputChannel = traceChannel(outputChannel);
  const watchers = [
    ...tellingGlobs.map((glob) => vscode.workspace.createFileSystemWatcher(glob)),
    // Of a folder that comes or goes with all that is in it, nothing may be told but its own name.
    vscode.workspace.createFileSystemWatcher('**', false, true, false),
  ];
  const client = createClient({
    documentSelector: languages.map((language) => ({ language })),
    initializationOptions: {
      ...readers,
      ruleHref,
      followsAccess: true,
      showPlaces,
      suggestCommand: 'editor.action.triggerSuggest',
    } satisfies InitializationOptions,
    outputChannel,
    traceOutputChannel,
    synchronize: { fileEvents: watchers, configurationSection: 'grantlens' },
    diagnosticCollectionName: 'grantlens',
  });
  serveFiles(client, context.extensionUri);
  const explorer = registerExplorer(client, context.extensionUri, outputChannel);
  context.subscriptions.push(
    outputChannel,
    traceOutputChannel,
    ...watchers,
    explorer,
    registerRulePages(client, context.extension),
    registerShowPlaces(client),
    registerRouteCommands(client),
    vscode.commands.registerCommand('grantlens.restart', async () => {
      if (client.needsStop()) await client.stop();
      await client.start();
    }),
    vscode.commands.registerCommand('grantlens.showOutput', () => outputChannel.show()),
  );
  await client.start();
  return explorer;
}
