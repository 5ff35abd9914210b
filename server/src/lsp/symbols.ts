import { SymbolKind, type DocumentSymbol, type SymbolInformation } from 'vscode-languageserver';
import * as features from '../features/symbols.ts';
import type { LineIndex } from '../text/line-index.ts';
import { toRange } from './convert.ts';
import type { Session } from './session.ts';
import { canonicalUri } from './uri.ts';

const kinds: Readonly<Record<features.SymbolKind, SymbolKind>> = {
  api: SymbolKind.Interface,
  route: SymbolKind.Method,
  role: SymbolKind.Class,
  function: SymbolKind.Function,
  permission: SymbolKind.Event,
  policy: SymbolKind.Object,
  statement: SymbolKind.Key,
};

export function symbolsOf(session: Session, clientUri: string): DocumentSymbol[] | SymbolInformation[] {
  const workspace = session.current();
  const uri = canonicalUri(clientUri);
  const lines = workspace.linesOf(uri);
  if (!lines) return [];
  const symbols = features.documentSymbols(workspace, uri);
  return session.traits.hierarchicalSymbols
    ? symbols.map((symbol) => toSymbol(symbol, lines))
    : symbols.flatMap((symbol) => flattened(symbol, undefined, clientUri, lines));
}

function toSymbol(symbol: features.DocumentSymbol, lines: LineIndex): DocumentSymbol {
  return {
    name: symbol.name,
    detail: symbol.detail,
    kind: kinds[symbol.kind],
    range: toRange(lines, symbol.span),
    selectionRange: toRange(lines, symbol.selection),
    children: symbol.children.map((child) => toSymbol(child, lines)),
  };
}

function flattened(
  symbol: features.DocumentSymbol,
  container: string | undefined,
  uri: string,
  lines: LineIndex,
): SymbolInformation[] {
  const own: SymbolInformation = {
    name: symbol.name,
    kind: kinds[symbol.kind],
    location: { uri, range: toRange(lines, symbol.selection) },
    ...(container === undefined ? {} : { containerName: container }),
  };
  return [own, ...symbol.children.flatMap((child) => flattened(child, symbol.name, uri, lines))];
}
