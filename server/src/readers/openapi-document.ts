import type { TextValue } from '../model/text-value.ts';
import type { Span } from '../text/span.ts';
import { stringOf, valueOf, type MappingNode, type Node } from '../tree/node.ts';

/** Follows `$ref` inside the document; undefined for a reference to elsewhere. */
export function followed(node: Node | undefined, root: MappingNode): Node | undefined {
  let at = node;
  for (let i = 0; i < 8; i++) {
    const ref = valueOf(at, '$ref');
    if (!ref) return at;
    const path = stringOf(ref);
    if (path === undefined || !path.startsWith('#/')) return undefined;
    at = valueOf(
      root,
      ...path
        .slice(2)
        .split('/')
        .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')),
    );
  }
  return undefined;
}

/** A word that another one stands for (`GET` for `get`): it is found where that one is. */
export function wordAt(text: string, span: Span): TextValue {
  return { span, at: span, parts: [{ kind: 'literal', source: { text, span, runs: [0, span.start, span.end] } }] };
}
