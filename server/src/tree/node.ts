import type { SourceText } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';

/** `hcl` gets its nodes from a later syntax; a block of HCL is a mapping with `labels`. */
export type Syntax = 'json' | 'yaml' | 'hcl';

export interface Problem {
  readonly span: Span;
  readonly message: string;
}

/**
 * What every syntax is read into. A tree is never changed by its readers; spans are absolute in the file.
 * CloudFormation's YAML tags are read as their long forms: `!Sub x` is a mapping with the one entry `Fn::Sub`, whose `tag` is `!Sub`.
 * An alias stands for the node of its anchor itself (same object, span at the anchor); merge keys are in `merged`.
 */
export type Node = ScalarNode | ListNode | MappingNode;

interface NodeBase {
  readonly span: Span;
  readonly syntax: Syntax;
}

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** The decoded text with its origins; for numbers, booleans and null the text as written. `source.span` excludes quotes and block headers. */
  readonly source: SourceText;
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded';
}

export interface ListNode extends NodeBase {
  readonly kind: 'list';
  readonly items: readonly Node[];
  /** Written with brackets (always true in JSON). */
  readonly flow: boolean;
}

export interface MappingNode extends NodeBase {
  readonly kind: 'mapping';
  readonly entries: readonly Entry[];
  readonly flow: boolean;
  /** The YAML tag (`!Sub`) when this mapping is the long form of a tagged value; the key's span is then the tag's. */
  readonly tag?: string;
  /** Mappings brought in by YAML merge keys, later ones weaker. */
  readonly merged?: readonly MappingNode[];
}

export interface Entry {
  readonly key: ScalarNode;
  /** Undefined in half-typed text (`"Action":`); in YAML a key without a value has a null scalar, as YAML reads it. */
  readonly value: Node | undefined;
  /** From the key's start to the value's end. */
  readonly span: Span;
}

export interface Tree {
  readonly syntax: Syntax;
  /** One per YAML document; one for JSON. Empty text has none. */
  readonly documents: readonly Node[];
  readonly problems: readonly Problem[];
  /** Commas behind the last entry of JSON, which strict readers refuse; undefined where there are none. */
  readonly extraCommas?: readonly Span[];
  /** The first comment of JSON, which strict readers refuse too. */
  readonly comment?: Span;
}

/** The entry of that key; of duplicates the last one, as CloudFormation, AWS's JSON parser and YAML loaders take it. Merged mappings come after own entries. */
export function entryOf(node: Node | undefined, key: string): Entry | undefined {
  if (node?.kind !== 'mapping') return undefined;
  for (let i = node.entries.length - 1; i >= 0; i--) {
    const entry = node.entries[i];
    if (entry && entry.key.source.text === key) return entry;
  }
  for (const mapping of node.merged ?? []) {
    const entry = entryOf(mapping, key);
    if (entry) return entry;
  }
  return undefined;
}

export function valueOf(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  let at = node;
  for (const key of path) at = entryOf(at, key)?.value;
  return at;
}

/** Own and merged entries, of each key the one that counts. */
export function entriesOf(node: Node | undefined): readonly Entry[] {
  if (node?.kind !== 'mapping') return [];
  if (!node.merged) return node.entries;
  const seen = new Map<string, Entry>();
  for (const entry of node.entries) seen.set(entry.key.source.text, entry);
  for (const mapping of node.merged) {
    for (const entry of entriesOf(mapping))
      if (!seen.has(entry.key.source.text)) seen.set(entry.key.source.text, entry);
  }
  return [...seen.values()];
}

/** The text of a string scalar; undefined for anything else. */
export function stringOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}
