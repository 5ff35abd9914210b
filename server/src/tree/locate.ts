import type { Span } from '../text/span.ts';
import type { Entry, ListNode, MappingNode, Node, ScalarNode, Tree } from './node.ts';

/**
 * Where a node stands: the index of its document, then of the entry or item at each level. For a key, the path of its value with
 * `key` set.
 */
export interface Location {
  readonly path: readonly number[];
  readonly parents: readonly (ListNode | MappingNode)[];
  readonly node: Node | undefined;
  readonly entry?: Entry;
  readonly key?: boolean;
}

/** Every place of the tree whose own text reaches over the span, outermost first; what an alias stands for is found at its anchor only. */
export function* locationsAround(tree: Tree, span: Span): Generator<Location> {
  for (const [index, document] of tree.documents.entries()) {
    if (covers(document, span)) yield* around({ path: [index], parents: [], node: document }, span);
  }
}

function* around(at: Location, span: Span): Generator<Location> {
  const { node } = at;
  if (!node) return;
  yield at;
  if (node.kind === 'scalar') return;
  const parents = [...at.parents, node];
  if (node.kind === 'list') {
    for (const [index, item] of node.items.entries()) {
      if (covers(item, span) && covers(node, item.span))
        yield* around({ path: [...at.path, index], parents, node: item }, span);
    }
    return;
  }
  for (const [index, entry] of node.entries.entries()) {
    const path = [...at.path, index];
    if (covers(entry.key, span)) yield { path, parents, node: entry.key, entry, key: true };
    const { value } = entry;
    if (value && covers(value, span) && covers(node, value.span))
      yield* around({ path, parents, node: value, entry }, span);
  }
}

function covers(outer: { readonly span: Span }, inner: Span): boolean {
  return outer.span.start <= inner.start && inner.end <= outer.span.end;
}

/** The place a path leads to in a tree; undefined when it leads nowhere. */
export function locationAt(tree: Tree, path: readonly number[], key: boolean): Location | undefined {
  const [document, ...rest] = path;
  let node: Node | undefined = tree.documents[document ?? 0];
  let entry: Entry | undefined;
  const parents: (ListNode | MappingNode)[] = [];
  for (const index of rest) {
    if (!node || node.kind === 'scalar') return undefined;
    parents.push(node);
    if (node.kind === 'list') {
      entry = undefined;
      node = node.items[index];
      if (!node) return undefined;
    } else {
      entry = node.entries[index];
      if (!entry) return undefined;
      node = entry.value;
    }
  }
  if (key && entry) return { path, parents, node: entry.key, entry, key };
  return { path, parents, node, ...(entry ? { entry } : {}) };
}

/** The nodes that aliases and merge keys stand for: a change inside of one is seen in several places. */
export function sharedNodes(tree: Tree): ReadonlySet<Node> {
  const seen = new Set<Node>();
  const shared = new Set<Node>();
  const visit = (node: Node): void => {
    if (seen.has(node)) {
      shared.add(node);
      return;
    }
    seen.add(node);
    if (node.kind === 'scalar') return;
    if (node.kind === 'list') {
      for (const item of node.items) visit(item);
      return;
    }
    for (const mapping of node.merged ?? []) shared.add(mapping);
    for (const entry of node.entries) if (entry.value) visit(entry.value);
  };
  for (const document of tree.documents) visit(document);
  return shared;
}

export function isSameSpan(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

export function isNull(node: Node | undefined): node is ScalarNode {
  return node?.kind === 'scalar' && node.value === null;
}
