import assert from 'node:assert/strict';
import { spanOf } from '../../server/src/text/source-text.ts';
import type { Entry, Node, Tree } from '../../server/src/tree/node.ts';

/** A tree as plain data with all its spans, for comparing. */
export function viewOf(tree: Tree): unknown {
  return { documents: tree.documents.map(nodeView), problems: tree.problems };
}

function nodeView(node: Node): unknown {
  const { kind, span, syntax } = node;
  switch (node.kind) {
    case 'scalar': {
      const { text, runs } = node.source;
      return { kind, span, syntax, value: node.value, style: node.style, text, runs, sourceSpan: node.source.span };
    }
    case 'list':
      return { kind, span, flow: node.flow, items: node.items.map(nodeView) };
    case 'mapping':
      return {
        kind,
        span,
        flow: node.flow,
        tag: node.tag,
        merged: node.merged?.map(nodeView),
        entries: node.entries.map((entry) => ({
          key: nodeView(entry.key),
          value: entry.value && nodeView(entry.value),
          span: entry.span,
        })),
      };
  }
}

/** The values only, as a loader gives them; of duplicate keys the last. */
export function valuesOf(node: Node | undefined): unknown {
  if (node === undefined) return undefined;
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(valuesOf);
  const values: Record<string, unknown> = {};
  for (const mapping of [...(node.merged ?? [])].reverse()) Object.assign(values, valuesOf(mapping));
  for (const entry of node.entries) values[entry.key.source.text] = valuesOf(entry.value);
  return values;
}

export function* nodesOf(node: Node): Generator<Node> {
  yield node;
  if (node.kind === 'list') for (const item of node.items) yield* nodesOf(item);
  if (node.kind === 'mapping') {
    for (const entry of node.entries) {
      yield entry.key;
      if (entry.value) yield* nodesOf(entry.value);
    }
  }
}

export function entriesIn(tree: Tree): Entry[] {
  return tree.documents.flatMap((document) =>
    [...nodesOf(document)].flatMap((node) => (node.kind === 'mapping' ? node.entries : [])),
  );
}

/** Every span lies in the text, and a scalar's letters stand where it says. */
export function assertPlaced(tree: Tree, text: string): void {
  for (const { span } of tree.problems) assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length);
  for (const document of tree.documents) {
    for (const node of nodesOf(document)) {
      const { start, end } = node.span;
      assert.ok(0 <= start && start <= end && end <= text.length, `span ${start}..${end}`);
      if (node.kind !== 'scalar') continue;
      const { source } = node;
      const whole = spanOf(source, 0, source.text.length);
      assert.ok(whole.end <= text.length);
      if (!source.runs) assert.equal(text.slice(source.span.start, source.span.end), source.text);
      else {
        for (let i = 0; i < source.runs.length; i += 3) {
          const [from = 0, low = 0, high = 0, to = source.text.length] = source.runs.slice(i, i + 4);
          if (high - low === to - from && to - from > 1)
            assert.equal(text.slice(low, high), source.text.slice(from, to));
        }
      }
    }
  }
}
