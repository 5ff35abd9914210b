import { createScanner, type JSONScanner } from 'jsonc-parser';
import { sliceOf, spanOf, type SourceText } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';
import type { Entry, Node, Problem, ScalarNode, Tree } from './node.ts';

// The library's token kinds are const enums, which a compiler that looks at one file at a time cannot read.
const OPEN_BRACE = 1;
const CLOSE_BRACE = 2;
const OPEN_BRACKET = 3;
const CLOSE_BRACKET = 4;
const COMMA = 5;
const COLON = 6;
const NULL = 7;
const TRUE = 8;
const FALSE = 9;
const STRING = 10;
const NUMBER = 11;
const UNKNOWN = 16;
const END = 17;

const SCAN_PROBLEMS: Readonly<Record<number, string>> = {
  2: 'a text that is not closed',
  3: 'a number that is not complete',
  4: 'four hexadecimal digits are missing after \\u',
  5: 'JSON knows no such escape',
  6: 'a control character stands in a text',
};

const DEEPEST = 256;
/** A text with more problems is no JSON, and nobody reads them all. */
const MOST_PROBLEMS = 1000;
const SLASH = 47;

/**
 * Reads JSON; comments and commas behind the last entry are accepted and noted. Never throws: half-typed text gives what can be understood of it, and
 * problems. A byte order mark is passed over and counted.
 */
export function parseJson(text: string): Tree {
  return new JsonReader(text, undefined).read();
}

/**
 * Reads JSON that stands inside another text: a shell argument, a decoded string. All spans are those of the file that `source`
 * comes from.
 */
export function parseEmbeddedJson(source: SourceText): Tree {
  return new JsonReader(source.text, source).read();
}

class JsonReader {
  private readonly text: string;
  private readonly origin: SourceText | undefined;
  private readonly scanner: JSONScanner;
  private readonly problems: Problem[] = [];
  private readonly extraCommas: Span[] = [];
  private comment: Span | undefined;
  private token = END;
  private start = 0;
  private end = 0;
  /** Where the token before this one ends. */
  private lastEnd = 0;
  private openLists = 0;
  private openMappings = 0;
  private tooDeep = false;

  constructor(text: string, origin: SourceText | undefined) {
    this.text = text;
    this.origin = origin;
    this.scanner = createScanner(text, true);
    if (text.charCodeAt(0) === 0xfeff) this.scanner.setPosition(1);
  }

  read(): Tree {
    this.next();
    // Text that is closed too often, or has a value cut off its key, is passed over to the first that can be read.
    while (this.token !== END && !this.beginsValue()) {
      this.problem(this.start, this.end, `"${this.text.slice(this.start, this.end)}" stands before the beginning`);
      this.next();
    }
    const documents: Node[] = [];
    if (this.token !== END) {
      documents.push(this.value(0));
      if (this.token !== END) this.problem(this.start, this.end, 'text after the end of the document');
    }
    this.findOpenComment();
    const { problems, extraCommas, comment } = this;
    return {
      syntax: 'json',
      documents,
      problems,
      ...(extraCommas.length > 0 && { extraCommas }),
      ...(comment && { comment }),
    };
  }

  private next(): void {
    this.lastEnd = this.end;
    this.token = this.scanner.scan();
    this.start = this.scanner.getTokenOffset();
    this.end = this.start + this.scanner.getTokenLength();
    if (!this.comment) this.findComment();
    const error = SCAN_PROBLEMS[this.scanner.getTokenError()];
    if (error !== undefined) this.problem(this.start, this.end, error);
  }

  /** Between tokens there is white space, and what begins with a slash. */
  private findComment(): void {
    for (let at = this.lastEnd; at < this.start; at++) {
      if (this.text.charCodeAt(at) !== SLASH) continue;
      const isBlock = this.text.charAt(at + 1) === '*';
      const end = isBlock ? this.text.indexOf('*/', at + 2) + 2 : this.text.slice(at, this.start).search(/[\r\n]/) + at;
      this.comment = this.span(at, end > at + 1 ? end : this.start);
      return;
    }
  }

  private problem(start: number, end: number, message: string): void {
    if (this.problems.length < MOST_PROBLEMS) this.problems.push({ span: this.span(start, end), message });
  }

  private extraComma(end: number): void {
    if (this.extraCommas.length < MOST_PROBLEMS) this.extraCommas.push(this.span(end - 1, end));
  }

  private span(start: number, end: number): Span {
    return this.origin ? spanOf(this.origin, start, end) : { start, end };
  }

  private beginsValue(): boolean {
    switch (this.token) {
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
      case COMMA:
      case COLON:
      case END:
        return false;
      default:
        return true;
    }
  }

