import type { Part } from './editor-scalar.ts';
import type { Location } from './locate.ts';
import type { WrittenCopy } from './written-of.ts';

/** A change that has found its node. */
export type Operation =
  | { readonly kind: 'replace'; readonly parts: () => readonly Part[] | undefined }
  | { readonly kind: 'set'; readonly value: WrittenCopy }
  | { readonly kind: 'remove' }
  | {
      readonly kind: 'add-entry';
      readonly key: string;
      readonly value: WrittenCopy;
      readonly after: string | undefined;
      readonly before: string | undefined;
      /** Where those names lead to, and still do once the entry is gone or has another name. */
      readonly place: EntryPlace | undefined;
    }
  | { readonly kind: 'add-item'; readonly value: WrittenCopy; readonly place: EntryPlace | undefined }
  | { readonly kind: 'unfold'; readonly value: WrittenCopy }
  | { readonly kind: 'rename'; readonly to: string };

/** A place between entries or items: behind the one that stood on its left, or ahead of the one on its right. */
export interface EntryPlace {
  readonly index: number;
  readonly side: 'behind' | 'ahead';
}

export interface Pending {
  readonly operation: Operation;
  /** Where the node stood at first. */
  readonly location: Location;
  /** Where it stands now. */
  readonly path: readonly number[];
  /** The key at that path is meant. */
  readonly key: boolean;
}

/** The place that the names of neighbours mean; undefined when there are no such entries. */
export function placeAmong(
  keys: readonly string[],
  after: string | undefined,
  before: string | undefined,
): EntryPlace | undefined {
  const behind = after === undefined ? -1 : keys.lastIndexOf(after);
  if (behind >= 0) return { index: behind + 1, side: 'behind' };
  const ahead = before === undefined ? -1 : keys.indexOf(before);
  return ahead >= 0 ? { index: ahead, side: 'ahead' } : undefined;
}
