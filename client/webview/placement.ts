import * as dagre from '@dagrejs/dagre';

/** A graph in columns: every edge leads from a column to one further right. */
export interface ColumnGraph {
  readonly nodes: readonly { readonly id: string; readonly column: number }[];
  readonly edges: readonly { readonly id: string; readonly from: string; readonly to: string }[];
}

/** At which heights everything stands, in pixels of an unscaled picture. Plain data, so that it can be kept with the state of the panel. */
export interface Placement {
  /** The columns that have nodes, from left to right. */
  readonly columns: readonly number[];
  /** The upper edge of each node. */
  readonly nodes: Readonly<Record<string, number>>;
  /** For an edge that passes columns: at what height it crosses each. */
  readonly ways: Readonly<Record<string, readonly number[]>>;
  readonly height: number;
}

export const nodeHeight = 40;
const rowGap = 14;
const row = nodeHeight + rowGap;
/** Above the first row: the names of the columns. */
export const headHeight = 44;

const widths: readonly number[] = [152, 236, 150, 156, 176];

export function columnWidth(column: number): number {
  return widths[column] ?? 160;
}

const gaps = { narrow: 48, wide: 110 };

/** Where each column begins when the picture may be so wide; narrower than a certain width it is scaled or cut. */
export function columnsWithin(columns: readonly number[], width: number): ReadonlyMap<number, number> {
  const taken = columns.reduce((sum, column) => sum + columnWidth(column), 0);
  const spare = columns.length > 1 ? (width - taken) / (columns.length - 1) : 0;
  const gap = Math.min(gaps.wide, Math.max(gaps.narrow, Math.floor(spare)));
  let x = 0;
  return new Map(
    columns.map((column) => {
      const at = [column, x] as const;
      x += columnWidth(column) + gap;
      return at;
    }),
  );
}

/**
 * Places a graph. What stood somewhere in `before` stays there, so that an edit elsewhere moves nothing; what is new is put near what
 * it is joined with. With too little left of what was, or other columns, everything is placed anew.
 */
export function placed(graph: ColumnGraph, before?: Placement): Placement {
  const columns = [...new Set(graph.nodes.map(({ column }) => column))].sort((a, b) => a - b);
  const same = before && columns.join() === before.columns.join();
  const staying = graph.nodes.filter(({ id }) => before && id in before.nodes).length;
  const isMostlyKnown = staying * 2 >= graph.nodes.length;
  return same && isMostlyKnown ? extended(graph, columns, before) : arranged(graph, columns);
}

/** What dagre hands over to be ranked: our nodes and one of its own. */
interface Ranked {
  nodes(): string[];
  node(id: string): dagre.NodeLabel;
}

/** Few crossings and short ways: the work of dagre, with the columns given. */
function arranged(graph: ColumnGraph, columns: readonly number[]): Placement {
  const ranks = new Map(graph.nodes.map(({ id, column }) => [id, columns.indexOf(column)]));
  const drawing = new dagre.Graph<object, dagre.NodeLabel, dagre.EdgeLabel>({ multigraph: true });
  drawing.setGraph({
    rankdir: 'LR',
    nodesep: rowGap,
    edgesep: rowGap,
    ranker: (ranked: Ranked) => {
      // dagre doubles the distances, to have room for labels.
      for (const id of ranked.nodes()) ranked.node(id).rank = (ranks.get(id) ?? 0) * 2;
    },
  });
  drawing.setDefaultEdgeLabel(() => ({}));
  for (const { id } of graph.nodes) drawing.setNode(id, { width: nodeHeight, height: nodeHeight });
  for (const { id, from, to } of graph.edges) drawing.setEdge(from, to, { weight: 1 }, id);
  dagre.layout(drawing);

  const heights = graph.nodes.map(({ id }) => drawing.node(id).y ?? 0);
  // Upside down it has as few crossings: the way that is closer to the order of the text is the better one.
  const sign = isUpsideDown(graph, heights) ? -1 : 1;
  const top = Math.min(...heights.map((y) => y * sign));
  const levelOf = (y: number): number => Math.round(y * sign - top + headHeight + nodeHeight / 2);
  const centres = new Map<number, number>();
  const nodes: Record<string, number> = {};
  for (const [i, { id }] of graph.nodes.entries()) {
    centres.set(ranks.get(id) ?? 0, drawing.node(id).x ?? 0);
    nodes[id] = levelOf(heights[i] ?? 0) - nodeHeight / 2;
  }
  const ways: Record<string, readonly number[]> = {};
  for (const { id, from, to } of graph.edges) {
    const [first, last] = [(ranks.get(from) ?? 0) + 1, ranks.get(to) ?? 0];
    if (first >= last) continue;
    const { points = [] } = drawing.edge({ v: from, w: to, name: id });
    const passed = columns.slice(first, last);
    ways[id] = passed.map((_, i) => levelOf(heightAt(points, centres.get(first + i) ?? 0)));
  }
  return withHeight({ columns, nodes, ways });
}

