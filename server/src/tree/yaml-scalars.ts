/** A scalar's decoded text. `runs` as in SourceText, counted like the offsets that came in; absent when it stands letter for letter from `start` on. */
export interface Decoded {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly runs?: readonly number[];
}

export interface Quoted extends Decoded {
  readonly closed: boolean;
  /** The offset of the first escape that YAML does not know. */
  readonly badEscape?: number;
}

/** Collects decoded text and its origins. */
class Runs {
  text = '';
  readonly runs: number[] = [];
  private nextStart = -1;

  /** Letters that stand in the file as they are. */
  letters(text: string, start: number): void {
    if (text === '') return;
    if (start !== this.nextStart) this.runs.push(this.text.length, start, start + text.length);
    else this.runs[this.runs.length - 1] = start + text.length;
    this.text += text;
    this.nextStart = start + text.length;
  }

  /** Text that start..end in the file stands for as a whole. */
  whole(text: string, start: number, end: number): void {
    if (text === '') return;
    if (text === '\n' && end - start === 1) return this.letters(text, start);
    this.runs.push(this.text.length, start, end);
    this.text += text;
    this.nextStart = -1;
  }

  decoded(start: number, end: number): Decoded {
    const oneRun = this.runs.length === 3 && this.nextStart !== -1 && this.runs[1] === start;
    const plain = this.text.length === end - start && (oneRun || start === end);
    if (plain) return { text: this.text, start, end };
    return { text: this.text, start, end, runs: this.runs };
  }
}

/**
 * The value of a plain scalar by YAML 1.2's core schema, as CloudFormation reads it: `yes`, `on` and dates are strings.
 */
export function plainValue(text: string): string | number | boolean | null {
  switch (text) {
    case '':
    case '~':
    case 'null':
    case 'Null':
    case 'NULL':
      return null;
    case 'true':
    case 'True':
    case 'TRUE':
      return true;
    case 'false':
    case 'False':
    case 'FALSE':
      return false;
  }
  const first = text.charCodeAt(0);
  const numeric = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
  if (!numeric || text.length > 400) return text;
  if (/^[-+]?[0-9]+$/.test(text)) return Number(text);
  if (/^0o[0-7]+$/.test(text) || /^0x[0-9a-fA-F]+$/.test(text)) return Number(text);
  if (/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(text)) return Number(text);
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(text)) return first === 45 ? -Infinity : Infinity;
  if (/^\.(?:nan|NaN|NAN)$/.test(text)) return NaN;
  return text;
}

/** A plain scalar of one line or several; `at` is the offset of its first letter. */
export function decodePlain(source: string, at: number): Decoded {
  if (!source.includes('\n')) return { text: source, start: at, end: at + source.length };
  const runs = new Runs();
  foldLines(source, 0, source.length, at, runs, (from, to) => runs.letters(source.slice(from, to), at + from));
  return runs.decoded(at, at + source.length);
}

/** A single-quoted scalar with its quotes. Without a closing quote only its first line counts. */
export function decodeSingle(source: string, at: number): Quoted {
  let quotes = 0;
  while (quotes < source.length - 1 && source.endsWith("'", source.length - quotes)) quotes++;
  const closed = quotes % 2 === 1;
  const end = closed ? source.length - 1 : firstLineEnd(source);
  if (!source.includes('\n') && !source.slice(1, end).includes("'"))
    return { text: source.slice(1, end), start: at + 1, end: at + end, closed };
  const runs = new Runs();
  foldLines(source, 1, end, at, runs, (from, to) => {
    let i = from;
    for (let quote = source.indexOf("''", i); quote !== -1 && quote + 1 < to; quote = source.indexOf("''", i)) {
      runs.letters(source.slice(i, quote), at + i);
      runs.whole("'", at + quote, at + quote + 2);
      i = quote + 2;
    }
    runs.letters(source.slice(i, to), at + i);
  });
  return { ...runs.decoded(at + 1, at + end), closed };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  '\t': '\t',
};

