import type { Span } from './span.ts';

/**
 * What a fix wants done, in terms of the things a rule knows. The editor of the file's syntax turns it into text edits, so a rule
 * needs no idea of quotes, commas, indentation or tags. All spans refer to the file as it is now; the node meant is the one with
 * exactly that span. Where a part only moves, or is said in other words, `keepsComments` has all changes refused if a comment got lost.
 */
export type Change =
  /** Puts `text` in place of a part of one scalar's decoded text, encoded as that scalar needs it. */
  | { readonly kind: 'replace-text'; readonly uri: string; readonly span: Span; readonly text: string }
  /** Puts `value` in place of the node at `at`; comments before and after it stay. */
  | {
      readonly kind: 'set';
      readonly uri: string;
      readonly at: Span;
      readonly value: Value;
      readonly keepsComments?: true;
    }
  /** Removes a mapping entry, named by its key's span, or a list item, named by its own span, with its separator, its line and the comment lines directly above it. An emptied list or mapping stays as [] or {}. */
  | { readonly kind: 'remove'; readonly uri: string; readonly at: Span; readonly keepsComments?: true }
  /** Adds entries to the mapping at `mapping`: after the entry `after`, before the entry `before`, else at the end. */
  | {
      readonly kind: 'add-entry';
      readonly uri: string;
      readonly mapping: Span;
      readonly key: string;
      readonly value: Value;
      readonly after?: string;
      readonly before?: string;
    }
  /** Adds an item to the list at `list`: behind the item at `after` (several in their order), else at the end; a node that is no list becomes the first item of one. */
  | {
      readonly kind: 'add-item';
      readonly uri: string;
      readonly list: Span;
      readonly value: Value;
      readonly after?: Span;
    }
  /** Writes the mapping or list at `at`, which stands in braces or brackets, on lines of its own (YAML). */
  | { readonly kind: 'unfold'; readonly uri: string; readonly at: Span }
  | { readonly kind: 'rename-key'; readonly uri: string; readonly key: Span; readonly to: string }
  /** Raw text, for formats without a tree (shell scripts). */
  | { readonly kind: 'raw'; readonly uri: string; readonly span: Span; readonly text: string }
  | { readonly kind: 'create-file'; readonly uri: string; readonly text: string };

/**
 * A value to be written: JSON, with CloudFormation functions in their long form (`{ 'Fn::GetAtt': ['Role', 'Arn'] }`), which the
 * YAML editor writes as tags where the file does so; or a copy of a node that stands in a file already.
 */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value } | CopyOf;

/** The node at that place, with its comments, re-indented; at a key, the value of its entry with the comments of the entry. */
export class CopyOf {
  readonly uri: string;
  readonly span: Span;

  constructor(uri: string, span: Span) {
    this.uri = uri;
    this.span = span;
  }
}
