import type { Entry, MappingNode, Node, Problem, Tree } from './node.ts';
import { Anchors, composeYaml, type AnchorTrace } from './yaml-compose.ts';
import { cutDocuments, cutFinely, type BranchCut, type Cut, type LeafCut, type Role } from './yaml-cuts.ts';
import {
  JoinedEntry,
  JoinedList,
  JoinedMapping,
  PlacedText,
  Reach,
  type Located,
  type Placement,
} from './yaml-nodes.ts';

/** A collection is cut when it is longer: small enough that reading a part takes well under a millisecond. */
const CUT_FROM = 1024;

/** A tree that remembers its pieces, so that `reparseYaml` can keep those whose text did not change. */
export interface YamlTree extends Tree {
  readonly syntax: 'yaml';
  readonly text: string;
  readonly pieces: readonly Piece[];
}

/**
 * Reads YAML with CloudFormation's tags. Never throws: half-typed text gives what can be understood of it, and problems.
 *
 * @param cutFrom Block collections of that many characters are cut. Text without problems gives the same tree with any number.
 */
export function parseYaml(text: string, cutFrom = CUT_FROM): YamlTree {
  return readPieces(text, undefined, cutFrom);
}

/**
 * The same tree as `parseYaml(text)`, of which every piece whose text stands in `previous` too is taken from there and moved to
 * its new place. `previous` and its nodes must not be used afterwards: their spans are those of the new text.
 */
export function reparseYaml(previous: YamlTree, text: string, cutFrom = CUT_FROM): YamlTree {
  return readPieces(text, previous, cutFrom);
}

export function isYamlTree(tree: Tree): tree is YamlTree {
  return tree.syntax === 'yaml' && 'pieces' in tree;
}

type Piece = LeafPiece | BranchPiece;

/** What a piece contributes to the collection it stands in. */
interface Parts {
  readonly node?: Node | undefined;
  readonly entries: readonly Entry[];
  readonly merged: readonly MappingNode[];
  readonly items: readonly Node[];
  /** Reaches from the first to the last letter of the piece that means something. */
  readonly extent: Located | undefined;
}

interface LeafPiece {
  readonly kind: 'leaf';
  readonly role: Role;
  /** The piece's own text, blanks in place of what stands before it on its first line. */
  readonly text: string;
  readonly column: number;
  /** One for the piece and one for each part it had to be cut into, counted from the piece. */
  readonly places: readonly { readonly place: Placement; readonly at: number }[];
  readonly parts: Parts;
  /** Counted from the piece. */
  readonly problems: readonly Problem[];
  readonly traces: readonly AnchorTrace[];
}

interface BranchPiece {
  readonly kind: 'branch';
  readonly role: Role;
  readonly collection: 'mapping' | 'list';
  readonly header: LeafPiece | undefined;
  /** Where the dash stands before an item. */
  readonly dash: Placement | undefined;
  readonly pieces: readonly Piece[];
  readonly parts: Parts;
  /** The pieces that are indented less than the first. */
  readonly outdented: ReadonlySet<Piece>;
}

const NOTHING: Parts = { entries: [], merged: [], items: [], extent: undefined };
const OUTDENTED = 'indented less than what stands above it';

/** The new text, and how much of the old one stands at its beginning and at its end. */
interface Change {
  readonly text: string;
  readonly oldLength: number;
  readonly head: number;
  readonly tail: number;
}

function readPieces(text: string, previous: YamlTree | undefined, cutFrom: number): YamlTree {
  const pieces: Piece[] = [];
  const problems: Problem[] = [];
  const cuts = cutDocuments(text, cutFrom);
  const contents = cuts.map((cut) => cut.content);
  const change = changeOf(previous?.text ?? '', text);
  for (const [cut, old] of paired(change, contents, previous?.pieces ?? []))
    pieces.push(readCut(change, cut, old, new Anchors()));
  for (const { strayDirective } of cuts) {
    if (strayDirective === undefined) continue;
    const span = { start: strayDirective, end: strayDirective + 1 };
    problems.push({ span, message: 'a directive without a line of --- after it' });
  }
  for (const piece of pieces) collectProblems(piece, problems);
  const documents = pieces.flatMap((piece) => piece.parts.node ?? []);
  return { syntax: 'yaml', text, documents, problems, pieces };
}