/** A double-quoted scalar with its quotes. */
export function decodeDouble(source: string, at: number): Quoted {
  const closed = isClosedDouble(source);
  const end = closed ? source.length - 1 : firstLineEnd(source);
  if (!source.includes('\\') && !source.includes('\n'))
    return { text: source.slice(1, end), start: at + 1, end: at + end, closed };
  const runs = new Runs();
  let badEscape: number | undefined;
  let i = 1;
  let plain = 1;
  const flush = (to: number): void => runs.letters(source.slice(plain, to), at + plain);
  while (i < end) {
    const code = source.charCodeAt(i);
    if (code === 92) {
      flush(i);
      const next = source[i + 1] ?? '';
      if (next === '\n' || (next === '\r' && source[i + 2] === '\n')) {
        i = skipBlanks(source, i + (next === '\n' ? 2 : 3), end);
      } else {
        const width = next === 'x' ? 2 : next === 'u' ? 4 : next === 'U' ? 8 : 0;
        const decoded = width > 0 ? codePoint(source.slice(i + 2, Math.min(i + 2 + width, end))) : ESCAPES[next];
        const stop = Math.min(i + 2 + width, end);
        if (decoded === undefined) {
          badEscape ??= at + i;
          runs.letters(source.slice(i, Math.min(i + 2, end)), at + i);
          i = Math.min(i + 2, end);
        } else {
          runs.whole(decoded, at + i, at + stop);
          i = stop;
        }
      }
      plain = i;
    } else if (code === 10 || (code === 13 && source.charCodeAt(i + 1) === 10)) {
      let from = i;
      while (from > plain && isBlank(source.charCodeAt(from - 1))) from--;
      flush(from);
      const { to, lines } = skipLines(source, i, end);
      runs.whole(lines > 1 ? '\n'.repeat(lines - 1) : ' ', at + from, at + to);
      i = plain = to;
    } else {
      i++;
    }
  }
  flush(end);
  const decoded = runs.decoded(at + 1, at + end);
  return badEscape === undefined ? { ...decoded, closed } : { ...decoded, closed, badEscape };
}

/**
 * A block scalar. `header` is `|` or `>` with its indicators; `source` the lines below it, which begin at `at`; `indent` the
 * indentation of the surrounding collection, from which an indentation indicator counts. `contentEnd` is the end of the last line
 * with text, its break left out.
 */
export function decodeBlock(
  header: string,
  source: string,
  at: number,
  indent: number,
): Decoded & { readonly contentEnd: number } {
  const lines = splitLines(source);
  const indicator = Number(/[1-9]/.exec(header)?.[0] ?? 0);
  let stop = lines.length;
  while (stop > 0 && lines[stop - 1]?.blank) stop--;
  const runs = new Runs();
  const keep = header.includes('+');
  if (stop === 0) {
    if (keep) for (const line of lines) runs.whole('\n', at + line.stop, at + line.next);
    return { ...runs.decoded(at, at + source.length), contentEnd: at };
  }

  const first = lines.findIndex((line) => !line.blank);
  let trim = indent + indicator;
  if (indicator === 0) trim = lines[first]?.indent ?? 0;
  // Blank lines that are indented more than the text belong to it.
  for (let i = lines.length - 1; i >= stop; i--) if ((lines[i]?.indent ?? 0) > trim) stop = i + 1;

  for (const line of lines.slice(0, first)) {
    const from = line.start + Math.min(line.indent, trim);
    runs.letters(source.slice(from, line.stop), at + from);
    runs.whole('\n', at + line.stop, at + line.next);
  }
  if (header.startsWith('>')) foldBlock(source, lines.slice(first, stop), at, trim, runs);
  else {
    for (let i = first; i < stop; i++) {
      const line = lines[i] as Line;
      const from = line.start + Math.min(line.indent, trim);
      runs.letters(source.slice(from, line.stop), at + from);
      if (i < stop - 1) runs.whole('\n', at + line.stop, at + line.next);
    }
  }
  const last = lines[stop - 1] as Line;
  if (!header.includes('-')) runs.whole('\n', at + last.stop, at + last.next);
  if (keep) for (const line of lines.slice(stop)) runs.whole('\n', at + line.stop, at + line.next);
  return { ...runs.decoded(runs.runs[1] ?? at, runs.runs.at(-1) ?? at), contentEnd: at + last.stop };
}

