import type { Node } from './node.ts';
import type { Written } from './written.ts';

/** What a reader of the file gets: values without places, order and duplicates kept. */
export type Plain = string | number | boolean | null | undefined | readonly Plain[] | PlainMapping;

export interface PlainMapping {
  readonly entries: readonly (readonly [string, Plain])[];
  readonly merged: readonly Plain[];
}

export function isPlainMapping(plain: Plain): plain is PlainMapping {
  return typeof plain === 'object' && plain !== null && !Array.isArray(plain);
}

/** The plain value of each node asked for; undefined for a node that holds itself. */
export class PlainReader {
  readonly #known = new Map<Node, Plain>();
  readonly #open = new Set<Node>();

  read(node: Node): Plain {
    if (node.kind === 'scalar') return node.value;
    const known = this.#known.get(node);
    if (known !== undefined || this.#open.has(node)) return known;
    this.#open.add(node);
    const plain: Plain =
      node.kind === 'list'
        ? node.items.map((item) => this.read(item))
        : {
            entries: node.entries.map(
              (entry) => [entry.key.source.text, entry.value && this.read(entry.value)] as const,
            ),
            merged: (node.merged ?? []).map((mapping) => this.read(mapping)),
          };
    this.#open.delete(node);
    this.#known.set(node, plain);
    return plain;
  }
}

export function plainOfWritten(written: Written): Plain {
  if (written.kind === 'scalar') return written.value;
  if (written.kind === 'list') return written.items.map((item) => plainOfWritten(item.value));
  return {
    entries: written.entries.map(
      (entry) => [keyText(entry.key.value, entry.key.raw), plainOfWritten(entry.value)] as const,
    ),
    merged: [],
  };
}

function keyText(value: string | number | boolean | null, raw: string | undefined): string {
  return typeof value === 'string' ? value : (raw ?? String(value));
}

/** Equal for every reader; `Role.Arn` and `[Role, Arn]` are the same argument of Fn::GetAtt. */
export function isSamePlain(a: Plain, b: Plain): boolean {
  if (a === b) return true;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((part: Plain, i) => isSamePlain(part, b[i] as Plain));
  if (!isPlainMapping(a) || !isPlainMapping(b)) return false;
  if (a.entries.length !== b.entries.length || !isSamePlain(a.merged, b.merged)) return false;
  return a.entries.every(([key, value], i) => {
    const [otherKey, other] = b.entries[i] ?? [];
    if (key !== otherKey) return false;
    return key === 'Fn::GetAtt' ? isSamePlain(attributeOf(value), attributeOf(other)) : isSamePlain(value, other);
  });
}

function attributeOf(argument: Plain): Plain {
  if (typeof argument !== 'string' || !argument.includes('.')) return argument;
  const dot = argument.indexOf('.');
  return [argument.slice(0, dot), argument.slice(dot + 1)];
}

/** The value with the part at `path` (indexes of entries and items) replaced by what `change` makes of it. */
export function changedAt(plain: Plain, path: readonly number[], change: (part: Plain) => Plain): Plain {
  const [index, ...rest] = path;
  if (index === undefined) return change(plain);
  if (Array.isArray(plain)) return plain.map((part: Plain, i) => (i === index ? changedAt(part, rest, change) : part));
  if (!isPlainMapping(plain)) return plain;
  return {
    ...plain,
    entries: plain.entries.map(
      ([key, value], i) => [key, i === index ? changedAt(value, rest, change) : value] as const,
    ),
  };
}
