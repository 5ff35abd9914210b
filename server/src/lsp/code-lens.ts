import type { CodeLens, CodeLensParams, Command } from 'vscode-languageserver';
import { codeLenses, lensWords, type LensKind } from '../features/code-lens.ts';
import { toRange } from './convert.ts';
import { locationOf } from './navigation.ts';
import type { Session } from './session.ts';
import { canonicalUri } from './uri.ts';

/** Names a lens that was given without words: the thing whose name begins there. */
interface LensData {
  readonly uri: string;
  readonly kind: LensKind;
  readonly start: number;
}

/** The lenses of a file, without words: those are asked for as the lines come into sight. */
export function codeLensesOf(session: Session, { textDocument }: CodeLensParams): CodeLens[] {
  const workspace = session.current();
  const uri = canonicalUri(textDocument.uri);
  const lines = workspace.linesOf(uri);
  if (!lines || !session.wantsLenses(uri)) return [];
  return codeLenses(workspace, uri).map(({ kind, span }) => ({
    range: toRange(lines, span),
    data: { uri, kind, start: span.start } satisfies LensData,
  }));
}

/**
 * The words of a lens. Its command shows what it speaks of, where the client said how; for any other client the title is all there is.
 * A lens whose thing has gone in the meantime says nothing: the client asks anew anyway.
 */
export function resolveCodeLens(session: Session, lens: CodeLens): CodeLens {
  const { uri, kind, start } = lens.data as LensData;
  const words = lensWords(session.current(), uri, kind, start);
  return { range: lens.range, command: words ? commandOf(session, lens, words) : { title: '', command: '' } };
}

function commandOf(
  session: Session,
  { range, data }: CodeLens,
  { title, places }: NonNullable<ReturnType<typeof lensWords>>,
): Command {
  const { showPlaces } = session.traits;
  if (showPlaces === undefined || places.length === 0) return { title, command: '' };
  const { uri } = data as LensData;
  const locations = places.flatMap((place) => locationOf(session, place));
  return { title, command: showPlaces, arguments: [session.documents.uriFor(uri), range.start, locations] };
}
