import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import {
  columnsWithin,
  columnWidth,
  headHeight,
  nodeHeight,
  placed,
  type ColumnGraph,
  type Placement,
} from '../../client/webview/placement.ts';

const pets: ColumnGraph = {
  nodes: [
    { id: 'anyone', column: 0 },
    { id: 'GET /pets', column: 1 },
    { id: 'POST /pets', column: 1 },
    { id: 'list', column: 4 },
    { id: 'create', column: 4 },
  ],
  edges: [
    { id: 'a', from: 'anyone', to: 'GET /pets' },
    { id: 'b', from: 'GET /pets', to: 'list' },
    { id: 'c', from: 'POST /pets', to: 'create' },
  ],
};

/** Columns of up to six nodes each, and edges that lead to the right. */
const graphs = fc
  .record({
    columns: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 5 }),
    pairs: fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 30 }),
  })
  .map(({ columns, pairs }): ColumnGraph => {
    const nodes = columns.flatMap((count, column) =>
      Array.from({ length: count }, (_, i) => ({ id: `${column}.${i}`, column })),
    );
    const edges = pairs.flatMap(([a, b], i) => {
      const ends = [nodes[a % nodes.length], nodes[b % nodes.length]];
      const [from, to] = ends.sort((one, other) => (one?.column ?? 0) - (other?.column ?? 0));
      return from && to && from.column < to.column ? [{ id: `e${i}`, from: from.id, to: to.id }] : [];
    });
    return { nodes, edges };
  });

describe('the placement of the access picture', () => {
  it('puts each kind in its column, below the names of the columns', () => {
    const { nodes, columns } = placed(pets);
    assert.deepEqual(columns, [0, 1, 4]);
    assert.equal(Math.min(...Object.values(nodes)), headHeight);
  });

  it('follows the order of the text where nothing speaks against it', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const graph: ColumnGraph = {
      nodes: names.flatMap((name) => [
        { id: `${name}1`, column: 1 },
        { id: `${name}2`, column: 2 },
      ]),
      edges: names.map((name) => ({ id: name, from: `${name}1`, to: `${name}2` })),
    };
    const { nodes } = placed(graph);
    const sorted = [...names].sort((one, other) => (nodes[`${one}1`] ?? 0) - (nodes[`${other}1`] ?? 0));
    assert.deepEqual(sorted, names);
  });

  it('says how an edge passes the columns between its ends', () => {
    const graph: ColumnGraph = {
      nodes: [...pets.nodes, { id: 'role', column: 3 }],
      edges: [...pets.edges, { id: 'd', from: 'POST /pets', to: 'role' }],
    };
    const { ways } = placed(graph);
    assert.deepEqual(
      Object.entries(ways).map(([id, way]) => [id, way.length]),
      [
        ['b', 1],
        ['c', 1],
      ],
    );
  });

  it('sets the columns further apart where there is room', () => {
    const columns = [0, 1, 4];
    const narrow = [...columnsWithin(columns, 100).values()];
    const wide = [...columnsWithin(columns, 5000).values()];
    for (const [i, column] of columns.entries()) {
      const end = (narrow[i] ?? 0) + columnWidth(column);
      assert(end < (narrow[i + 1] ?? Infinity), 'columns overlap');
      assert((wide[i] ?? 0) >= (narrow[i] ?? 0));
    }
    const room = 800;
    const [last = 0] = [...columnsWithin(columns, room).values()].slice(-1);
    assert(last + columnWidth(4) <= room, 'what would fit does not');
  });

  it('keeps every node where it was when others come and go', () => {
    fc.assert(
      fc.property(graphs, fc.nat(), (graph, seed) => {
        fc.pre(graph.nodes.length > 3);
        const before = placed(graph);
        const gone = graph.nodes[seed % graph.nodes.length]?.id ?? '';
        const changed: ColumnGraph = {
          nodes: [...graph.nodes.filter(({ id }) => id !== gone), { id: 'new', column: graph.nodes[0]?.column ?? 0 }],
          edges: graph.edges.filter(({ from, to }) => from !== gone && to !== gone),
        };
        const after = placed(changed, before);
        if (after.columns.length !== before.columns.length) return;
        for (const { id } of changed.nodes) if (id !== 'new') assert.equal(after.nodes[id], before.nodes[id]);
        assertApart(changed, after);
      }),
    );
  });

  it('never puts two things in one place', () => {
    fc.assert(fc.property(graphs, (graph) => assertApart(graph, placed(graph))));
  });

  it('places anew what has little in common with what was', () => {
    const before = placed(pets);
    const other: ColumnGraph = {
      nodes: pets.nodes.map(({ id, column }) => ({ id: `other ${id}`, column })),
      edges: [],
    };
    assert.deepEqual(placed(other, before), placed(other));
  });

  it('places nothing in nothing', () => {
    assert.deepEqual(placed({ nodes: [], edges: [] }).nodes, {});
  });
});

function assertApart({ nodes }: ColumnGraph, placement: Placement): void {
  const byColumn = new Map<number, number[]>();
  for (const { id, column } of nodes) {
    const y = placement.nodes[id];
    assert(y !== undefined, `${id} has no place`);
    assert(y >= headHeight && y + nodeHeight <= placement.height, `${id} is outside`);
    const list = byColumn.get(column) ?? [];
    for (const other of list) assert(Math.abs(other - y) >= nodeHeight, `${id} covers another`);
    byColumn.set(column, [...list, y]);
  }
}
