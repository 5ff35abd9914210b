import { embeddedTree } from './embedded.ts';
import type { Node, ScalarNode, Tree } from './node.ts';
import { holdsJsonComment, triviaOf } from './trivia.ts';

/** What the comments of a file say, white space and marks aside, each as often as it stands there; sorted. */
export function commentsOf(text: string, tree: Tree): readonly string[] {
  const found: string[] = [];
  let at = 0;
  const take = (to: number): void => {
    for (const { kind, start, end } of to > at ? triviaOf(text, at, to, tree.syntax) : [])
      if (kind === 'comment') found.push(wordsOf(text.slice(start, end)));
  };
  for (const scalar of scalarsOf(tree)) {
    take(scalar.span.start);
    at = Math.max(at, scalar.span.end);
    if (embeddedTree(scalar) && holdsJsonComment(scalar.source.text))
      found.push(...scalar.source.text.split(/\r?\n/).filter(holdsJsonComment).map(wordsOf));
  }
  take(text.length);
  return found.sort();
}

function wordsOf(comment: string): string {
  return comment
    .replace(/^.*?(?:\/\/|\/\*+|#)|\*+\/$/g, '')
    .replace(/[\s*]+/g, ' ')
    .trim();
}

/** Every scalar where it is written, in order; what aliases stand for once. */
function scalarsOf(tree: Tree): readonly ScalarNode[] {
  const scalars = new Set<ScalarNode>();
  const seen = new Set<Node>();
  const visit = (node: Node): void => {
    if (node.kind === 'scalar') {
      scalars.add(node);
      return;
    }
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'list') {
      for (const item of node.items) visit(item);
      return;
    }
    for (const mapping of node.merged ?? []) visit(mapping);
    for (const { key, value } of node.entries) {
      visit(key);
      if (value) visit(value);
    }
  };
  for (const document of tree.documents) visit(document);
  return [...scalars].sort((a, b) => a.span.start - b.span.start);
}
