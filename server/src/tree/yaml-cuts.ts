/**
 * Where a YAML file can be cut without reading it. Block collections show their structure by indentation alone: a line in the
 * column of a mapping's keys begins the next entry, whatever stands above it, because quoted texts, brackets and block scalars of
 * the entry before must all be indented more. So each entry can be read by itself, and an entry that is half typed cannot
 * swallow its neighbours.
 */
export type Cut = LeafCut | BranchCut;

/** What the text of a piece is: a whole document, entries of a block mapping, or items of a block list. */
export type Role = 'document' | 'entries' | 'items';

/** A piece that is read as a whole: from..to, the first line of which begins at `column`. */
export interface LeafCut {
  readonly kind: 'leaf';
  readonly role: Role;
  readonly from: number;
  readonly to: number;
  readonly column: number;
  /** The piece is indented less than its collection allows. */
  readonly outdented: boolean;
}

/** A block collection of which the parts are cut. */
export interface BranchCut {
  readonly kind: 'branch';
  readonly role: Role;
  readonly collection: 'mapping' | 'list';
  /** The line with the key (role entries). */
  readonly header: LeafCut | undefined;
  /** The offset of the dash before it (role items). */
  readonly dash: number | undefined;
  readonly parts: readonly Cut[];
  readonly outdented: boolean;
}

export interface DocumentCut {
  readonly content: Cut;
  /** Directives without a line of --- after them. */
  readonly strayDirective: number | undefined;
}

const HASH = 35;
const DASH = 45;
const DEEPEST_CUT = 64;
/** A collection of more parts is no template; its parts are read in groups, which is faster than each by itself. */
const MOST_PARTS = 4096;
const GROUP = 64;

/** The lines of a text: where each begins, its leading spaces, and its first other character (0 for a blank line). */
class Lines {
  readonly text: string;
  readonly starts: number[] = [];
  readonly indents: number[] = [];
  readonly firsts: number[] = [];

  constructor(text: string) {
    this.text = text;
    let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    while (start < text.length) {
      let at = start;
      let code = text.charCodeAt(at);
      while (code === 32) code = text.charCodeAt(++at);
      this.starts.push(start);
      this.indents.push(at - start);
      this.firsts.push(code === 10 || code === 13 || at >= text.length || isBlankTail(text, at, code) ? 0 : code);
      const lf = text.indexOf('\n', at);
      start = lf === -1 ? text.length : lf + 1;
    }
  }

  start(line: number): number {
    return this.starts[line] ?? this.text.length;
  }

  indent(line: number): number {
    return this.indents[line] ?? 0;
  }

  first(line: number): number {
    return this.firsts[line] ?? 0;
  }

  /** The next line that is neither blank nor a comment; `to` when there is none. */
  content(line: number, to: number): number {
    let at = line;
    while (at < to && (this.first(at) === 0 || this.first(at) === HASH)) at++;
    return at;
  }
}

/** A line of blanks and tabs only. */
function isBlankTail(text: string, at: number, first: number): boolean {
  if (first !== 9) return false;
  let i = at;
  while (text.charCodeAt(i) === 9 || text.charCodeAt(i) === 32) i++;
  const code = text.charCodeAt(i);
  return code === 10 || code === 13 || i >= text.length;
}

/** Cuts a text into its documents, and collections that are longer than `cutFrom` characters into their parts. */
export function cutDocuments(text: string, cutFrom: number): DocumentCut[] {
  const lines = new Lines(text);
  const documents: DocumentCut[] = [];
  const count = lines.starts.length;
  let from = 0;
  let column = 0;
  let directive: number | undefined;
  const close = (to: number): void => {
    const content = cutContent(lines, from, to, column, cutFrom);
    if (content) documents.push({ content, strayDirective: directive });
    directive = undefined;
  };
  for (let line = 0; line < count; line++) {
    const first = lines.first(line);
    const start = lines.start(line);
    if (first === 37 && column === 0 && lines.indent(line) === 0 && lines.content(from, line) === line) {
      directive ??= start;
      from = line + 1;
      continue;
    }
    if ((first !== DASH && first !== 46) || lines.indent(line) !== 0) continue;
    const mark = text.slice(start, start + 3);
    if ((mark !== '---' && mark !== '...') || !isSpace(text.charCodeAt(start + 3))) continue;
    if (mark === '---' && lines.content(from, line) === line && column === 0) directive = undefined;
    close(line);
    directive = undefined;
    from = line + 1;
    column = 0;
    if (mark === '---') {
      let at = start + 3;
      while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at++;
      const code = text.charCodeAt(at);
      if (at < text.length && code !== 10 && code !== 13 && code !== HASH) {
        from = line;
        column = at - start;
      }
    }
  }
  close(count);
  return documents;
}

