import type { Span } from '../text/span.ts';
import { embeddedTree } from '../tree/embedded.ts';
import type { Entry, Node, Tree } from '../tree/node.ts';

/** The way from a document's root to a place in it, through texts that hold documents of their own (JSON in a block scalar). */
export interface PathAt {
  /** Root first. */
  readonly nodes: readonly Node[];
  /** Keys on the way; items of lists have none. */
  readonly keys: readonly string[];
  /** The innermost entry. */
  readonly entry: Entry | undefined;
  /** The place is on the entry's key. */
  readonly onKey: boolean;
  /** The key or the scalar under the place; undefined between words. */
  readonly word: Span | undefined;
}

/** Undefined outside of every document. */
export function pathAt(tree: Tree, offset: number): PathAt | undefined {
  for (const document of tree.documents) {
    if (!reaches(document, offset)) continue;
    const nodes: Node[] = [];
    const keys: string[] = [];
    let entry: Entry | undefined;
    for (let node: Node | undefined = document; node;) {
      nodes.push(node);
      if (node.kind === 'scalar') {
        const inner: Node | undefined = embeddedTree(node)?.documents.find((one) => reaches(one, offset));
        if (!inner) return { nodes, keys, entry, onKey: false, word: node.span };
        node = inner;
      } else if (node.kind === 'list') {
        node = node.items.find((item) => reaches(item, offset));
      } else {
        const found: Entry | undefined = node.entries.find(
          ({ key, value }) => reaches(key, offset) || (value !== undefined && reaches(value, offset)),
        );
        if (!found) break;
        entry = found;
        keys.push(found.key.source.text);
        if (reaches(found.key, offset)) return { nodes, keys, entry, onKey: true, word: found.key.span };
        node = found.value;
      }
    }
    return { nodes, keys, entry, onKey: false, word: undefined };
  }
  return undefined;
}

function reaches(node: Node, offset: number): boolean {
  return node.span.start <= offset && offset <= node.span.end;
}
