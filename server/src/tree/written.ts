import type { ScalarNode, Syntax } from './node.ts';

/**
 * A value on its way into a file: what is to be read there, and, for a copy, how its author wrote it.
 * The renderers follow the author where the target's syntax allows it, and the target file's habits otherwise.
 */
export type Written = WrittenScalar | WrittenList | WrittenMapping;

export interface WrittenScalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** The text in the file it comes from, quotes included. */
  readonly raw?: string;
  readonly style?: ScalarNode['style'];
  readonly syntax?: Syntax;
}

interface WrittenList {
  readonly kind: 'list';
  readonly items: readonly WrittenItem[];
  readonly flow?: boolean;
  /** Comments after the last item. */
  readonly tail?: readonly string[];
}

interface WrittenMapping {
  readonly kind: 'mapping';
  readonly entries: readonly WrittenEntry[];
  readonly flow?: boolean;
  /** How a CloudFormation function was written; by the file's habit when absent. */
  readonly form?: 'short' | 'long';
  readonly tail?: readonly string[];
}

export interface Remarks {
  /** Comment lines above, without their marks. */
  readonly before?: readonly string[];
  /** A blank line stands above (and above the comments). */
  readonly blank?: boolean;
  /** The comment after the value, on its line. */
  readonly after?: string;
}

export interface WrittenItem extends Remarks {
  readonly value: Written;
}

export interface WrittenEntry extends Remarks {
  readonly key: WrittenScalar;
  readonly value: Written;
  /** The comment after the key, above a value that stands on the following lines. */
  readonly head?: string;
}

/** True when a comment stands anywhere inside. */
export function hasRemarks(written: Written): boolean {
  if (written.kind === 'scalar') return false;
  if (written.tail?.length) return true;
  const parts: readonly WrittenItem[] = written.kind === 'list' ? written.items : written.entries;
  return parts.some(
    (part) =>
      (part.before?.length ?? 0) > 0 ||
      part.after !== undefined ||
      (part as Partial<WrittenEntry>).head !== undefined ||
      hasRemarks(part.value),
  );
}

export function isEmpty(written: Written): boolean {
  if (written.kind === 'list') return written.items.length === 0;
  return written.kind === 'mapping' && written.entries.length === 0;
}
