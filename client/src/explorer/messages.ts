// What the panel of the picture and the extension say to each other.
import type { AccessApi, AccessMap, AccessMapParams, FilePlace } from '../../../server/src/lsp/access-protocol.ts';

export type ToPicture =
  | { readonly kind: 'apis'; readonly apis: readonly AccessApi[] }
  /** The answer to `ask`, and again whenever it has changed; null when the API is gone. */
  | { readonly kind: 'map'; readonly query: AccessMapParams; readonly map: AccessMap | null }
  /** Asks the panel to show something else. */
  | { readonly kind: 'choose'; readonly api: string; readonly filter: string };

export type FromPicture =
  /** The panel listens. It is told the APIs, and what to choose if somebody has chosen. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'ask'; readonly query: AccessMapParams }
  | { readonly kind: 'open'; readonly at: FilePlace }
  /** A bug in the page, which nobody would hear of otherwise. */
  | { readonly kind: 'failed'; readonly error: string }
  /** What the panel shows now. */
  | { readonly kind: 'drawn'; readonly drawn: Drawn };

export interface Drawn {
  readonly api: string;
  readonly view: PictureView;
  /** Ids, in the order of the page. */
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
  /** Ids of edges in red. */
  readonly missing: readonly string[];
}

export type PictureView = 'picture' | 'matrix' | 'list';
