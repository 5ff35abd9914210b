import type { LineIndex } from '../../server/src/text/line-index.ts';
import type { Span } from '../../server/src/text/span.ts';

/**
 * An answer written under the line it speaks of: carets for a finding, tildes for a related place. Lines and columns are zero-based,
 * columns in UTF-16 units; the line is the one of the text without marks.
 */
export interface Mark {
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly kind: MarkKind;
  /** Only where a case runs more than one rule. */
  readonly rule?: string;
  readonly message: string;
}

export type MarkKind = 'error' | 'warning' | 'info' | 'hint' | 'related';

const order: readonly MarkKind[] = ['error', 'warning', 'info', 'hint', 'related'];
const markLine =
  /^([ \t]*)(?:(\^+) (error|warning|info|hint)(?: ([a-z]+\/[a-z0-9-]+))?|(~+) (related)): (\S(?:.*\S)?)$/;

/** Takes the mark lines out of a text. Only a line that says its level is a mark: other lines of carets are text. */
export function readMarks(marked: string): { readonly text: string; readonly marks: readonly Mark[] } {
  const marks: Mark[] = [];
  const lines: string[] = [];
  for (const line of marked.split('\n')) {
    const match = markLine.exec(line);
    if (!match) {
      lines.push(line);
      continue;
    }
    const [, blanks = '', carets, level, rule, tildes = '', , message = ''] = match;
    if (lines.length === 0) throw new Error(`a mark stands under no line: ${line.trim()}`);
    const from = blanks.length;
    const kind = (level ?? 'related') as MarkKind;
    const to = from + (carets ?? tildes).length;
    marks.push({ line: lines.length - 1, from, to, kind, ...(rule === undefined ? {} : { rule }), message });
  }
  return { text: lines.join('\n'), marks };
}

/** Writes marks under their lines, in order of place. The inverse of `readMarks`; refuses what could not be read back. */
export function printMarks(text: string, marks: readonly Mark[]): string {
  const out: string[] = [];
  const sorted = [...marks].sort(byPlace);
  let next = 0;
  text.split('\n').forEach((line, number) => {
    if (markLine.test(line)) throw new Error(`a line of the text reads like a mark: ${line.trim()}`);
    out.push(line);
    for (let mark = sorted[next]; mark?.line === number; mark = sorted[++next]) out.push(printMark(line, mark));
  });
  const left = sorted[next];
  if (left) throw new Error(`"${left.message}" stands on line ${left.line}, which the text does not have`);
  return out.join('\n');
}

function printMark(line: string, mark: Mark): string {
  const said = `"${mark.message}"`;
  if (mark.to <= mark.from) throw new Error(`${said} stands on nothing, at column ${mark.from} of: ${line}`);
  if (mark.to > line.length) throw new Error(`${said} goes past the end of its line: ${line}`);
  if (!/^\S(?:.*\S)?$/.test(mark.message)) throw new Error(`${said} is not one clean line`);
  // Tabs stay, so that the carets stand under their word whatever the width of a tab.
  const blanks = line.slice(0, mark.from).replace(/[^\t]/g, ' ');
  const pen = mark.kind === 'related' ? '~' : '^';
  const label = mark.rule === undefined ? mark.kind : `${mark.kind} ${mark.rule}`;
  return `${blanks}${pen.repeat(mark.to - mark.from)} ${label}: ${mark.message}`;
}

function byPlace(a: Mark, b: Mark): number {
  return (
    a.line - b.line ||
    a.from - b.from ||
    a.to - b.to ||
    order.indexOf(a.kind) - order.indexOf(b.kind) ||
    compareText(a.rule ?? '', b.rule ?? '') ||
    compareText(a.message, b.message)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The mark for a span. Throws for a span of several lines: what is underlined is a word. */
export function markOf(
  lines: LineIndex,
  span: Span,
  said: { readonly kind: MarkKind; readonly rule?: string; readonly message: string },
): Mark {
  const start = lines.positionAt(span.start);
  const end = lines.positionAt(span.end);
  if (start.line !== end.line)
    throw new Error(`"${said.message}" covers lines ${start.line + 1} to ${end.line + 1}; it must stay on one`);
  return { line: start.line, from: start.character, to: end.character, ...said };
}

const cursor = '<|>';

/** Takes the cursor `<|>` out of a text; for fixtures of what happens at a place. Throws unless there is exactly one. */
export function takeCursor(text: string): { readonly text: string; readonly offset: number } {
  const offset = text.indexOf(cursor);
  if (offset < 0 || text.includes(cursor, offset + 1)) throw new Error('the file needs exactly one cursor <|>');
  return { text: text.slice(0, offset) + text.slice(offset + cursor.length), offset };
}
