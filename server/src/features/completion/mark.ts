import { lineEnd, lineStart } from '../../tree/trivia.ts';

/** Stands where the cursor is: a letter that Unicode keeps from every text, and that no syntax gives a meaning. */
export const mark = '\uFDD0';

export interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** A way to read the text at the cursor. */
export interface Reading {
  readonly insertions: readonly Insertion[];
  /** A word with a colon put behind it: it may be a key, or a text that has not got its colon from the author. */
  readonly colonAdded: boolean;
  /** The comma behind a text in brackets. */
  readonly commaAdded: boolean;
  /** The cursor stands directly behind a colon, which wants a blank before a value. */
  readonly wantsBlank: boolean;
}

/** Letters of a word that nobody put in quotes. */
const bare = /[^\s"',[\]{}]/;

/** A quoted text ends where its word does: nothing that a policy says there holds these. */
const wordEnd = /[\s",'}\]]|:(?=\s*["'[{])/;

/**
 * The readings of JSON at an offset, in a file of its own or on the lines of a block scalar. None where nothing can be written: behind
 * a closing quote or bracket, in a comment.
 */
export function jsonReadings(text: string, offset: number): readonly Reading[] {
  const start = lineStart(text, offset);
  const state = stateAt(text.slice(start, offset));
  if (state === 'comment') return [];
  if (state === 'text') return [reading(closedText(text, offset))];
  if (/["\]}]/.test(text[offset - 1] ?? '')) return [];
  let from = offset;
  while (from > start && bare.test(text[from - 1] ?? '')) from--;
  while (from < offset && text[from] === ':') from++;
  let to = offset;
  while (to < text.length && bare.test(text[to] ?? '') && text[to] !== ':') to++;
  if (/:\s*$/.test(text.slice(Math.max(0, from - 100), from)) && hasValue(text.slice(to, to + farthest))) return [];
  const insertions = [
    { at: from, text: '"' },
    { at: offset, text: mark },
    { at: to, text: '"' },
  ];
  return [reading(joined(insertions), { wantsBlank: from === offset && text[offset - 1] === ':' })];
}

/** Whether a value stands there already: a text without a colon behind it, or anything in brackets. */
function hasValue(rest: string): boolean {
  return /^\s*(?:[[{\w-]|"(?:[^"\\]|\\.)*"(?!\s*:))/.test(rest);
}

function stateAt(before: string): 'text' | 'comment' | 'between' {
  let inText = false;
  for (let i = 0; i < before.length; i++) {
    const char = before[i];
    if (inText && char === '\\') i++;
    else if (char === '"') inText = !inText;
    else if (!inText && char === '/' && before[i + 1] === '/') return 'comment';
  }
  return inText ? 'text' : 'between';
}

/** No word of a policy is longer, and lines without end are not looked at to their end. */
const farthest = 4000;

function restOfLine(text: string, offset: number): string {
  return text.slice(offset, Math.min(lineEnd(text, offset), offset + farthest));
}

/** A text without a closing quote would run to the opening quote of the next one on its line. */
function closedText(text: string, offset: number): readonly Insertion[] {
  const rest = restOfLine(text, offset);
  return isClosed(rest, '"') ? [{ at: offset, text: mark }] : closing(offset, rest, '"');
}

/** Whether the next quote of the line ends a text: what follows is no beginning of one. */
function isClosed(rest: string, quote: string): boolean {
  const end = new RegExp(`^(?:[^${quote}\\\\]|\\\\.)*${quote}`).exec(rest)?.[0].length;
  return end !== undefined && /^\s*(?:[,:\]}]|$|\/[/*]|#)/.test(rest.slice(end));
}

function closing(offset: number, rest: string, quote: string): readonly Insertion[] {
  return joined([
    { at: offset, text: mark },
    { at: offset + wordLength(rest), text: quote },
  ]);
}

function wordLength(rest: string): number {
  const end = rest.search(wordEnd);
  return end < 0 ? rest.length : end;
}

/**
 * The readings of YAML at an offset, the likeliest first. Whether a word on a line of its own is a key or a text is for the reader to
 * tell: a colon behind it keeps it from running into the line below.
 */
export function yamlReadings(text: string, offset: number): readonly Reading[] {
  const start = lineStart(text, offset);
  const before = text.slice(start, offset);
  const after = restOfLine(text, offset);
  if (isInBlockScalar(text, start, before)) return jsonReadings(text, offset);
  const readings: Reading[] = [];
  if (before.length > 10 * farthest) return [reading([{ at: offset, text: mark }])];
  const content = before.replace(/^(?:\s|-\s)*/, '');
  const rest = /^[^\s#,[\]{}"']*/.exec(after)?.[0] ?? '';
  const isAlone = /^\s*(?:#.*)?$/.test(after.slice(rest.length)) && !/:$/.test(rest);
  if (isAlone && /^(?:[^\s"'{[#&!|>%@`,*][^\s"'{}[\]#,]*)?$/.test(content)) {
    const end = offset + rest.length;
    readings.push(
      reading(
        joined([
          { at: offset, text: mark },
          { at: end, text: ':' },
        ]),
        { colonAdded: true },
      ),
    );
  }
  if (/[\w"']:$/.test(before) && rest === '')
    readings.push(reading([{ at: offset, text: ` ${mark}` }], { wantsBlank: true }));
  readings.push(reading([{ at: offset, text: mark }]));
  // In brackets a text without a comma would run into the line below.
  if (isAlone && before.trim() !== '')
    readings.push(
      reading(
        joined([
          { at: offset, text: mark },
          { at: offset + rest.length, text: ',' },
        ]),
        { commaAdded: true },
      ),
    );
  for (const quote of ['"', "'"]) {
    if (opensText(before, quote) && !isClosed(after, quote)) readings.unshift(reading(closing(offset, after, quote)));
  }
  return readings;
}

/** Whether a text in these quotes begins on the line and is still open at its end. */
function opensText(before: string, quote: string): boolean {
  const from = before.search(new RegExp(`(?:^|[\\s,[{(])${quote}(?:[^${quote}\\\\]|\\\\.)*$`));
  if (from < 0) return false;
  const head = before.slice(0, from + 1);
  return (head.split(quote).length - 1) % 2 === 0;
}

/** Whether the line belongs to a text that `|` or `>` begins: a line less indented above ends with such a header. */
function isInBlockScalar(text: string, start: number, before: string): boolean {
  let indent = /^ */.exec(text.slice(start))?.[0].length ?? 0;
  // On an empty line the cursor tells.
  if (/^\s*$/.test(text.slice(start, lineEnd(text, start)))) indent = Math.max(indent, before.length);
  for (let at = start; at > 0 && indent > 0;) {
    const from = lineStart(text, at - 1);
    const line = text.slice(from, at - 1).trimEnd();
    at = from;
    if (line.trim() === '') continue;
    const own = /^ */.exec(line)?.[0].length ?? 0;
    if (own >= indent) continue;
    if (/(?:^|[:\-\s])[|>][-+\d]*(?:\s+#.*)?$/.test(line)) return true;
    indent = own;
  }
  return false;
}

function reading(insertions: readonly Insertion[], more: Partial<Reading> = {}): Reading {
  return { insertions, colonAdded: false, commaAdded: false, wantsBlank: false, ...more };
}

/** Insertions at one offset as one. */
function joined(insertions: readonly Insertion[]): readonly Insertion[] {
  const out: Insertion[] = [];
  for (const one of insertions) {
    const last = out.at(-1);
    if (last?.at === one.at) out[out.length - 1] = { at: one.at, text: last.text + one.text };
    else out.push(one);
  }
  return out;
}
