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
    }
  | { readonly kind: 'add-item'; readonly value: WrittenCopy }
  | { readonly kind: 'rename'; readonly to: string };

export interface Pending {
  readonly operation: Operation;
  /** Where the node stood at first. */
  readonly location: Location;
  /** Where it stands now. */
  readonly path: readonly number[];
  /** The key at that path is meant. */
  readonly key: boolean;
}
