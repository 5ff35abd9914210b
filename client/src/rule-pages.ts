import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { RuleDocumentationParams, RuleDocumentationResult } from './protocol.ts';

const scheme = 'grantlens-rule';

/**
 * Where the name of a rule leads, on its diagnostic: to the page of the rule, as a document of our own scheme.
 *
 * Of all that such a link could name, only that opens everywhere, at once and offline. VS Code ran command: URIs here once (1.91
 * does), and does no longer (1.139). An https: address needs a network. The editor's own vscode:// addresses ask for permission
 * at each click, have another scheme in every product built from VS Code, and do nothing on the web. Other editors have no such
 * documents, which is why the server makes the link only as its client asks.
 */
export const ruleHref = `${scheme}:/{rule}.md`;

/**
 * Provides the pages of the rules as the server writes them.
 *
 * That they are shown rendered is the work of the default for `workbench.editorAssociations` in package.json.
 */
export function registerRulePages(client: BaseLanguageClient, extension: vscode.Extension<unknown>): vscode.Disposable {
  const pages = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    async provideTextDocumentContent(uri) {
      const params: RuleDocumentationParams = { rule: uri.path.slice(1, -'.md'.length) };
      const { markdown } = await client.sendRequest<RuleDocumentationResult>('grantlens/ruleDocumentation', params);
      return markdown;
    },
  });
  const explain = vscode.commands.registerCommand('grantlens.explainRule', async (given?: string) => {
    const rule = given ?? (await vscode.window.showQuickPick(knownRules(extension), { title: 'Explain which rule?' }));
    if (rule === undefined) return;
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.from({ scheme, path: `/${rule}.md` }));
  });
  return vscode.Disposable.from(pages, explain);
}

interface Manifest {
  readonly contributes: {
    readonly configuration: { readonly properties: { readonly 'grantlens.rules': { readonly properties?: object } } };
  };
}

/** The rules that the settings offer. */
function knownRules(extension: vscode.Extension<unknown>): string[] {
  const manifest = extension.packageJSON as Manifest;
  return Object.keys(manifest.contributes.configuration.properties['grantlens.rules'].properties ?? {});
}