/** Lines of text are joined with a blank; lines that are indented more keep their breaks; n blank lines are n breaks. */
function foldBlock(source: string, lines: readonly Line[], at: number, trim: number, runs: Runs): void {
  let pending = '';
  let separator = '';
  let moreIndented = false;
  let gapStart = at;
  for (const line of lines) {
    const from = line.start + Math.min(line.indent, trim);
    const deep = line.indent > trim || source.charCodeAt(line.start + line.indent) === 9;
    if (line.blank && !deep) {
      if (separator === '\n') pending += '\n';
      else separator = '\n';
      continue;
    }
    if (deep) {
      if (separator === ' ') separator = '\n';
      else if (separator === '\n' && !moreIndented) separator = '\n\n';
    }
    runs.whole(pending + separator, gapStart, at + from);
    runs.letters(source.slice(from, line.stop), at + from);
    pending = '';
    separator = deep ? '\n' : ' ';
    moreIndented = deep;
    gapStart = at + line.stop;
  }
  runs.whole(pending, gapStart, gapStart);
}

interface Line {
  readonly start: number;
  /** Number of leading spaces. */
  readonly indent: number;
  /** Where the line break begins. */
  readonly stop: number;
  /** Where the next line begins. */
  readonly next: number;
  readonly blank: boolean;
}

function splitLines(source: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < source.length;) {
    const lf = source.indexOf('\n', start);
    const next = lf === -1 ? source.length : lf + 1;
    let stop = lf === -1 ? source.length : lf;
    if (lf > start && source.charCodeAt(lf - 1) === 13) stop--;
    let text = start;
    while (text < stop && source.charCodeAt(text) === 32) text++;
    lines.push({ start, indent: text - start, stop, next, blank: text === stop });
    start = next;
  }
  return lines;
}

/** Hands the letters of each line to `letters` and writes what the breaks between them stand for. */
function foldLines(
  source: string,
  from: number,
  to: number,
  at: number,
  runs: Runs,
  letters: (from: number, to: number) => void,
): void {
  let start = from;
  while (start <= to) {
    const lf = source.indexOf('\n', start);
    if (lf === -1 || lf >= to) break;
    let stop = lf > start && source.charCodeAt(lf - 1) === 13 ? lf - 1 : lf;
    while (stop > start && isBlank(source.charCodeAt(stop - 1))) stop--;
    letters(start, stop);
    const next = skipLines(source, lf, to);
    runs.whole(next.lines > 1 ? '\n'.repeat(next.lines - 1) : ' ', at + stop, at + next.to);
    start = next.to;
  }
  letters(start, to);
}

/** From a line break to the next letter, and the breaks passed on the way. */
function skipLines(source: string, from: number, end: number): { readonly to: number; readonly lines: number } {
  let to = from;
  let lines = 0;
  for (; to < end; to++) {
    const code = source.charCodeAt(to);
    if (code === 10) lines++;
    else if (!isBlank(code) && code !== 13) break;
  }
  return { to, lines };
}

function skipBlanks(source: string, from: number, end: number): number {
  let to = from;
  while (to < end && isBlank(source.charCodeAt(to))) to++;
  return to;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

function firstLineEnd(source: string): number {
  const end = /\r?\n/.exec(source)?.index ?? source.length;
  return source.slice(0, end).trimEnd().length;
}

function isClosedDouble(source: string): boolean {
  if (source.length < 2 || !source.endsWith('"')) return false;
  let slashes = 0;
  while (source.charCodeAt(source.length - 2 - slashes) === 92) slashes++;
  return slashes % 2 === 0;
}

function codePoint(hex: string): string | undefined {
  if (!/^(?:[0-9a-fA-F]{2}|[0-9a-fA-F]{4}|[0-9a-fA-F]{8})$/.test(hex)) return undefined;
  const code = parseInt(hex, 16);
  return code > 0x10ffff ? undefined : String.fromCodePoint(code);
}