function cutContent(lines: Lines, from: number, to: number, column: number, cutFrom: number): Cut | undefined {
  if (column > 0) return leafOf(lines, 'document', from, to, column);
  const first = lines.content(from, to);
  if (first === to) return undefined;
  const at = lines.indent(first);
  const cut =
    isLong(lines, first, to, cutFrom) && cutCollection(lines, first, to, at, { role: 'document', cutFrom, depth: 0 });
  return cut || leafOf(lines, 'document', first, to, at);
}

/**
 * The parts of a piece, cut as finely as its lines allow, for one that could not be read without problems. Offsets count from
 * `text`, which is the piece's own. Undefined when there is nothing to cut.
 */
export function cutFinely(text: string, role: Role): readonly Cut[] | undefined {
  const lines = new Lines(text);
  const to = lines.starts.length;
  const first = lines.content(0, to);
  if (first === to) return undefined;
  const cut = cutCollection(lines, first, to, lines.indent(first), { role: 'document', cutFrom: 0, depth: 0 });
  if (!cut || (cut.parts.length === 1 && cut.parts[0]?.kind === 'leaf')) return undefined;
  if (role === 'document') return [cut];
  return (role === 'items') === (cut.collection === 'list') ? cut.parts : undefined;
}

interface Place {
  readonly role: Role;
  readonly cutFrom: number;
  readonly depth: number;
  readonly header?: LeafCut;
  readonly dash?: number;
  readonly outdented?: boolean;
}

/**
 * The block collection whose first part begins at column `at` of line `from` (after a dash that is not its indentation); undefined
 * when it is none, or cannot be cut for sure.
 */
function cutCollection(lines: Lines, from: number, to: number, at: number, place: Place): BranchCut | undefined {
  const { text } = lines;
  const list = isDash(text, lines.start(from) + at);
  if (place.depth > DEEPEST_CUT || (!list && !beginsMapping(lines, from, to, at))) return undefined;
  const begins: number[] = [from];
  for (let line = from + 1; line < to; line++) {
    const first = lines.first(line);
    if (first === 0 || first === HASH || lines.indent(line) > at) continue;
    const start = lines.start(line) + lines.indent(line);
    // Brackets may close in the column of the key that opened them; a tab is no indentation.
    if (first === 93 || first === 125 || first === 9) continue;
    if (!list) {
      if (isDash(text, start)) continue;
      if ((first === 63 || first === 58) && isSpace(text.charCodeAt(start + 1))) return undefined;
    }
    begins.push(line);
  }
  const grouped = begins.length > MOST_PARTS ? begins.filter((_, i) => i % GROUP === 0) : begins;
  const inner = { role: list ? 'items' : 'entries', cutFrom: place.cutFrom, depth: place.depth + 1 } as const;
  const parts = grouped.map((line, i) => {
    const column = line === from ? at : lines.indent(line);
    const part = { ...inner, outdented: column < at };
    const end = grouped[i + 1] ?? to;
    if (grouped !== begins) return leafOf(lines, part.role, line, end, column, part.outdented);
    return list ? cutItem(lines, line, end, column, part) : cutEntry(lines, line, end, column, part);
  });
  const { role, header, dash, outdented = false } = place;
  return { kind: 'branch', role, collection: list ? 'list' : 'mapping', header, dash, parts, outdented };
}

/** An entry that is a key alone on its line, with a long block collection below it, is cut again. */
function cutEntry(lines: Lines, from: number, to: number, at: number, place: Place): Cut {
  const below = lines.content(from + 1, to);
  if (below < to && isLong(lines, from, to, place.cutFrom) && isHeader(lines, from, at)) {
    const column = lines.indent(below);
    const inside = column > at || (column === at && isDash(lines.text, lines.start(below) + column));
    const header = leafOf(lines, 'entries', from, from + 1, at);
    const cut = inside && cutCollection(lines, below, to, column, { ...place, header });
    if (cut) return cut;
  }
  return leafOf(lines, 'entries', from, to, at, place.outdented);
}

