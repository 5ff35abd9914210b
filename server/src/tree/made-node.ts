import type { Span } from '../text/span.ts';
import type { Entry, MappingNode, Node, ScalarNode } from './node.ts';

/** A value that is written nowhere: JSON, in which nodes of the file may stand. */
export type Made = string | number | boolean | Node | readonly Made[] | { readonly [key: string]: Made };

/** The value as a node, every part of which is said to stand at `place`; nodes in it keep their own places. */
export function madeNode(value: Made, place: Span): Node {
  if (typeof value !== 'object') return madeScalar(value, place);
  if (isNode(value)) return value;
  if (isList(value)) {
    return {
      kind: 'list',
      span: place,
      syntax: 'yaml',
      items: value.map((item) => madeNode(item, place)),
      flow: false,
    };
  }
  return madeMapping(
    Object.entries(value).map(([key, item]) => ({
      key: madeScalar(key, place),
      value: madeNode(item, place),
      span: place,
    })),
    place,
  );
}

function madeMapping(entries: readonly Entry[], place: Span): MappingNode {
  return { kind: 'mapping', span: place, syntax: 'yaml', entries, flow: false };
}

function madeScalar(value: string | number | boolean, place: Span): ScalarNode {
  const text = String(value);
  return {
    kind: 'scalar',
    span: place,
    syntax: 'yaml',
    value,
    source: { text, span: place, runs: [0, place.start, place.end] },
    style: 'plain',
  };
}

function isNode(value: object): value is Node {
  return 'kind' in value && 'syntax' in value && 'span' in value;
}

function isList(value: object): value is readonly Made[] {
  return Array.isArray(value);
}
