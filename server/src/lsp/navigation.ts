import type {
  DefinitionLink,
  DocumentHighlight,
  Location,
  ReferenceParams,
  TextDocumentPositionParams,
} from 'vscode-languageserver';
import { definition } from '../features/definition.ts';
import { highlights, references } from '../features/references.ts';
import type { LineIndex } from '../text/line-index.ts';
import type { Place } from '../text/span.ts';
import { toOffset, toRange } from './convert.ts';
import type { Session } from './session.ts';
import { canonicalUri } from './uri.ts';

/** Links, for clients that show which word leads where; else places. */
export function definitionOf(
  session: Session,
  { textDocument, position }: TextDocumentPositionParams,
): DefinitionLink[] | Location[] | null {
  const workspace = session.current();
  const uri = canonicalUri(textDocument.uri);
  const lines = workspace.linesOf(uri);
  const found = lines && definition(workspace, uri, toOffset(lines, position));
  if (!found) return null;
  if (!session.traits.definitionLinks) return found.targets.flatMap((target) => locationOf(session, target));
  return found.targets.flatMap((target) => {
    const there = workspace.linesOf(target.uri);
    if (!there) return [];
    return {
      originSelectionRange: toRange(lines, found.origin),
      targetUri: session.documents.uriFor(target.uri),
      targetRange: toRange(there, target.whole),
      targetSelectionRange: toRange(there, target.span),
    };
  });
}

export function referencesOf(
  session: Session,
  { textDocument, position, context }: ReferenceParams,
): Location[] | null {
  const workspace = session.current();
  const uri = canonicalUri(textDocument.uri);
  const lines = workspace.linesOf(uri);
  const found = lines && references(workspace, uri, toOffset(lines, position));
  if (!found) return null;
  const declarations = context.includeDeclaration ? found.things : [];
  return [...declarations, ...found.places].flatMap((place) => locationOf(session, place));
}

export function highlightsOf(
  session: Session,
  { textDocument, position }: TextDocumentPositionParams,
): DocumentHighlight[] | null {
  const workspace = session.current();
  const uri = canonicalUri(textDocument.uri);
  const lines = workspace.linesOf(uri);
  if (!lines) return null;
  const found = highlights(workspace, uri, toOffset(lines, position));
  // Nothing at all leaves it to the editor to mark equal words.
  return found.length === 0 ? null : found.map((span) => ({ range: toRange(lines, span) }));
}

export function locationOf(session: Session, { uri, span }: Place): Location[] {
  const lines: LineIndex | undefined = session.workspace.linesOf(uri);
  return lines ? [{ uri: session.documents.uriFor(uri), range: toRange(lines, span) }] : [];
}
