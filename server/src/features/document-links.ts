import { pageOfAction, pageOfConditionKey } from '../catalog/aws-pages.ts';
import { literalOf } from '../model/text-value.ts';
import type { Span } from '../text/span.ts';
import type { Workspace } from './workspace.ts';

export interface DocumentLink {
  readonly span: Span;
  readonly target: string;
  readonly tooltip: string;
}

/** The actions and condition keys of a file's policies, each with AWS's page on it. */
export function documentLinks(workspace: Workspace, uri: string): readonly DocumentLink[] {
  const { catalog } = workspace;
  const facts = workspace.factsOf(uri);
  if (!catalog || !facts) return [];
  const links: DocumentLink[] = [];
  const take = (span: Span, text: string | undefined, target: string | undefined): void => {
    if (text !== undefined && target !== undefined) links.push({ span, target, tooltip: `AWS on ${text}` });
  };
  for (const document of facts.policies) {
    if (document.made) continue;
    for (const { action, notAction, condition } of document.statements) {
      for (const value of [...(action?.values ?? []), ...(notAction?.values ?? [])]) {
        const text = literalOf(value);
        take(value.span, text, text === undefined ? undefined : pageOfAction(text, catalog));
      }
      // The key's own text, without its quotes, is not kept: the link stands on all of it.
      for (const { key, keySpan } of condition?.tests ?? []) take(keySpan, key, pageOfConditionKey(key, catalog));
    }
  }
  return links;
}
