import type { Value } from '../../text/change.ts';

export type OfferKind =
  | 'key'
  | 'value'
  | 'service'
  | 'action'
  | 'wildcard'
  | 'resource'
  | 'arn'
  | 'principal'
  | 'operator'
  | 'condition-key'
  | 'variable';

/** What is told of an offer when somebody looks at it. */
export interface About {
  readonly kind: 'action' | 'condition-key' | 'operator' | 'element' | 'principal-type' | 'arn' | 'principal';
  readonly word: string;
}

/** What is put in place of the word. Texts may hold tab stops (`stop`). */
export type Put =
  | { readonly text: string }
  | { readonly value: Value }
  /** An entry of a mapping; where the word is no key but a value, a mapping of that entry. */
  | { readonly key: string; readonly value: Value };

/** Something that can be written at a place of a policy. */
export interface Offer {
  readonly label: string;
  readonly kind: OfferKind;
  /** Beside the label: access level, service, type. */
  readonly detail?: string;
  readonly put: Put;
  /** The smaller the further up. */
  readonly rank: number;
  readonly about?: About;
  /** What is written wants more words at once: the next list may be opened. */
  readonly goesOn?: boolean;
  /** What the typed word is held against, when that is not the label. */
  readonly filter?: string;
}

/** What is offered at a place. */
export interface Offers {
  readonly offers: readonly Offer[];
  /** Other letters ask for other offers: the client may not only filter these. */
  readonly isIncomplete: boolean;
}

export const nothing: Offers = { offers: [], isIncomplete: false };

export function complete(offers: readonly Offer[]): Offers {
  return { offers, isIncomplete: false };
}
