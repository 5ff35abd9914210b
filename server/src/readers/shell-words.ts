import type { TextPart, TextValue } from '../model/text-value.ts';
import { sliceOf, spanOf, type SourceText } from '../text/source-text.ts';

/** A simple command: its words, and the files and documents that its redirections name. All offsets are those of the scanned text. */
export interface ShellCommand {
  readonly words: readonly ShellWord[];
  /** Targets of `>` and `>>`. */
  readonly outputs: readonly ShellWord[];
  /** Sources of `<`. */
  readonly inputs: readonly ShellWord[];
  readonly heredocs: readonly ShellHeredoc[];
  /** The command behind the `|`. */
  readonly pipedInto: ShellCommand | undefined;
}

export interface ShellWord {
  readonly start: number;
  readonly end: number;
  readonly pieces: readonly ShellPiece[];
}

interface ShellHeredoc {
  readonly pieces: readonly ShellPiece[];
}

export type ShellPiece =
  /** Letters that stand for themselves. */
  | { readonly kind: 'letters'; readonly start: number; readonly end: number }
  | { readonly kind: 'escape'; readonly start: number; readonly end: number; readonly text: string }
  /** A variable, or the output of the commands in `$(...)`. */
  | { readonly kind: 'hole'; readonly start: number; readonly end: number; readonly commands: readonly ShellCommand[] };

/**
 * The simple commands of a shell text, those inside of `$(...)` too, in order of their ends. Reads what policies are passed with:
 * quotes, escapes, continuations, here-documents, redirections, substitutions. It is no shell: control words (`if`, `then`) are words. Takes
 * any text, and time in proportion to its length.
 */
export function shellCommands(text: string): readonly ShellCommand[] {
  const scanner = new Scanner(text);
  scanner.scanList(undefined);
  return scanner.commands;
}

/** The word as text: holes are unknown. `source` is the scanned text. */
export function textOfWord(source: SourceText, word: ShellWord): TextValue {
  const parts: TextPart[] = [];
  let run: ShellPiece[] = [];
  const flush = (): void => {
    if (run.length > 0) parts.push({ kind: 'literal', source: sourceOfPieces(source, run) });
    run = [];
  };
  for (const piece of word.pieces) {
    if (piece.kind !== 'hole') {
      run.push(piece);
      continue;
    }
    flush();
    const written = source.text.slice(piece.start, piece.end);
    parts.push({ kind: 'unknown', span: spanOf(source, piece.start, piece.end), written });
  }
  flush();
  const at = spanOf(source, word.start, word.end);
  const [first] = word.pieces;
  const last = word.pieces.at(-1);
  return { span: first && last ? spanOf(source, first.start, last.end) : at, at, parts };
}

/** The decoded text of pieces that follow each other. A hole is written `${name}`, or `${...}` where it has no name. */
export function sourceOfPieces(source: SourceText, pieces: readonly ShellPiece[]): SourceText {
  const [first, second] = pieces;
  if (first?.kind === 'letters' && !second) return sliceOf(source, first.start, first.end);
  let text = '';
  const runs: number[] = [];
  for (const piece of pieces) {
    if (piece.kind === 'letters') {
      const slice = sliceOf(source, piece.start, piece.end);
      if (!slice.runs) runs.push(text.length, slice.span.start, slice.span.end);
      else for (const [i, value] of slice.runs.entries()) runs.push(i % 3 === 0 ? value + text.length : value);
      text += slice.text;
    } else {
      const span = spanOf(source, piece.start, piece.end);
      runs.push(text.length, span.start, span.end);
      text += piece.kind === 'escape' ? piece.text : writtenHole(source.text.slice(piece.start, piece.end));
    }
  }
  const last = pieces.at(-1);
  return { text, span: spanOf(source, first?.start ?? 0, last?.end ?? 0), runs };
}

function writtenHole(written: string): string {
  return '${' + (variableName(written) ?? '...') + '}';
}

