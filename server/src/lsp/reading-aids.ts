import {
  MarkupKind,
  type DocumentLink,
  type DocumentLinkParams,
  type InlayHint,
  type InlayHintParams,
  type SelectionRange,
  type SelectionRangeParams,
} from 'vscode-languageserver';
import * as features from '../features/document-links.ts';
import { inlayHints } from '../features/inlay-hints.ts';
import { selectionRanges } from '../features/selection-ranges.ts';
import { LineIndex } from '../text/line-index.ts';
import { parseTree, syntaxOf } from '../tree/parse.ts';
import { toOffset, toRange, toSpan } from './convert.ts';
import type { Session } from './session.ts';
import { canonicalUri } from './uri.ts';

export function documentLinksOf(session: Session, { textDocument }: DocumentLinkParams): DocumentLink[] {
  const workspace = session.current();
  const uri = canonicalUri(textDocument.uri);
  const lines = workspace.linesOf(uri);
  if (!lines) return [];
  return features
    .documentLinks(workspace, uri)
    .map(({ span, target, tooltip }) => ({ range: toRange(lines, span), target, tooltip }));
}

export function inlayHintsOf(session: Session, { textDocument, range }: InlayHintParams): InlayHint[] {
  const workspace = session.current();
  const uri = canonicalUri(textDocument.uri);
  const lines = workspace.linesOf(uri);
  if (!lines || !session.wantsInlayHints(uri)) return [];
  return inlayHints(workspace, uri, toSpan(lines, range)).map(({ offset, label, tooltip }) => ({
    position: lines.positionAt(offset),
    label,
    paddingLeft: true,
    ...(tooltip === undefined ? {} : { tooltip: { kind: MarkupKind.Markdown, value: tooltip } }),
  }));
}

/** The languages whose files are read as trees: only for them may the editor leave its own ways of selecting. */
export const treeLanguages = [
  ...['json', 'jsonc', 'yaml'],
  ...['dockercompose', 'github-actions-workflow', 'azure-pipelines'],
] as const;

/**
 * Also for files that hold nothing of ours: an editor that has a provider for a language asks it for every file, and gives up selecting
 * by brackets.
 */
export function selectionRangesOf(
  session: Session,
  { textDocument, positions }: SelectionRangeParams,
): SelectionRange[] | null {
  const uri = canonicalUri(textDocument.uri);
  const workspace = session.current();
  const text = session.documents.textOf(uri);
  const syntax = syntaxOf(uri) ?? session.documents.syntaxOf(uri);
  if (text === undefined || !syntax) return null;
  const tree = (workspace.textOf(uri) === text ? workspace.treeOf(uri) : undefined) ?? parseTree(text, syntax);
  const lines = new LineIndex(text);
  return positions.map((position) => {
    const spans = selectionRanges(text, tree, toOffset(lines, position));
    let outer: SelectionRange | undefined;
    for (const span of [...spans].reverse())
      outer = { range: toRange(lines, span), ...(outer ? { parent: outer } : {}) };
    return outer ?? { range: { start: position, end: position } };
  });
}
