import {
  DiagnosticSeverity,
  type Diagnostic,
  type Position,
  type Range,
  type TextDocumentEdit,
  type TextEdit as ProtocolEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { ReportedFinding, Workspace } from '../features/workspace.ts';
import type { Level } from '../rules/rule.ts';
import type { TextEdit } from '../text/edit.ts';
import { LineIndex } from '../text/line-index.ts';
import type { Span } from '../text/span.ts';

/** The only door between offsets and positions. */
export function toRange(lines: LineIndex, span: Span): Range {
  return { start: lines.positionAt(span.start), end: lines.positionAt(span.end) };
}

export function toSpan(lines: LineIndex, range: Range): Span {
  return { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) };
}

export function toOffset(lines: LineIndex, position: Position): number {
  return lines.offsetAt(position);
}

const severities: Readonly<Record<Level, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** What of the client shapes the answers. */
export interface ClientTraits {
  readonly relatedInformation: boolean;
  /** Link on the name of a rule, with `{rule}` in its place; undefined for clients that make the link themselves or open none. */
  readonly ruleHref: string | undefined;
  readonly documentChanges: boolean;
  readonly createFiles: boolean;
  readonly resolvesEdits: boolean;
  readonly hierarchicalSymbols: boolean;
  readonly definitionLinks: boolean;
  /** Wants to be told when what it has of the access map may be old. */
  readonly followsAccess: boolean;
  /** The client's command that shows places at a place; without it a code lens is a title. */
  readonly showPlaces: string | undefined;
  readonly refreshesLenses: boolean;
  readonly refreshesHints: boolean;
  readonly completion: CompletionTraits;
}

/** What a client does with completion items. */
export interface CompletionTraits {
  readonly snippets: boolean;
  /** It asks for the documentation of an item when it shows it. */
  readonly resolvesDocumentation: boolean;
  readonly markdown: boolean;
  readonly labelDetails: boolean;
  /** It takes the range of all items at once. */
  readonly sharesRange: boolean;
  /** It leaves the lines of an item as they are where it is told so. */
  readonly keepsIndentation: boolean;
  /** The client's command that opens the next list. */
  readonly suggestCommand: string | undefined;
}

/** How the client spells a URI, and which version it has open: undefined for a closed file. */
export interface ClientNames {
  uriFor(uri: string): string;
  versionOf(uri: string): number | undefined;
}

export function toDiagnostic(
  finding: ReportedFinding,
  workspace: Workspace,
  traits: ClientTraits,
  names: ClientNames,
): Diagnostic {
  const diagnostic: Diagnostic = {
    range: toRange(linesOf(workspace, finding.uri), finding.span),
    severity: severities[finding.level],
    code: finding.rule,
    source: 'grantlens',
    message: finding.message,
  };
  if (traits.ruleHref !== undefined)
    diagnostic.codeDescription = { href: traits.ruleHref.replaceAll('{rule}', finding.rule) };
  if (traits.relatedInformation && finding.related?.length)
    diagnostic.relatedInformation = finding.related.map(({ uri, span, message }) => ({
      location: { uri: names.uriFor(uri), range: toRange(linesOf(workspace, uri), span) },
      message,
    }));
  return diagnostic;
}

/** Undefined where the client cannot do it: it makes no files. */
export function toWorkspaceEdit(
  edits: ReadonlyMap<string, readonly TextEdit[]>,
  workspace: Workspace,
  traits: ClientTraits,
  names: ClientNames,
): WorkspaceEdit | undefined {
  const isNew = (uri: string): boolean => workspace.textOf(uri) === undefined;
  const made = [...edits.keys()].filter(isNew);
  if (!traits.documentChanges) {
    if (made.length > 0) return undefined;
    const changes: Record<string, ProtocolEdit[]> = {};
    for (const [uri, list] of edits) changes[names.uriFor(uri)] = toEdits(linesOf(workspace, uri), list);
    return { changes };
  }
  if (made.length > 0 && !traits.createFiles) return undefined;
  const creations = made.map((uri) => ({ kind: 'create' as const, uri: names.uriFor(uri) }));
  const changes = [...edits].map(([uri, list]): TextDocumentEdit => ({
    textDocument: { uri: names.uriFor(uri), version: names.versionOf(uri) ?? null },
    edits: toEdits(linesOf(workspace, uri), list),
  }));
  return { documentChanges: [...creations, ...changes] };
}

export function toEdits(lines: LineIndex, edits: readonly TextEdit[]): ProtocolEdit[] {
  return edits.map(({ span, newText }) => ({ range: toRange(lines, span), newText }));
}

function linesOf(workspace: Workspace, uri: string): LineIndex {
  return workspace.linesOf(uri) ?? new LineIndex('');
}