function collectProblems(piece: Piece, into: Problem[]): void {
  if (piece.kind === 'leaf') {
    const offset = piece.places[0]?.place.offset ?? 0;
    for (const { span, message } of piece.problems)
      into.push({ span: { start: span.start + offset, end: span.end + offset }, message });
    return;
  }
  if (piece.header) collectProblems(piece.header, into);
  for (const part of piece.pieces) {
    const start = piece.outdented.has(part) ? part.parts.extent?.span.start : undefined;
    if (start !== undefined) into.push({ span: { start, end: start + 1 }, message: OUTDENTED });
    collectProblems(part, into);
  }
}

function readCut(change: Change, cut: Cut, old: Piece | undefined, anchors: Anchors): Piece {
  if (cut.kind === 'leaf') return (old && keptLeaf(change, cut, old, anchors)) ?? readLeaf(change.text, cut, anchors);
  const oldBranch = old?.kind === 'branch' ? old : undefined;
  const header = cut.header && (readCut(change, cut.header, oldBranch?.header, anchors) as LeafPiece);
  const pieces: Piece[] = [];
  let kept = oldBranch !== undefined && oldBranch.header === header && oldBranch.pieces.length === cut.parts.length;
  const outdented = new Set<Piece>();
  for (const [part, oldPart] of paired(change, cut.parts, oldBranch?.pieces ?? [])) {
    const piece = readCut(change, part, oldPart, anchors);
    if (part.outdented) outdented.add(piece);
    kept &&= oldBranch?.pieces[pieces.length] === piece;
    pieces.push(piece);
  }
  const { role, collection } = cut;
  if (kept && oldBranch?.role === role && oldBranch.collection === collection) {
    if (oldBranch.dash && cut.dash !== undefined) oldBranch.dash.offset = cut.dash;
    return oldBranch;
  }
  const dash = cut.dash === undefined ? undefined : { offset: cut.dash };
  const parts = join(
    cut,
    header?.parts,
    dash,
    pieces.map((piece) => piece.parts),
  );
  return { kind: 'branch', role, collection, header, dash, pieces, parts, outdented };
}

/** The old piece at its new place, if it has the same text and its aliases still mean the same. */
function keptLeaf(change: Change, cut: LeafCut, old: Piece, anchors: Anchors): LeafPiece | undefined {
  if (old.kind !== 'leaf' || !hasText(change, cut, old)) return undefined;
  const expanded = anchors.expanded;
  for (const trace of old.traces) {
    if (!anchors.agree(trace)) {
      anchors.expanded = expanded;
      return undefined;
    }
    anchors.add(trace);
  }
  const offset = cut.from - cut.column;
  for (const { place, at } of old.places) place.offset = offset + at;
  return old;
}

/** True when the cut has the text of the old piece, which has not been moved yet. */
function hasText(change: Change, cut: LeafCut, leaf: LeafPiece): boolean {
  const { role, column, from, to } = cut;
  if (leaf.role !== role || leaf.column !== column || leaf.text.length - column !== to - from) return false;
  const { text, oldLength, head, tail } = change;
  const oldFrom = (leaf.places[0]?.place.offset ?? 0) + column;
  if (oldFrom === from && to <= head) return true;
  if (oldLength - oldFrom === text.length - from && oldLength - oldFrom <= tail) return true;
  return text.slice(from, to) === leaf.text.slice(column);
}

