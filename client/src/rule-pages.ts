import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { RuleDocumentationParams, RuleDocumentationResult } from './protocol.ts';

const scheme = 'grantlens-rule';

/**
 * Makes the name of a rule on its diagnostic a link to the rule's page.
 *
 * VS Code opens the target of a diagnostic's code with commands allowed (hover, Problems view, F8), so a command: URI shows
 * the page at once, on the desktop as on the web. An https: address needs a network, and the editor's own vscode://
 * addresses ask for permission at each click, have another scheme in every product built from VS Code, and do nothing on the
 * web. No other editor could open a command: URI, which is why the client makes the link and the server does not.
 */
export function linkToRulePage(diagnostic: vscode.Diagnostic): void {
  const rule = typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code;
  if (rule === undefined) return;
  const argument = encodeURIComponent(JSON.stringify(rule));
  diagnostic.code = { value: rule, target: vscode.Uri.parse(`command:grantlens.explainRule?${argument}`) };
}

/** Shows the pages of the rules, as the server writes them, in the editor's Markdown preview. */
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
    const page = vscode.Uri.from({ scheme, path: `/${rule}.md` });
    await vscode.commands.executeCommand('markdown.showPreview', page);
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
