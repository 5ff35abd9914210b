import { embeddedTree } from '../../tree/embedded.ts';
import type { Entry, Node, Tree } from '../../tree/node.ts';
import { parseTree, syntaxOf, type Parsed } from '../../tree/parse.ts';
import type { Workspace } from '../workspace.ts';
import { mark, type Insertion } from './mark.ts';

/**
 * A file as it would be if the word at the cursor were written out: a mark stands in it where the cursor is, with the quotes or the
 * colon that it still lacks. Half-typed text so becomes text that the readers understand.
 */
export interface Draft {
  readonly uri: string;
  readonly text: string;
  readonly tree: Tree;
  /** Where the mark stands. */
  readonly at: number;
  /** Offset in the draft to offset in the file. */
  readonly toFile: (offset: number) => number;
}

interface Kept extends Parsed {
  readonly uri: string;
}

/** The last draft of a workspace: the next one mostly differs by a letter, and YAML is read again in its changed piece only. */
const lastDrafts = new WeakMap<Workspace, Kept>();

/** Undefined for a file that has no tree, and for a text that holds the mark itself. */
export function draftOf(
  workspace: Workspace,
  uri: string,
  text: string,
  insertions: readonly Insertion[],
): Draft | undefined {
  const syntax = syntaxOf(uri);
  if (!syntax || text.includes(mark)) return undefined;
  const drafted = withInsertions(text, insertions);
  const last = lastDrafts.get(workspace);
  const tree = parseTree(drafted, syntax, last?.uri === uri ? last : undefined);
  lastDrafts.set(workspace, { uri, text: drafted, tree });
  return { uri, text: drafted, tree, at: drafted.indexOf(mark), toFile: (offset) => fileOffset(offset, insertions) };
}

function withInsertions(text: string, insertions: readonly Insertion[]): string {
  let out = '';
  let from = 0;
  for (const { at, text: inserted } of insertions) {
    out += text.slice(from, at) + inserted;
    from = at;
  }
  return out + text.slice(from);
}

function fileOffset(offset: number, insertions: readonly Insertion[]): number {
  let added = 0;
  for (const { at, text } of insertions) {
    const start = at + added;
    if (offset <= start) break;
    if (offset < start + text.length) return at;
    added += text.length;
  }
  return offset - added;
}

/** The way from a document's root to the mark. */
export interface MarkPath {
  /** Root first. */
  readonly nodes: readonly Node[];
  /** The entries on the way: of each mapping in `nodes` the one that leads on. */
  readonly entries: readonly (Entry | undefined)[];
  /** The mark stands in the last entry's key. */
  readonly onKey: boolean;
}

/** Undefined where the mark is part of no scalar: in a comment, in text that nobody understands. */
export function pathToMark({ tree, at }: Draft): MarkPath | undefined {
  const holds = (node: Node): boolean => node.span.start <= at && at < node.span.end;
  let node: Node | undefined = tree.documents.find(holds);
  const nodes: Node[] = [];
  const entries: (Entry | undefined)[] = [];
  while (node) {
    nodes.push(node);
    if (node.kind === 'scalar') {
      entries.push(undefined);
      const inner: Node | undefined = embeddedTree(node)?.documents.find(holds);
      if (!inner) return node.source.text.includes(mark) ? { nodes, entries, onKey: false } : undefined;
      node = inner;
    } else if (node.kind === 'list') {
      entries.push(undefined);
      node = node.items.find(holds);
    } else {
      const entry: Entry | undefined = node.entries.find(({ key, value }) => holds(key) || (value && holds(value)));
      entries.push(entry);
      if (!entry) return undefined;
      if (holds(entry.key) && entry.key.source.text.includes(mark)) return { nodes, entries, onKey: true };
      node = entry.value;
    }
  }
  return undefined;
}