function cutItem(lines: Lines, from: number, to: number, at: number, place: Place): Cut {
  const dash = lines.start(from) + at;
  if (isLong(lines, from, to, place.cutFrom) && isDash(lines.text, dash)) {
    let content = dash + 1;
    while (lines.text.charCodeAt(content) === 32) content++;
    const below = lines.content(from + 1, to);
    const alone = isSpace(lines.text.charCodeAt(content)) && lines.text.charCodeAt(content) !== 9;
    const column = alone ? lines.indent(below) : content - lines.start(from);
    const inside = alone ? below < to && column > at : true;
    const cut = inside && cutCollection(lines, alone ? below : from, to, column, { ...place, dash });
    if (cut) return cut;
  }
  return leafOf(lines, 'items', from, to, at, place.outdented);
}

function leafOf(lines: Lines, role: Role, line: number, to: number, at: number, outdented = false): LeafCut {
  const start = lines.start(line);
  const column = at === lines.indent(line) ? 0 : at;
  return { kind: 'leaf', role, from: start + column, to: lines.start(to), column, outdented };
}

function isLong(lines: Lines, from: number, to: number, cutFrom: number): boolean {
  return lines.start(to) - lines.start(from) >= cutFrom;
}

/** A line with a key, or a half-typed word with such a line below it. */
function beginsMapping(lines: Lines, from: number, to: number, at: number): boolean {
  const start = lines.start(from) + at;
  if (keyEnd(lines.text, start) !== -1) return true;
  if (!isWordLine(lines.text, start)) return false;
  for (let line = from + 1; line < to; line++) {
    if (lines.first(line) !== 0 && lines.first(line) !== HASH && lines.indent(line) <= at)
      return lines.indent(line) === at && keyEnd(lines.text, lines.start(line) + at) !== -1;
  }
  return false;
}

/** A key with nothing but a comment after it. */
function isHeader(lines: Lines, line: number, at: number): boolean {
  const { text } = lines;
  // A merge key's value is no entry.
  if (text.startsWith('<<', lines.start(line) + at)) return false;
  let i = keyEnd(text, lines.start(line) + at);
  if (i === -1) return false;
  const afterColon = i;
  while (text.charCodeAt(i) === 32 || text.charCodeAt(i) === 9) i++;
  const code = text.charCodeAt(i);
  return i >= text.length || code === 10 || code === 13 || (code === HASH && i > afterColon);
}

/** The offset after the colon of the key that begins at `start`; -1 when there is no plain or quoted key. */
function keyEnd(text: string, start: number): number {
  const first = text.charCodeAt(start);
  let i = start;
  if (first === 34 || first === 39) {
    i++;
    while (i < text.length && text.charCodeAt(i) !== first && text.charCodeAt(i) !== 10)
      i += first === 34 && text.charCodeAt(i) === 92 ? 2 : 1;
    if (text.charCodeAt(i) !== first) return -1;
    i++;
    while (text.charCodeAt(i) === 32) i++;
    return text.charCodeAt(i) === 58 && isSpace(text.charCodeAt(i + 1)) ? i + 1 : -1;
  }
  if (!isWordStart(first)) return -1;
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10) return -1;
    if (code === HASH && isSpace(text.charCodeAt(i - 1))) return -1;
    if (code === 58 && isSpace(text.charCodeAt(i + 1))) return i + 1;
  }
  return -1;
}

/** Letters, digits and what else begins a plain key: . / < _ $ and anything beyond ASCII. */
function isWordStart(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 46 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    code === 60 ||
    code > 127
  );
}

function isWordLine(text: string, start: number): boolean {
  if (!isWordStart(text.charCodeAt(start))) return false;
  const lf = text.indexOf('\n', start);
  return /^[\w:./$-]+\s*$/.test(text.slice(start, lf === -1 ? text.length : lf));
}

function isDash(text: string, at: number): boolean {
  return text.charCodeAt(at) === DASH && isSpace(text.charCodeAt(at + 1));
}

/** A blank, a line break, or the end of the text. */
function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13 || Number.isNaN(code);
}
