import { hasWildcard } from '../catalog/wildcard.ts';
import { literalOf } from '../model/text-value.ts';
import { touches, type Span } from '../text/span.ts';
import { counted } from './markdown.ts';
import { sayAction } from './say-action.ts';
import type { Workspace } from './workspace.ts';

export interface InlayHint {
  /** Behind the wildcard. */
  readonly offset: number;
  readonly label: string;
  /** Which actions they are, in Markdown. */
  readonly tooltip: string | undefined;
}

/** How many actions each wildcard in a part of a file covers. */
export function inlayHints(workspace: Workspace, uri: string, range: Span): readonly InlayHint[] {
  const { catalog } = workspace;
  const facts = workspace.factsOf(uri);
  if (!catalog || !facts) return [];
  const hints: InlayHint[] = [];
  for (const document of facts.policies) {
    if (document.made || !touches(document.span, range)) continue;
    for (const { action, notAction, span } of document.statements) {
      if (!touches(span, range)) continue;
      for (const element of [action, notAction]) {
        for (const value of element?.values ?? []) {
          const pattern = literalOf(value);
          if (pattern === undefined || !hasWildcard(pattern) || !touches(value.at, range)) continue;
          const tooltip = sayAction(pattern, element === action ? 'Action' : 'NotAction', catalog, undefined);
          // Of a service that nobody knows, nothing is told.
          if (tooltip === undefined) continue;
          hints.push({
            offset: value.at.end,
            label: counted(catalog.actionsMatching(pattern).length, 'action'),
            tooltip,
          });
        }
      }
    }
  }
  return hints;
}
