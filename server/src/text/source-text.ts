import type { Span } from './span.ts';

/**
 * A decoded text that knows where it was written.
 *
 * Without `runs` the text stands in the file letter for letter, from `span.start` on. Otherwise `runs` is a flat list of triples
 * [offset in the decoded text, start in the file, end in the file]. A run as long in the file as in the text stands there letter
 * for letter; any other run (an escape, a line fold) maps as a whole. Runs are ascending and cover the whole text.
 */
export interface SourceText {
  readonly text: string;
  readonly span: Span;
  readonly runs?: readonly number[];
}

/** The span in the file of the decoded characters from..to (end exclusive). Offsets outside the text are moved to its nearest end. */
export function spanOf(source: SourceText, from: number, to: number): Span {
  const length = source.text.length;
  const low = Math.max(0, Math.min(from, length));
  const high = Math.max(low, Math.min(to, length));
  const runs = source.runs;
  if (!runs) return { start: source.span.start + low, end: source.span.start + high };
  if (low === high) {
    const at = low === length ? endOf(runs, low, length, source.span) : startOf(runs, low, length);
    return { start: at, end: at };
  }
  return { start: startOf(runs, low, length), end: endOf(runs, high, length, source.span) };
}

/** The part from..to (decoded offsets) as a source text of its own. */
export function sliceOf(source: SourceText, from: number, to: number): SourceText {
  const text = source.text.slice(from, to);
  const span = spanOf(source, from, to);
  if (!source.runs) return { text, span };
  const runs: number[] = [];
  for (let i = 0; i < source.runs.length; i += 3) {
    const start = source.runs[i] ?? 0;
    const end = source.runs[i + 3] ?? source.text.length;
    if (end <= from || start >= to) continue;
    const letters = isLetters(source.runs, i, source.text.length);
    const cutHead = letters ? Math.max(0, from - start) : 0;
    const cutTail = letters ? Math.max(0, end - to) : 0;
    runs.push(Math.max(start, from) - from, (source.runs[i + 1] ?? 0) + cutHead, (source.runs[i + 2] ?? 0) - cutTail);
  }
  return { text, span, runs };
}

function runAt(runs: readonly number[], offset: number): number {
  let low = 0;
  let high = runs.length / 3 - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((runs[middle * 3] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low * 3;
}

function isLetters(runs: readonly number[], i: number, length: number): boolean {
  const textLength = (runs[i + 3] ?? length) - (runs[i] ?? 0);
  return (runs[i + 2] ?? 0) - (runs[i + 1] ?? 0) === textLength;
}

function startOf(runs: readonly number[], offset: number, length: number): number {
  const i = runAt(runs, offset);
  const start = runs[i + 1] ?? 0;
  return isLetters(runs, i, length) ? start + offset - (runs[i] ?? 0) : start;
}

function endOf(runs: readonly number[], offset: number, length: number, whole: Span): number {
  if (offset === 0 || runs.length === 0) return whole.start;
  const i = runAt(runs, offset - 1);
  return isLetters(runs, i, length) ? (runs[i + 1] ?? 0) + offset - (runs[i] ?? 0) : (runs[i + 2] ?? whole.end);
}