  private value(depth: number): Node {
    if (this.token === OPEN_BRACE) return depth < DEEPEST ? this.mapping(depth) : this.skipped();
    if (this.token === OPEN_BRACKET) return depth < DEEPEST ? this.list(depth) : this.skipped();
    return this.scalar();
  }

  /** The end of what the bracket opened, without a look inside. */
  private skipped(): Node {
    const start = this.start;
    if (!this.tooDeep) this.problem(start, this.end, 'nested too deep to be read');
    this.tooDeep = true;
    let open = 0;
    let end = this.end;
    do {
      if (this.token === OPEN_BRACE || this.token === OPEN_BRACKET) open++;
      if (this.token === CLOSE_BRACE || this.token === CLOSE_BRACKET) open--;
      this.lastEnd = end = this.end;
      this.token = this.scanner.scan();
      this.start = this.scanner.getTokenOffset();
      this.end = this.start + this.scanner.getTokenLength();
    } while (open > 0 && this.token !== END);
    return { kind: 'list', syntax: 'json', span: this.span(start, end), items: [], flow: true };
  }

  private mapping(depth: number): Node {
    const start = this.start;
    const opened = this.end;
    const entries: Entry[] = [];
    let end = this.end;
    let comma = true;
    this.openMappings++;
    this.next();
    while (this.token !== CLOSE_BRACE && this.token !== END) {
      if (this.token === COMMA) {
        if (comma) this.problem(this.start, this.end, 'a comma without an entry before it');
        comma = true;
        end = this.end;
        this.next();
        continue;
      }
      if (this.token === CLOSE_BRACKET && this.openLists > 0) break;
      if (!comma) this.problem(this.start, this.end, 'no comma before this');
      comma = false;
      if (this.token === STRING || this.token === UNKNOWN || this.isWord()) {
        const entry = this.entry(depth);
        entries.push(entry.entry);
        end = entry.end;
      } else {
        this.problem(this.start, this.end, `"${this.text.slice(this.start, this.end)}" stands where a key belongs`);
        if (this.token === OPEN_BRACE || this.token === OPEN_BRACKET) this.value(depth + 1);
        else this.next();
      }
    }
    this.openMappings--;
    if (this.token === CLOSE_BRACE) {
      if (comma && entries.length > 0) this.extraComma(end);
      end = this.end;
      this.next();
    } else this.problem(start, opened, 'a { that is not closed');
    return { kind: 'mapping', syntax: 'json', span: this.span(start, end), entries, flow: true };
  }

  private isWord(): boolean {
    return this.token === TRUE || this.token === FALSE || this.token === NULL || this.token === NUMBER;
  }

  private entry(depth: number): { readonly entry: Entry; readonly end: number } {
    const start = this.start;
    let end = this.end;
    if (this.token !== STRING && this.token !== UNKNOWN) this.problem(this.start, this.end, 'a key without quotes');
    const key = this.scalar();
    let value: Node | undefined;
    if (this.token !== COLON) {
      this.problem(start, end, `no colon after "${key.source.text}"`);
    } else {
      end = this.end;
      const colon = this.start;
      this.next();
      if (!this.beginsValue() || this.isKey()) {
        this.problem(colon, colon + 1, `no value after "${key.source.text}"`);
      } else {
        value = this.value(depth + 1);
        end = this.lastEnd;
      }
    }
    return { entry: { key, value, span: this.span(start, end) }, end };
  }

  /** A text with a colon behind it is the next key, in half-typed text where a value is missing. */
  private isKey(): boolean {
    if (this.token !== STRING) return false;
    let at = this.end;
    while (at < this.text.length && ' \t\r\n'.includes(this.text.charAt(at))) at++;
    return this.text.charCodeAt(at) === 58;
  }

  private list(depth: number): Node {
    const start = this.start;
    const opened = this.end;
    const items: Node[] = [];
    let end = this.end;
    let comma = true;
    this.openLists++;
    this.next();
    while (this.token !== CLOSE_BRACKET && this.token !== END) {
      if (this.token === COMMA) {
        if (comma) this.problem(this.start, this.end, 'a comma without an item before it');
        comma = true;
        end = this.end;
        this.next();
        continue;
      }
      if (this.token === COLON || this.token === CLOSE_BRACE) {
        if (this.token === CLOSE_BRACE && this.openMappings > 0) break;
        this.problem(this.start, this.end, `"${this.text.slice(this.start, this.end)}" stands in a list`);
        this.next();
        continue;
      }
      // The list was never closed, and what comes is the next key of the mapping around it.
      if (this.openMappings > 0 && this.isKey()) break;
      if (!comma) this.problem(this.start, this.end, 'no comma before this');
      comma = false;
      items.push(this.value(depth + 1));
      end = this.lastEnd;
    }
    this.openLists--;
    if (this.token === CLOSE_BRACKET) {
      if (comma && items.length > 0) this.extraComma(end);
      end = this.end;
      this.next();
    } else this.problem(start, opened, 'a [ that is not closed');
    return { kind: 'list', syntax: 'json', span: this.span(start, end), items, flow: true };
  }

