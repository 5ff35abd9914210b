import type { Change } from '../text/change.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import { spanOf } from '../text/source-text.ts';
import type { Part } from './editor-scalar.ts';
import { decodedRange } from './editor-scalar.ts';
import type { Location } from './locate.ts';
import { isSameSpan, locationsAround } from './locate.ts';
import type { ScalarNode, Tree } from './node.ts';
import { parseTree } from './parse.ts';

/** A document that stands in the text of a scalar, as a text of its own. */
export interface EmbeddedDocument {
  /** The scalar. */
  readonly location: Location;
  readonly text: string;
  /** Read from `text`; its spans are offsets in it. */
  readonly tree: Tree;
  /** A span of the file as one of `text`. */
  innerSpan(span: Span): Span | undefined;
  /** The change with the spans of the document in place of the file's. */
  moved(change: Change, span: Span): Change | undefined;
  /** Edits of `text` as parts of the scalar's decoded text. */
  partsOf(edits: readonly TextEdit[]): readonly Part[] | undefined;
}

/** The JSON document around that span in a scalar of the tree: as it is, or percent-encoded as AWS's APIs return policies. */
export function embeddedAround(tree: Tree, span: Span): EmbeddedDocument | undefined {
  for (const location of locationsAround(tree, span)) {
    if (location.key || location.node?.kind !== 'scalar' || typeof location.node.value !== 'string') continue;
    const { source } = location.node;
    if (/^\s*[{[]/.test(source.text)) return documentIn(location, location.node, source.text, undefined);
    if (/^\s*%(?:7[Bb]|5[Bb])/.test(source.text)) {
      const decoded = decodePercent(source.text);
      if (decoded) return documentIn(location, location.node, decoded.text, decoded.starts);
    }
  }
  return undefined;
}

/** @param starts For each decoded character, and the end, its offset in the encoded text. */
function documentIn(
  location: Location,
  scalar: ScalarNode,
  text: string,
  starts: readonly number[] | undefined,
): EmbeddedDocument | undefined {
  const tree = parseTree(text, 'json');
  if (tree.documents.length !== 1 || tree.documents[0]?.kind === 'scalar') return undefined;
  // Half-typed JSON is still JSON; `{{name}}` and `[a-z]` are not.
  if (tree.problems.length > 0 && !/^\s*(?:\{\s*"|\[\s*["{[])/.test(text)) return undefined;
  const encodedOffset = (offset: number): number => (starts ? (starts[offset] ?? scalar.source.text.length) : offset);
  const outerSpan = (span: Span): Span => spanOf(scalar.source, encodedOffset(span.start), encodedOffset(span.end));
  const innerSpan = (span: Span): Span | undefined => {
    const range = decodedRange(scalar.source, span);
    if (!range) return undefined;
    const inner = starts
      ? { start: starts.indexOf(range.from), end: starts.indexOf(range.to) }
      : { start: range.from, end: range.to };
    // A half-encoded pair has no start of its own.
    return inner.start >= 0 && inner.end >= inner.start && isSameSpan(outerSpan(inner), span) ? inner : undefined;
  };
  return {
    location,
    text,
    tree,
    innerSpan,
    moved(change, span) {
      const inner = innerSpan(span);
      if (!inner || change.kind !== 'add-item' || !change.after) return inner && withSpan(change, inner);
      const after = innerSpan(change.after);
      return after && { ...change, list: inner, after };
    },
    partsOf(edits) {
      if (edits.some(({ newText }) => bringsFunction(newText))) return undefined;
      if (isFilledIn(location) && edits.some(({ newText }) => opensHole(newText, text))) return undefined;
      const ordered = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
      return ordered.map((edit) => ({
        from: encodedOffset(edit.span.start),
        to: encodedOffset(edit.span.end),
        text: starts ? encodePercent(edit.newText) : edit.newText,
      }));
    },
  };
}

/** The text, or the first item of the list, that `Fn::Sub` has. */
function isFilledIn({ parents }: Location): boolean {
  return parents
    .slice(-2)
    .some((parent) => parent.kind === 'mapping' && parent.entries.some(({ key }) => key.source.text === 'Fn::Sub'));
}

/** Functions of a template are heard outside of its texts only. */
function bringsFunction(newText: string): boolean {
  return /"(?:Fn::\w+|Ref)"\s*:/.test(newText);
}

/** Whether it brings in something to be filled in, which the document does not have already. */
function opensHole(newText: string, document: string): boolean {
  return [...newText.matchAll(/\$\{[^}]*\}?/g)].some(([hole]) => !document.includes(hole));
}

function withSpan(change: Change, span: Span): Change | undefined {
  switch (change.kind) {
    case 'replace-text':
      return { ...change, span };
    case 'set':
    case 'remove':
      return { ...change, at: span };
    case 'add-entry':
      return { ...change, mapping: span };
    case 'add-item':
      return { ...change, list: span };
    case 'rename-key':
      return { ...change, key: span };
    // JSON has no lines without braces.
    case 'unfold':
    case 'raw':
    case 'create-file':
      return undefined;
  }
}

function encodePercent(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function decodePercent(text: string): { readonly text: string; readonly starts: readonly number[] } | undefined {
  let decoded = '';
  const starts: number[] = [];
  // A run of escapes is one or several characters of up to four bytes each.
  for (const { 0: piece, index } of text.matchAll(
    /%[cC-fF][\da-fA-F](?:%[89abAB][\da-fA-F])*|%[\da-fA-F]{2}|[^%]|%/g,
  )) {
    let char = piece;
    if (piece.length > 1) {
      try {
        char = decodeURIComponent(piece);
      } catch {
        return undefined;
      }
    }
    for (let i = 0; i < char.length; i++) starts.push(i === 0 ? index : -1);
    decoded += char;
  }
  starts.push(text.length);
  return { text: decoded, starts };
}