/** `X` for `$X`, `${X}` and `${X:-default}`. */
export function variableName(written: string): string | undefined {
  return /^\$\{?([A-Za-z_]\w*)/.exec(written)?.[1];
}

/** The word as the shell would hand it over, holes as written: for names of files and commands. */
export function writtenWord(text: string, pieces: readonly ShellPiece[]): string {
  return pieces.map((piece) => (piece.kind === 'escape' ? piece.text : text.slice(piece.start, piece.end))).join('');
}

/** The word when it has no holes. */
export function literalWord(text: string, word: ShellWord | undefined): string | undefined {
  if (!word || word.pieces.some((piece) => piece.kind === 'hole')) return undefined;
  return writtenWord(text, word.pieces);
}

type Closer = ')' | '`';

/** Deeper nesting is no script; the rest is read as plain words. */
const deepest = 100;

const spaces = ' \t\r';
const operators = ';&|()<>\n';

interface OpenHeredoc {
  readonly delimiter: string;
  readonly isLiteral: boolean;
  readonly stripsTabs: boolean;
  readonly pieces: ShellPiece[];
}

interface OpenCommand {
  words: ShellWord[];
  outputs: ShellWord[];
  inputs: ShellWord[];
  heredocs: { pieces: ShellPiece[] }[];
  pipedInto: OpenCommand | undefined;
}

class Scanner {
  readonly commands: ShellCommand[] = [];
  readonly #text: string;
  #at = 0;
  #depth = 0;
  #pending: OpenHeredoc[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads commands up to `closer`, which is consumed. Gives those of this level. */
  scanList(closer: Closer | undefined): readonly ShellCommand[] {
    const own: ShellCommand[] = [];
    let command = emptyCommand();
    let parentheses = 0;
    const finish = (): void => {
      const { words, outputs, inputs, heredocs } = command;
      if (words.length + outputs.length + inputs.length + heredocs.length === 0) return;
      own.push(command);
      this.commands.push(command);
      command = emptyCommand();
    };
    while (this.#at < this.#text.length) {
      const c = this.#text.charAt(this.#at);
      if (spaces.includes(c)) this.#at++;
      else if (c === '\\' && this.#newlineAt(this.#at + 1) > 0) this.#at += 1 + this.#newlineAt(this.#at + 1);
      else if (c === '#') this.#at = this.#lineEnd(this.#at);
      else if (c === '\n') {
        this.#at++;
        finish();
        this.#readHeredocs();
      } else if (c === closer && (c === '`' || parentheses === 0)) {
        this.#at++;
        finish();
        return own;
      } else if (c === '<' || c === '>') this.#redirection(command, closer);
      else if (c === '&' && this.#text.charAt(this.#at + 1) === '>') this.#at++;
      else if (c === '|' && this.#text.charAt(this.#at + 1) !== '|') {
        this.#at++;
        const before = command;
        finish();
        before.pipedInto = command;
      } else if (operators.includes(c)) {
        if (c === '(') parentheses++;
        if (c === ')' && parentheses > 0) parentheses--;
        this.#at++;
        finish();
      } else command.words.push(this.#word(closer));
    }
    finish();
    return own;
  }

  #redirection(command: OpenCommand, closer: Closer | undefined): void {
    const text = this.#text;
    if (text.startsWith('<<', this.#at) && text.charAt(this.#at + 2) !== '<') {
      this.#at += 2;
      const stripsTabs = text.charAt(this.#at) === '-';
      if (stripsTabs) this.#at++;
      const word = this.#wordAfterSpaces(closer);
      if (!word) return;
      const delimiter = writtenWord(text, word.pieces);
      const isLiteral = delimiter !== text.slice(word.start, word.end);
      const pieces: ShellPiece[] = [];
      command.heredocs.push({ pieces });
      this.#pending.push({ delimiter, isLiteral, stripsTabs, pieces });
      return;
    }
    const isOutput = text.charAt(this.#at) === '>';
    while ('<>&|'.includes(text.charAt(this.#at)) && this.#at < text.length) this.#at++;
    const word = this.#wordAfterSpaces(closer);
    if (word) (isOutput ? command.outputs : command.inputs).push(word);
  }

  #wordAfterSpaces(closer: Closer | undefined): ShellWord | undefined {
    while (this.#at < this.#text.length && ' \t'.includes(this.#text.charAt(this.#at))) this.#at++;
    const word = this.#word(closer);
    return word.end > word.start ? word : undefined;
  }

  #word(closer: Closer | undefined): ShellWord {
    const start = this.#at;
    const pieces: ShellPiece[] = [];
    const text = this.#text;
    while (this.#at < text.length) {
      const c = text.charAt(this.#at);
      if (spaces.includes(c) || operators.includes(c) || (c === '`' && closer === '`')) break;
      if (c === "'") {
        const close = text.indexOf("'", this.#at + 1);
        const end = close < 0 ? text.length : close;
        addLetters(pieces, this.#at + 1, end);
        this.#at = Math.min(end + 1, text.length);
      } else if (c === '"') {
        this.#at++;
        this.#expanding(pieces, '"', text.length, closer);
        this.#at = Math.min(this.#at + 1, text.length);
      } else if (c === '\\') {
        const newline = this.#newlineAt(this.#at + 1);
        if (newline > 0) this.#at += 1 + newline;
        else {
          const escaped = text.charAt(this.#at + 1);
          pieces.push({ kind: 'escape', start: this.#at, end: this.#at + 1 + escaped.length, text: escaped });
          this.#at += 1 + escaped.length;
        }
      } else if (c === '$' && text.charAt(this.#at + 1) === "'") this.#ansiQuoted(pieces);
      else if (c === '$' && text.charAt(this.#at + 1) === '"') this.#at++;
      else if (c === '$' || c === '`') this.#hole(pieces, closer);
      else {
        addLetters(pieces, this.#at, this.#at + 1);
        this.#at++;
      }
    }
    return { start, end: this.#at, pieces };
  }

  /** Text in which `$` counts: in double quotes up to the closing one (not consumed), or in a here-document up to `end`. */
  #expanding(pieces: ShellPiece[], quote: '"' | undefined, end: number, closer: Closer | undefined): void {
    const text = this.#text;
    const escapable = quote ? '"\\$`' : '\\$`';
    while (this.#at < end) {
      const c = text.charAt(this.#at);
      if (c === quote) return;
      const next = text.charAt(this.#at + 1);
      if (c === '\\' && next !== '' && escapable.includes(next)) {
        pieces.push({ kind: 'escape', start: this.#at, end: this.#at + 2, text: next });
        this.#at += 2;
      } else if (c === '\\' && this.#newlineAt(this.#at + 1) > 0) this.#at += 1 + this.#newlineAt(this.#at + 1);
      else if (c === '$' || (c === '`' && closer !== '`')) this.#hole(pieces, closer);
      else {
        addLetters(pieces, this.#at, this.#at + 1);
        this.#at++;
      }
    }
  }

  #hole(pieces: ShellPiece[], closer: Closer | undefined): void {
    const start = this.#at;
    const text = this.#text;
    const next = text.charAt(start + 1);
    let commands: readonly ShellCommand[] = [];
    if (text.charAt(start) === '`') {
      if (this.#depth >= deepest || closer === '`') return this.#letter(pieces);
      this.#at++;
      commands = this.#nested('`');
    } else if (text.startsWith('$((', start)) {
      while (this.#at < text.length && text.charAt(this.#at) !== '\n' && !text.startsWith('))', this.#at)) this.#at++;
      if (text.startsWith('))', this.#at)) this.#at += 2;
    } else if (next === '(') {
      if (this.#depth >= deepest) return this.#letter(pieces);
      this.#at += 2;
      commands = this.#nested(')');
    } else if (next === '{') {
      this.#braces();
    } else {
      const name = /[A-Za-z_]\w*|[0-9@*#?$!-]/y;
      name.lastIndex = start + 1;
      const match = name.exec(text);
      if (!match) return this.#letter(pieces);
      this.#at = name.lastIndex;
    }
    pieces.push({ kind: 'hole', start, end: this.#at, commands });
  }

  #letter(pieces: ShellPiece[]): void {
    addLetters(pieces, this.#at, this.#at + 1);
    this.#at++;
  }

  #nested(closer: Closer): readonly ShellCommand[] {
    this.#depth++;
    const commands = this.scanList(closer);
    this.#depth--;
    return commands;
  }

  /** `${x}`, `${x:-${y}}`, and the `${{ x }}` of a CI file: to the matching brace, or to the end of the line where there is none. */
  #braces(): void {
    let open = 0;
    for (; this.#at < this.#text.length; this.#at++) {
      const c = this.#text.charAt(this.#at);
      if (c === '\n') return;
      if (c === '{') open++;
      if (c === '}' && --open === 0) {
        this.#at++;
        return;
      }
    }
  }

  /** `$'...'`, with the escapes that policies may need. */
  #ansiQuoted(pieces: ShellPiece[]): void {
    const text = this.#text;
    const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };
    this.#at += 2;
    while (this.#at < text.length && text.charAt(this.#at) !== "'") {
      if (text.charAt(this.#at) === '\\' && this.#at + 1 < text.length) {
        const escaped = text.charAt(this.#at + 1);
        pieces.push({ kind: 'escape', start: this.#at, end: this.#at + 2, text: escapes[escaped] ?? escaped });
        this.#at += 2;
      } else this.#letter(pieces);
    }
    this.#at = Math.min(this.#at + 1, text.length);
  }

  #readHeredocs(): void {
    const pending = this.#pending;
    this.#pending = [];
    for (const heredoc of pending) this.#readHeredoc(heredoc);
  }

  #readHeredoc({ delimiter, isLiteral, stripsTabs, pieces }: OpenHeredoc): void {
    const text = this.#text;
    while (this.#at < text.length) {
      let from = this.#at;
      if (stripsTabs) while (text.charAt(from) === '\t') from++;
      const end = this.#lineEnd(from);
      const next = Math.min(end + 1, text.length);
      const line = text.slice(from, end).replace(/\r$/, '');
      if (line === delimiter) {
        this.#at = next;
        return;
      }
      if (isLiteral) {
        addLetters(pieces, from, next);
        this.#at = next;
      } else {
        this.#at = from;
        this.#expanding(pieces, undefined, next, undefined);
      }
    }
  }

  /** Length of the line break at that offset; 0 when there is none. */
  #newlineAt(offset: number): number {
    if (this.#text.charAt(offset) === '\n') return 1;
    return this.#text.startsWith('\r\n', offset) ? 2 : 0;
  }

  #lineEnd(offset: number): number {
    const at = this.#text.indexOf('\n', offset);
    return at < 0 ? this.#text.length : at;
  }
}

function emptyCommand(): OpenCommand {
  return { words: [], outputs: [], inputs: [], heredocs: [], pipedInto: undefined };
}

function addLetters(pieces: ShellPiece[], start: number, end: number): void {
  if (start === end) return;
  const last = pieces.at(-1);
  if (last?.kind === 'letters' && last.end === start)
    pieces[pieces.length - 1] = { kind: 'letters', start: last.start, end };
  else pieces.push({ kind: 'letters', start, end });
}
