import type { ReportedFinding, Workspace } from '../features/workspace.ts';
import { rules } from '../rules/index.ts';
import type { Level } from '../rules/rule.ts';
import type { Position } from '../text/line-index.ts';
import type { Span } from '../text/span.ts';
import type { Broken } from './broken.ts';
import type { Unreadable } from './discover.ts';
import type { Fixed } from './fix.ts';

/** What a check found, for the printers. */
export interface Report {
  readonly workspace: Workspace;
  /** How many files were read. */
  readonly files: number;
  /** By file name, then by offset. */
  readonly findings: readonly ReportedFinding[];
  readonly unreadable: readonly Unreadable[];
  readonly broken: readonly Broken[];
  readonly fixed: readonly Fixed[];
  /** The way to a file as the user would write it. */
  readonly nameOf: (uri: string) => string;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Most severe first. */
export const levels: readonly Level[] = ['error', 'warning', 'info', 'hint'];

/** The lines and columns of a span, from zero, as an editor counts them: a byte order mark is no column. */
export function shownRangeOf(workspace: Workspace, uri: string, span: Span): Range {
  const { start, end } = rangeOf(workspace, uri, span);
  const mark = workspace.textOf(uri)?.startsWith('\uFEFF') ? 1 : 0;
  const shown = ({ line, character }: Position): Position => ({
    line,
    character: line === 0 ? Math.max(0, character - mark) : character,
  });
  return { start: shown(start), end: shown(end) };
}

/** The lines and columns of a span in the file as it is on disk, from zero: a byte order mark counts. */
export function rangeOf(workspace: Workspace, uri: string, span: Span): Range {
  const lines = workspace.linesOf(uri);
  const nowhere = { line: 0, character: 0 };
  return { start: lines?.positionAt(span.start) ?? nowhere, end: lines?.positionAt(span.end) ?? nowhere };
}

/** AWS's own code for what was found, where there is one. */
export function accessAnalyzerOf(finding: ReportedFinding): string | undefined {
  return finding.accessAnalyzer ?? rules.find(({ meta }) => meta.id === finding.rule)?.meta.accessAnalyzer;
}

/** `1 file`, `2 files`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
