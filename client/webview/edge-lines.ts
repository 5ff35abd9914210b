import type { AccessEdge } from '../../server/src/lsp/access-protocol.ts';
import { svgElement } from './dom.ts';
import { columnWidth, nodeHeight, type Placement } from './placement.ts';
import { stateNames } from './words.ts';

/** Where the ends of edges are. */
export interface Ground {
  readonly placement: Placement;
  /** Where each column begins. */
  readonly columns: ReadonlyMap<number, number>;
  /** The column of a node. */
  readonly columnOf: (id: string) => number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Line {
  /** As the attribute `d` of a path. */
  readonly path: string;
  /** Where the sign of the state stands. */
  readonly sign: Point;
}

/** A soft line for each edge, from the right side of a node to the left side of another, level where it passes columns in between. */
export function linesOf(edges: readonly AccessEdge[], ground: Ground): ReadonlyMap<string, Line> {
  const offsets = offsetsOf(edges);
  return new Map(edges.map((edge) => [edge.id, lineOf(edge, offsets.get(edge.id) ?? 0, ground)]));
}

/** Edges between the same two nodes run side by side. */
function offsetsOf(edges: readonly AccessEdge[]): ReadonlyMap<string, number> {
  const groups = new Map<string, string[]>();
  for (const { id, from, to } of edges) {
    const group = groups.get(`${from} > ${to}`);
    if (group) group.push(id);
    else groups.set(`${from} > ${to}`, [id]);
  }
  const apart = (count: number): number => Math.min(20, (nodeHeight - 12) / count);
  return new Map(
    [...groups.values()].flatMap((ids) =>
      ids.map((id, i) => [id, (i - (ids.length - 1) / 2) * apart(ids.length)] as const),
    ),
  );
}

function lineOf({ id, from, to }: AccessEdge, offset: number, { placement, columns, columnOf }: Ground): Line {
  const [left, right] = [columnOf(from), columnOf(to)];
  const levelOf = (node: string): number => (placement.nodes[node] ?? 0) + nodeHeight / 2 + offset;
  const start = { x: (columns.get(left) ?? 0) + columnWidth(left), y: levelOf(from) };
  const end = { x: (columns.get(right) ?? 0) - 1, y: levelOf(to) };
  const passed = placement.columns.filter((column) => left < column && column < right);
  const stops = passed.flatMap((column, i): readonly Point[] => {
    const y = placement.ways[id]?.[i];
    const x = columns.get(column) ?? 0;
    return y === undefined
      ? []
      : [
          { x, y },
          { x: x + columnWidth(column), y },
        ];
  });
  const points = [start, ...stops, end];
  const pieces = points.slice(1).map((point, i) => {
    const before = points[i] ?? start;
    if (i % 2 === 1) return `L${point.x} ${point.y}`;
    const bend = (point.x - before.x) / 2;
    return `C${before.x + bend} ${before.y} ${point.x - bend} ${point.y} ${point.x} ${point.y}`;
  });
  const path = `M${start.x} ${start.y}${pieces.join('')}`;
  const first = { from: start, to: points[1] ?? end };
  const last = { from: points.at(-2) ?? start, to: end };
  // Where many lines meet, at a caller on the left and a function on the right, their signs would cover each other.
  if (left === 0 && passed.length === 0) return { path, sign: onBend(last, 0.7) };
  return { path, sign: passed.length > 0 ? onBend(first, 0.35) : onBend(first, 0.5) };
}

/** A point of the bend between two points: `at` goes from 0 to 1. */
function onBend({ from, to }: { readonly from: Point; readonly to: Point }, at: number): Point {
  return {
    x: from.x + (to.x - from.x) * (1.5 * at * (1 - at) + at ** 3),
    y: from.y + (to.y - from.y) * (3 * at ** 2 - 2 * at ** 3),
  };
}

/** One arrow head for each state, as colours are not handed on from line to marker everywhere. */
export function arrowHeads(): SVGDefsElement {
  const heads = svgElement('defs', {});
  for (const state of Object.keys(stateNames)) {
    const marker = svgElement('marker', {
      ...{ id: `head-${state}`, class: `arrow ${state}`, viewBox: '0 0 8 8', refX: '7', refY: '4' },
      ...{ markerWidth: '8', markerHeight: '8', markerUnits: 'userSpaceOnUse', orient: 'auto' },
    });
    marker.append(svgElement('path', { d: 'M0 0.500 7.500 4 0 7.500Z' }));
    heads.append(marker);
  }
  return heads;
}