function changeOf(old: string, text: string): Change {
  const most = Math.min(old.length, text.length);
  // Whole stretches compare many times faster than letters.
  const stretch = 4096;
  let head = 0;
  while (head + stretch <= most && old.slice(head, head + stretch) === text.slice(head, head + stretch))
    head += stretch;
  while (head < most && old.charCodeAt(head) === text.charCodeAt(head)) head++;
  const rest = most - head;
  const fromEnd = (string: string, tail: number): string =>
    string.slice(string.length - tail - stretch, string.length - tail);
  let tail = 0;
  while (tail + stretch <= rest && fromEnd(old, tail) === fromEnd(text, tail)) tail += stretch;
  while (tail < rest && old.charCodeAt(old.length - 1 - tail) === text.charCodeAt(text.length - 1 - tail)) tail++;
  return { text, oldLength: old.length, head, tail };
}

function readLeaf(text: string, cut: LeafCut, anchors: Anchors): LeafPiece {
  const { role, column } = cut;
  // A slice keeps the whole text of the file in memory for as long as a node lives; a copy does not.
  const own = `${' '.repeat(column + 1)}${text.slice(cut.from, cut.to)}`.slice(1);
  const place = { offset: cut.from - column };
  const whole = composeYaml(own, place, anchors);
  const fine = whole.problems.length > 0 ? cutFinely(own, role) : undefined;
  if (fine) {
    const reading: FineReading = {
      text: own,
      offset: place.offset,
      anchors,
      places: [{ place, at: 0 }],
      problems: [],
      traces: [],
    };
    const parts = concatenated(fine.map((cut) => readFinely(cut, reading)));
    const { places, problems, traces } = reading;
    // What was wrong with the whole may be right in its parts, but it is still wrong.
    return {
      kind: 'leaf',
      role,
      text: own,
      column,
      places,
      parts,
      problems: problems.length > 0 ? problems : whole.problems,
      traces,
    };
  }
  if (whole.trace) anchors.add(whole.trace);
  const { parts, problem } = partsOf(whole.node, role, place.offset);
  const problems = problem && whole.problems.length === 0 ? [problem] : whole.problems;
  const traces = whole.trace ? [whole.trace] : [];
  return { kind: 'leaf', role, text: own, column, places: [{ place, at: 0 }], parts, problems, traces };
}

interface FineReading {
  readonly text: string;
  readonly offset: number;
  readonly anchors: Anchors;
  readonly places: { place: Placement; at: number }[];
  readonly problems: Problem[];
  readonly traces: AnchorTrace[];
}

function readFinely(cut: Cut, reading: FineReading): Parts {
  const { text, offset, anchors, places, problems, traces } = reading;
  if (cut.kind === 'branch') {
    const header = cut.header && readFinely(cut.header, reading);
    const dash = cut.dash === undefined ? undefined : { offset: offset + cut.dash };
    if (dash) places.push({ place: dash, at: dash.offset - offset });
    return join(
      cut,
      header,
      dash,
      cut.parts.map((part) => readFinely(part, reading)),
    );
  }
  const at = cut.from - cut.column;
  const place = { offset: offset + at };
  places.push({ place, at });
  const {
    node,
    problems: found,
    trace,
  } = composeYaml(' '.repeat(cut.column) + text.slice(cut.from, cut.to), place, anchors);
  if (trace) {
    traces.push(trace);
    anchors.add(trace);
  }
  const { parts, problem } = partsOf(node, cut.role, place.offset);
  const all = problem && found.length === 0 ? [problem] : found;
  for (const { span, message } of all) problems.push({ span: { start: span.start + at, end: span.end + at }, message });
  return parts;
}