function isUpsideDown({ nodes }: ColumnGraph, heights: readonly number[]): boolean {
  const last = new Map<number, number>();
  let balance = 0;
  for (const [i, { column }] of nodes.entries()) {
    const height = heights[i] ?? 0;
    balance += Math.sign(height - (last.get(column) ?? height));
    last.set(column, height);
  }
  return balance < 0;
}

/** How high a line of points is at `x`. */
function heightAt(points: readonly dagre.Point[], x: number): number {
  const after = points.findIndex((point) => point.x >= x);
  const right = points[after] ?? points.at(-1);
  const left = points[after - 1] ?? right;
  if (!left || !right) return 0;
  return right.x === left.x ? right.y : left.y + ((right.y - left.y) * (x - left.x)) / (right.x - left.x);
}

function extended(graph: ColumnGraph, columns: readonly number[], before: Placement): Placement {
  const nodes: Record<string, number> = {};
  const ways: Record<string, readonly number[]> = {};
  const taken = new Map<number, number[]>(columns.map((column) => [column, []]));
  const columnOf = new Map(graph.nodes.map(({ id, column }) => [id, column]));
  const take = (column: number, y: number): number => {
    taken.get(column)?.push(y);
    return y;
  };
  for (const { id, column } of graph.nodes) {
    const known = before.nodes[id];
    if (known !== undefined) nodes[id] = take(column, known);
  }
  const passedBy = ({ from, to }: ColumnGraph['edges'][number]): readonly number[] => {
    const [start = 0, end = 0] = [columnOf.get(from), columnOf.get(to)];
    return columns.filter((column) => start < column && column < end);
  };
  for (const edge of graph.edges) {
    const known = before.ways[edge.id];
    if (!known) continue;
    ways[edge.id] = known;
    for (const [i, column] of passedBy(edge).entries()) take(column, (known[i] ?? 0) - nodeHeight / 2);
  }
  const neighbours = neighboursOf(graph);
  // From left to right: what a new node is joined with on its left is placed before it.
  for (const { id, column } of [...graph.nodes].sort((a, b) => a.column - b.column)) {
    if (id in nodes) continue;
    const heights = (neighbours.get(id) ?? []).flatMap((other) => nodes[other] ?? []);
    const wanted = heights.length === 0 ? headHeight : mean(heights);
    nodes[id] = take(column, freeHeight(taken.get(column) ?? [], wanted));
  }
  for (const edge of graph.edges) {
    if (edge.id in ways) continue;
    const passed = passedBy(edge);
    if (passed.length === 0) continue;
    const wanted = mean([nodes[edge.from] ?? headHeight, nodes[edge.to] ?? headHeight]);
    ways[edge.id] = passed.map((column) => take(column, freeHeight(taken.get(column) ?? [], wanted)) + nodeHeight / 2);
  }
  return withHeight({ columns, nodes, ways });
}

function neighboursOf({ edges }: ColumnGraph): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>();
  const add = (id: string, other: string): void => {
    const list = map.get(id);
    if (list) list.push(other);
    else map.set(id, [other]);
  };
  for (const { from, to } of edges) {
    add(from, to);
    add(to, from);
  }
  return map;
}

/** The height nearest to the wanted one at which a node touches none that is there. */
function freeHeight(taken: readonly number[], wanted: number): number {
  const isFree = (y: number): boolean => y >= headHeight && taken.every((other) => Math.abs(other - y) >= row);
  const start = Math.max(headHeight, Math.round(wanted));
  if (isFree(start)) return start;
  const candidates = taken.flatMap((y) => [y - row, y + row]).filter(isFree);
  return candidates.reduce(
    (best, y) => (Math.abs(y - start) < Math.abs(best - start) ? y : best),
    Math.max(headHeight, ...taken.map((y) => y + row)),
  );
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}

function withHeight(placement: Omit<Placement, 'height'>): Placement {
  const heights = [...Object.values(placement.nodes), ...Object.values(placement.ways).flat()];
  return { ...placement, height: Math.max(headHeight, ...heights) + nodeHeight + rowGap };
}