  private scalar(): ScalarNode {
    const { token, start, end } = this;
    this.next();
    const span = this.span(start, end);
    if (token === STRING) {
      const closed = end - start > 1 && this.text.charCodeAt(end - 1) === 34 && !this.endsOpen(start, end);
      const source = this.textOf(start + 1, closed ? end - 1 : end);
      return { kind: 'scalar', syntax: 'json', span, value: source.text, source, style: 'double' };
    }
    const written = this.text.slice(start, end);
    let value: ScalarNode['value'] = written;
    if (token === NULL) value = null;
    else if (token === TRUE) value = true;
    else if (token === FALSE) value = false;
    else if (token === NUMBER) value = Number(written);
    else this.problem(start, end, `"${written}" needs quotes`);
    const source = this.origin ? sliceOf(this.origin, start, end) : { text: written, span };
    return { kind: 'scalar', syntax: 'json', span, value, source, style: 'plain' };
  }

  /** The last quote of an open text is escaped. */
  private endsOpen(start: number, end: number): boolean {
    let slashes = 0;
    while (end - 2 - slashes > start && this.text.charCodeAt(end - 2 - slashes) === 92) slashes++;
    return slashes % 2 === 1;
  }

  private textOf(start: number, end: number): SourceText {
    const raw = this.text.slice(start, end);
    if (raw.includes('\\')) return new EscapedText(raw, start, this.origin);
    return this.origin ? sliceOf(this.origin, start, end) : { text: raw, span: { start, end } };
  }

  /** The library passes over comments, open ones too. */
  private findOpenComment(): void {
    const from = this.text.indexOf('/*', this.lastEnd);
    if (from === -1) return;
    const scanner = createScanner(this.text, false);
    scanner.setPosition(this.lastEnd);
    while ((scanner.scan() as number) !== END) {
      if ((scanner.getTokenError() as number) !== 1) continue;
      const start = scanner.getTokenOffset();
      this.problem(start, start + 2, 'a comment that is not closed');
    }
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** A JSON string with escapes; where its letters come from is worked out when somebody asks. */
class EscapedText implements SourceText {
  readonly text: string;
  private readonly raw: string;
  private readonly start: number;
  private readonly origin: SourceText | undefined;
  private known: readonly number[] | undefined;

  constructor(raw: string, start: number, origin: SourceText | undefined) {
    this.raw = raw;
    this.start = start;
    this.origin = origin;
    this.text = raw.replace(/\\(?:u[0-9a-fA-F]{4}|[^u]|u)/g, decodeEscape);
  }

  get span(): Span {
    const end = this.start + this.raw.length;
    return this.origin ? spanOf(this.origin, this.start, end) : { start: this.start, end };
  }

  get runs(): readonly number[] {
    return (this.known ??= this.findRuns());
  }

  private findRuns(): number[] {
    const runs: number[] = [];
    let decoded = 0;
    let at = 0;
    const letters = (to: number): void => {
      if (to > at) pushLetters(runs, decoded, this.start + at, this.start + to, this.origin);
      decoded += to - at;
    };
    for (const match of this.raw.matchAll(/\\(?:u[0-9a-fA-F]{4}|[^u]|u)/g)) {
      letters(match.index);
      at = match.index + match[0].length;
      const length = decodeEscape(match[0]).length;
      const from = this.start + match.index;
      const to = this.start + at;
      if (length === match[0].length) pushLetters(runs, decoded, from, to, this.origin);
      else if (this.origin) {
        const span = spanOf(this.origin, from, to);
        runs.push(decoded, span.start, span.end);
      } else runs.push(decoded, from, to);
      decoded += length;
    }
    letters(this.raw.length);
    return runs;
  }
}

/** An escape that JSON does not know stays as it is written. */
function decodeEscape(escape: string): string {
  if (escape.length === 6) return String.fromCharCode(parseInt(escape.slice(2), 16));
  return ESCAPES[escape.charAt(1)] ?? escape;
}

/** Adds the runs of a part of `origin` that stands there letter for letter. */
function pushLetters(runs: number[], decoded: number, from: number, to: number, origin: SourceText | undefined): void {
  if (!origin) {
    runs.push(decoded, from, to);
    return;
  }
  const part = sliceOf(origin, from, to);
  if (!part.runs) runs.push(decoded, part.span.start, part.span.end);
  else
    for (let i = 0; i < part.runs.length; i += 3)
      runs.push(decoded + (part.runs[i] ?? 0), part.runs[i + 1] ?? 0, part.runs[i + 2] ?? 0);
}