/** What the reading of a piece by itself means for the collection it stands in; the problem counts from the piece. */
function partsOf(
  node: Node | undefined,
  role: Role,
  offset: number,
): { readonly parts: Parts; readonly problem?: Problem } {
  if (!node) return { parts: NOTHING };
  const extent = node;
  if (role === 'document') return { parts: { ...NOTHING, node, extent } };
  const span = { start: node.span.start - offset, end: node.span.start - offset + 1 };
  if (role === 'items') {
    if (node.kind === 'list' && !node.flow) return { parts: { ...NOTHING, items: node.items, extent } };
    return { parts: { ...NOTHING, items: [node], extent }, problem: { span, message: 'a list item without a dash' } };
  }
  if (node.kind === 'mapping' && !node.flow && node.tag === undefined)
    return { parts: { ...NOTHING, entries: node.entries, merged: node.merged ?? [], extent } };
  if (node.kind === 'scalar') {
    const entry = new JoinedEntry(node, undefined);
    const problem = { span, message: `no colon after "${node.source.text}"` };
    return { parts: { ...NOTHING, entries: [entry], extent }, problem };
  }
  return { parts: NOTHING, problem: { span, message: 'a value without a key' } };
}

/** The collection that the pieces make, in the place where it stands. */
function join(cut: BranchCut, header: Parts | undefined, dash: Placement | undefined, pieces: readonly Parts[]): Parts {
  const { entries, merged, items, extent } = concatenated(pieces);
  if (!extent) return header ?? NOTHING;
  const node = cut.collection === 'list' ? new JoinedList(items, extent) : new JoinedMapping(entries, merged, extent);
  if (cut.role === 'document') return { ...NOTHING, node, extent: node };
  if (cut.role === 'items') {
    const begin = dash ? new PlacedText(dash, 0, 1, '-') : node;
    return { ...NOTHING, items: [node], extent: new Reach(begin, node) };
  }
  const key = header?.entries[0]?.key;
  if (!key) return NOTHING;
  const entry = new JoinedEntry(key, node);
  return { ...NOTHING, entries: [entry], extent: entry };
}

function concatenated(pieces: readonly Parts[]): Parts {
  const placed = pieces.filter((piece) => piece.extent);
  const first = placed[0]?.extent;
  const last = placed.at(-1)?.extent;
  return {
    node: placed[0]?.node,
    entries: pieces.flatMap((piece) => piece.entries),
    merged: pieces.flatMap((piece) => piece.merged),
    items: pieces.flatMap((piece) => piece.items),
    extent: first && last && (first === last ? first : new Reach(first, last)),
  };
}

/** Each cut with the old piece that is most likely the same: equal ones from both ends, those between by their order. */
function* paired(change: Change, cuts: readonly Cut[], old: readonly Piece[]): Generator<[Cut, Piece | undefined]> {
  const most = Math.min(cuts.length, old.length);
  let tail = 0;
  const alike = (cut: Cut | undefined, piece: Piece | undefined): boolean =>
    !!cut && !!piece && looksSame(change, cut, piece);
  let head = 0;
  while (head < most && alike(cuts[head], old[head])) head++;
  while (tail < most - head && alike(cuts[cuts.length - 1 - tail], old[old.length - 1 - tail])) tail++;
  for (let i = 0; i < cuts.length; i++) {
    const cut = cuts[i] as Cut;
    const fromEnd = cuts.length - i;
    const candidate = fromEnd <= tail ? old[old.length - fromEnd] : i < old.length - tail ? old[i] : undefined;
    yield [cut, candidate];
  }
}

function looksSame(change: Change, cut: Cut, piece: Piece): boolean {
  if (cut.kind === 'leaf') return piece.kind === 'leaf' && hasText(change, cut, piece);
  if (piece.kind !== 'branch' || piece.role !== cut.role || piece.collection !== cut.collection) return false;
  if (cut.header) return piece.header !== undefined && hasText(change, cut.header, piece.header);
  const [first] = cut.parts;
  const [oldFirst] = piece.pieces;
  return (
    piece.header === undefined && first !== undefined && oldFirst !== undefined && looksSame(change, first, oldFirst)
  );
}
