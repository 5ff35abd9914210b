import assert from 'node:assert/strict';
import { parse as parseJsonc, type ParseError } from 'jsonc-parser';
import { parseAllDocuments } from 'yaml';
import type { Change } from '../../server/src/text/change.ts';
import { applyEdits, type TextEdit } from '../../server/src/text/edit.ts';
import type { Span } from '../../server/src/text/span.ts';
import { type EditableFile, editsOf } from '../../server/src/tree/editor.ts';
import type { Node, Tree } from '../../server/src/tree/node.ts';
import { parseTree } from '../../server/src/tree/parse.ts';

export type Step = string | number;

/** A file with a way to name its nodes: keys and indexes from the root. */
export class Sample implements EditableFile {
  readonly uri: string;
  readonly text: string;
  readonly tree: Tree;
  readonly syntax: 'json' | 'yaml';

  constructor(
    text: string,
    syntax: 'json' | 'yaml' = /^\uFEFF?\s*[{[/]/.test(text) ? 'json' : 'yaml',
    uri = `file:///sample.${syntax}`,
  ) {
    this.uri = uri;
    this.text = text;
    this.syntax = syntax;
    this.tree = parseTree(text, syntax);
  }

  node(...path: readonly Step[]): Node {
    const root = this.tree.documents[0];
    assert.ok(root, 'the sample has a document');
    return walk(root, path);
  }

  at(...path: readonly Step[]): Span {
    return this.node(...path).span;
  }

  /** The span of the last key of the path. */
  key(...path: readonly Step[]): Span {
    const mapping = this.node(...path.slice(0, -1));
    assert.ok(mapping.kind === 'mapping');
    const entry = mapping.entries.find((one) => one.key.source.text === path.at(-1));
    assert.ok(entry, `key ${path.join('/')}`);
    return entry.key.span;
  }

  /** The span of a piece of text that stands there once. */
  find(piece: string): Span {
    const start = this.text.indexOf(piece);
    assert.ok(start >= 0, `"${piece}" stands in the sample`);
    return { start, end: start + piece.length };
  }

  edits(...changes: readonly Change[]): readonly TextEdit[] | undefined {
    const edits = editsOf(changes, (uri) => (uri === this.uri ? this : undefined));
    return edits && (edits.get(this.uri) ?? []);
  }

  /** The text after the changes, which has to be readable by everybody. */
  after(...changes: readonly Change[]): string {
    const edits = this.edits(...changes);
    assert.ok(edits, 'the change is possible');
    const text = applyEdits(this.text, edits);
    assertReadable(text, this.syntax);
    return text;
  }
}

function walk(node: Node, path: readonly Step[]): Node {
  let at = node;
  for (const step of path) {
    const next: Node | undefined =
      at.kind === 'list'
        ? at.items[Number(step)]
        : at.kind === 'mapping'
          ? at.entries.find((entry) => entry.key.source.text === step)?.value
          : undefined;
    assert.ok(next, `step ${step} of ${path.join('/')}`);
    at = next;
  }
  return at;
}

const cloudFormationTags = [
  'Ref',
  'Sub',
  'GetAtt',
  'Join',
  'If',
  'Select',
  'Split',
  'ImportValue',
  'Base64',
  'FindInMap',
  'Equals',
].flatMap((name) => [
  { tag: `!${name}`, resolve: (text: string) => ({ [name]: text }) },
  { tag: `!${name}`, collection: 'seq' as const, resolve: (seq: unknown) => seq },
  { tag: `!${name}`, collection: 'map' as const, resolve: (map: unknown) => map },
]);

/** Fails where the parsers that others use find a mistake. */
export function assertReadable(text: string, syntax: 'json' | 'yaml'): void {
  if (syntax === 'json') {
    const errors: ParseError[] = [];
    parseJsonc(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true });
    assert.deepEqual(errors, [], text);
    return;
  }
  for (const document of parseAllDocuments(text.replace(/^\uFEFF/, ''), {
    customTags: cloudFormationTags as never,
    logLevel: 'silent',
  })) {
    assert.deepEqual(
      document.errors.map((error) => error.message),
      [],
      text,
    );
  }
}

/** What a plain JSON or YAML reader gets. */
export function plainOf(text: string, syntax: 'json' | 'yaml'): unknown {
  if (syntax === 'json') return parseJsonc(text.replace(/^\uFEFF/, ''), [], { allowTrailingComma: true }) as unknown;
  const documents = parseAllDocuments(text.replace(/^\uFEFF/, ''), {
    customTags: cloudFormationTags as never,
    logLevel: 'silent',
  });
  return (documents as { toJS(): unknown }[])[0]?.toJS();
}
