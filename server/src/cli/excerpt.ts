import type { Span } from '../text/span.ts';

export interface Excerpt {
  /** One line of the file, fit for a terminal: tabs as blanks, control characters made visible, cut where it is too long. */
  readonly line: string;
  /** Where to draw the underline, in terminal columns. */
  readonly column: number;
  readonly width: number;
}

interface Cell {
  readonly text: string;
  readonly width: number;
  /** Offsets in the file. */
  readonly at: number;
  readonly end: number;
}

const cut = '...';
const tab = '    ';

/** The line on which the span begins, at most `columns` wide, with the span in sight. A span of several lines ends with its first. */
export function excerptOf(text: string, span: Span, columns: number): Excerpt {
  // A minified file is one line of megabytes: only the surroundings of the span are looked at and taken apart.
  const window = Math.max(0, span.start - 2 * columns);
  const behind = text.slice(window, span.start);
  const lineBreak = Math.max(behind.lastIndexOf('\n'), behind.lastIndexOf('\r'));
  const from = window + lineBreak + 1;
  const isLineStart = from === 0 || /[\r\n]/.test(text[from - 1] ?? '');
  const ahead = text.slice(span.start, span.start + 4 * columns);
  const toLineEnd = ahead.search(/[\r\n]/);
  const to = span.start + (toLineEnd < 0 ? ahead.length : toLineEnd);
  const isWhole = isLineStart && (toLineEnd >= 0 || to === text.length);
  const spanEnd = Math.max(span.start, Math.min(span.end, to));
  const cells = cellsOf(text.slice(from, to), from);

  const total = cells.reduce((sum, cell) => sum + cell.width, 0);
  const first = cells.findIndex((cell) => cell.end > span.start);
  const start = first < 0 ? cells.length : first;
  const rest = cells.slice(start).findIndex((cell) => cell.at >= spanEnd);
  const end = Math.max(start, rest < 0 ? cells.length : start + rest);
  if (isWhole && total <= columns) return excerpt(cells, start, end, false, false);

  const room = columns - 2 * cut.length;
  let low = start;
  let high = start;
  let used = 0;
  const take = (cell: Cell | undefined): boolean => {
    if (!cell || used + cell.width > room) return false;
    used += cell.width;
    return true;
  };
  while (high < end && take(cells[high])) high++;
  // What is left goes to both sides, a third of it before.
  const before = Math.floor((room - used) / 3);
  const full = used + before;
  while (low > 0 && used + (cells[low - 1]?.width ?? 0) <= full && take(cells[low - 1])) low--;
  while (high < cells.length && take(cells[high])) high++;
  while (low > 0 && take(cells[low - 1])) low--;
  return excerpt(
    cells.slice(low, high),
    start - low,
    Math.min(end, high) - low,
    low > 0 || !isLineStart,
    high < cells.length || (toLineEnd < 0 && to < text.length),
  );
}

function excerpt(cells: readonly Cell[], start: number, end: number, cutBefore: boolean, cutAfter: boolean): Excerpt {
  const widthOf = (some: readonly Cell[]): number => some.reduce((sum, cell) => sum + cell.width, 0);
  return {
    line: `${cutBefore ? cut : ''}${cells.map((cell) => cell.text).join('')}${cutAfter ? cut : ''}`.trimEnd(),
    column: (cutBefore ? cut.length : 0) + widthOf(cells.slice(0, start)),
    width: Math.max(1, widthOf(cells.slice(start, end))),
  };
}

function cellsOf(text: string, offset: number): Cell[] {
  if (/^[\x20-\x7e]*$/.test(text))
    return Array.from(text, (char, i) => ({ text: char, width: 1, at: offset + i, end: offset + i + 1 }));
  const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return Array.from(graphemes.segment(text), ({ segment, index }) => {
    const shown = segment === '\t' ? tab : segment === '\uFEFF' ? '' : printable(segment);
    return { text: shown, width: widthOf(shown), at: offset + index, end: offset + index + segment.length };
  });
}

/** Text without characters that would command the terminal or turn the line around: those are shown by name. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}\u200B\u2060\uFEFF]/gu, (char) => {
    const code = char.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '\u2421' : `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
  });
}

/** East Asian wide and fullwidth characters, as terminals draw them over two columns. */
const wide =
  /^[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{1B2FF}\u{20000}-\u{3FFFD}]/u;

/** Columns of one grapheme, or of the several letters that stand for one. */
function widthOf(grapheme: string): number {
  if (/^[\x20-\x7e]*$/.test(grapheme)) return grapheme.length;
  if (/^\p{Emoji_Presentation}|\uFE0F/u.test(grapheme) || wide.test(grapheme)) return 2;
  return /^[\p{Mn}\p{Me}\p{Cf}]+$/u.test(grapheme) ? 0 : 1;
}
