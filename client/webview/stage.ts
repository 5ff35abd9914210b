import type { AccessEdge, AccessNode, FilePlace } from '../../server/src/lsp/access-protocol.ts';

/** What the views of the panel may ask of it. */
export interface Stage {
  open(at: FilePlace): void;
  /** Shows what there is to say of a node or an edge. */
  explain(thing: Thing | undefined): void;
  /** The state of the panel has changed: what is to be kept is kept. */
  keep(): void;
}

export type Thing =
  { readonly kind: 'node'; readonly node: AccessNode } | { readonly kind: 'edge'; readonly edge: AccessEdge };

/** Where a click on it leads: the first place that decided, or where one end of it is declared. */
export function placeOf(edge: AccessEdge, ends: readonly (AccessNode | undefined)[]): FilePlace | undefined {
  return edge.grounds.find(({ at }) => at)?.at ?? ends.find((node) => node?.at)?.at ?? undefined;
}
