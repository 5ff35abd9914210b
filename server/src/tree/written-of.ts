import type { Value } from '../text/change.ts';
import { CopyOf } from '../text/change.ts';
import type { Entry, ListNode, MappingNode, Node, ScalarNode } from './node.ts';
import { entriesOf } from './node.ts';
import type { Trivia } from './trivia.ts';
import { columnOf, isFirstOnLine, lineEnd, triviaOf } from './trivia.ts';
import type { Remarks, Written, WrittenEntry, WrittenItem, WrittenScalar } from './written.ts';

/** A value and the comments that belong to it as a whole, when it is a copy that had some. */
export interface WrittenCopy extends Remarks {
  readonly value: Written;
  /** Of an entry: the comment after its key. */
  readonly head?: string;
}

/**
 * A value of a change as it is to be written.
 * @param copy Finds the node a copy is made of; undefined when there is none, which makes the whole undefined.
 */
export function writtenOf(value: Value, copy: (copy: CopyOf) => WrittenCopy | undefined): WrittenCopy | undefined {
  if (value instanceof CopyOf) return copy(value);
  if (typeof value === 'object' && value !== null) {
    if (Array.isArray(value)) {
      const items: WrittenItem[] = [];
      for (const item of value as readonly Value[]) {
        const written = writtenOf(item, copy);
        if (!written) return undefined;
        items.push(written);
      }
      return { value: { kind: 'list', items } };
    }
    const entries: WrittenEntry[] = [];
    for (const [key, part] of Object.entries(value)) {
      const written = writtenOf(part, copy);
      if (!written) return undefined;
      entries.push(writtenEntry(key, written));
    }
    return { value: { kind: 'mapping', entries } };
  }
  return { value: { kind: 'scalar', value } };
}

/** An entry for a copy: what stood after the value stays there, what stood above it goes above the key. */
export function writtenEntry(key: string, copy: WrittenCopy): WrittenEntry {
  return { ...copy, key: { kind: 'scalar', value: key } };
}

/** Comments found outside of a node that belong to a part of it: above its first part, and after its last one. */
interface Outer {
  readonly above: readonly string[];
  readonly after: string | undefined;
}

class Reader {
  readonly #text: string;
  readonly #open = new Set<Node>();

  constructor(text: string) {
    this.#text = text;
  }

  read(node: Node, outer: Outer): Written | undefined {
    if (node.kind === 'scalar') return this.#scalar(node);
    if (this.#open.has(node) || this.#open.size > 500) return undefined;
    this.#open.add(node);
    const written = node.kind === 'list' ? this.#list(node, outer) : this.#mapping(node, outer);
    this.#open.delete(node);
    return written;
  }

  #scalar(node: ScalarNode): WrittenScalar {
    const raw = this.#text.slice(node.span.start, node.span.end);
    return { kind: 'scalar', value: node.value, raw, style: node.style, syntax: node.syntax };
  }

  #list(node: ListNode, outer: Outer): Written | undefined {
    const gaps = this.#gaps(node, node.items, outer);
    const items: WrittenItem[] = [];
    for (const [index, item] of node.items.entries()) {
      const gap = gaps[index];
      const value = this.read(item, { above: [], after: isBlock(item) ? gap?.after : undefined });
      if (!value) return undefined;
      items.push({ value, ...remarks(gap, !isBlock(item)) });
    }
    return { kind: 'list', items, ...bracketsOf(node), ...tailOf(gaps) };
  }

  #mapping(node: MappingNode, outer: Outer): Written | undefined {
    const own = new Set(node.entries);
    const entries = node.merged ? entriesOf(node) : node.entries;
    const gaps = this.#gaps(node, node.entries, outer);
    const written: WrittenEntry[] = [];
    for (const entry of entries) {
      if (!entry.value) return undefined;
      const gap = own.has(entry) ? gaps[node.entries.indexOf(entry)] : undefined;
      const block = isBlock(entry.value);
      const between =
        node.tag === undefined && entry.value.span.start > entry.key.span.end
          ? this.#comments(entry.key.span.end, entry.value)
          : [];
      const sameLine = between.filter((comment) => comment.start < lineEnd(this.#text, entry.key.span.end));
      const below = between.filter((comment) => !sameLine.includes(comment));
      const value = this.read(entry.value, {
        above: block ? below.flatMap((comment) => this.#words(comment, node)) : [],
        after: block ? gap?.after : undefined,
      });
      if (!value) return undefined;
      const head = [...sameLine, ...(block ? [] : below)].flatMap((comment) => this.#words(comment, node)).join(' ');
      written.push({
        key: this.#key(entry.key, node),
        value,
        ...remarks(gap, !block),
        ...(head === '' ? {} : { head }),
      });
    }
    const form =
      node.syntax === 'yaml' ? { form: node.tag === undefined ? ('long' as const) : ('short' as const) } : {};
    return { kind: 'mapping', entries: written, ...bracketsOf(node), ...form, ...tailOf(gaps) };
  }

  #key(key: ScalarNode, mapping: MappingNode): WrittenScalar {
    return mapping.tag === undefined ? this.#scalar(key) : { kind: 'scalar', value: key.value };
  }

  #comments(from: number, node: Node): readonly Trivia[] {
    return triviaOf(this.#text, from, node.span.start, node.syntax).filter((part) => part.kind === 'comment');
  }

  /** The comments around each part of a list or mapping; one more than there are parts, for those after the last. */
  #gaps(
    node: ListNode | MappingNode,
    parts: readonly (Node | MappingNode['entries'][number])[],
    outer: Outer,
  ): readonly Gap[] {
    const gaps: Gap[] = [...parts, undefined].map(() => ({ before: [], blank: false, after: undefined }));
    const first = gaps[0];
    if (first) first.before.push(...outer.above);
    if (node.kind === 'mapping' && (node.tag !== undefined || node.merged)) return gaps;
    // Parts of an alias stand elsewhere, and so do the comments around them.
    if (parts.some((part) => part.span.start < node.span.start || part.span.end > node.span.end)) return gaps;
    let at = node.flow ? node.span.start + 1 : node.span.start;
    for (let index = 0; index <= parts.length; index++) {
      const part = parts[index];
      const to = part ? part.span.start : node.flow ? node.span.end - 1 : node.span.end;
      const gap = gaps[index];
      const previous = gaps[index - 1];
      let lines = 0;
      let blank = false;
      for (const piece of to > at ? triviaOf(this.#text, at, to, node.syntax) : []) {
        if (piece.kind === 'newline') {
          lines++;
          if (lines > 1 && gap?.before.length === 0) blank = true;
        }
        if (piece.kind !== 'comment' || !gap) continue;
        const words = this.#words(piece, node);
        if (lines === 0 && previous && previous.after === undefined && !isInline(this.#text, piece))
          previous.after = words.join(' ');
        else gap.before.push(...words);
        lines = 0;
      }
      if (gap) gap.blank = blank;
      at = part ? part.span.end : to;
    }
    const last = gaps[parts.length - 1];
    if (last && outer.after !== undefined && !node.flow) last.after ??= outer.after;
    return gaps;
  }

  #words(comment: Trivia, node: Node): readonly string[] {
    return wordsOf(this.#text, comment, node.syntax);
  }
}

interface Gap {
  readonly before: string[];
  blank: boolean;
  after: string | undefined;
}

/** The text of a comment, line by line, without its marks. */
function wordsOf(text: string, comment: Trivia, syntax: Node['syntax']): readonly string[] {
  const written = text.slice(comment.start, comment.end);
  if (syntax === 'yaml') return [written.slice(1)];
  if (written.startsWith('//')) return [written.slice(2)];
  return written
    .slice(2, written.endsWith('*/') ? -2 : undefined)
    .split(/\r?\n/)
    .map((line) => line.trim().replace(/^\* ?/, ''))
    .filter((line) => line !== '')
    .map((line) => ` ${line}`);
}

/** True when something other than a line end follows the comment. */
function isInline(text: string, comment: Trivia): boolean {
  return text.slice(comment.end, lineEnd(text, comment.end)).trim() !== '';
}

function isBlock(node: Node): boolean {
  return (
    node.kind !== 'scalar' &&
    node.syntax === 'yaml' &&
    !node.flow &&
    !(node.kind === 'mapping' && node.tag !== undefined)
  );
}

function remarks(gap: Gap | undefined, withAfter: boolean): Remarks {
  if (!gap) return {};
  return {
    ...(gap.before.length > 0 ? { before: gap.before } : {}),
    ...(gap.blank ? { blank: true } : {}),
    ...(withAfter && gap.after !== undefined ? { after: gap.after } : {}),
  };
}

/** The brackets of JSON say nothing about how its author would have written YAML. */
function bracketsOf(node: ListNode | MappingNode): { flow?: boolean } {
  return node.syntax === 'yaml' ? { flow: node.flow } : {};
}

function tailOf(gaps: readonly Gap[]): { tail?: readonly string[] } {
  const tail = gaps.at(-1)?.before ?? [];
  return tail.length > 0 ? { tail } : {};
}

/**
 * A copy of a node with the comments that belong to it from outside: the lines directly above it where it stands on lines of its
 * own, and the one after it.
 */
export function copyOfNode(node: Node, text: string, isItem: boolean): WrittenCopy | undefined {
  const block = isBlock(node);
  const after = commentAfter(node, text);
  const above = block || isItem ? commentsAbove(node, text) : [];
  const value = new Reader(text).read(node, { above: block && !isItem ? above : [], after: block ? after : undefined });
  if (!value) return undefined;
  return {
    value,
    ...(isItem && above.length > 0 ? { before: above } : {}),
    ...(isItem && !block && after !== undefined ? { after } : {}),
  };
}

/** The value of an entry with the comments that belong to the entry: what moves takes them along. */
export function copyOfEntry(mapping: MappingNode, entry: Entry, text: string): WrittenCopy | undefined {
  const written = copyOfNode(mapping, text, false)?.value;
  const found = written?.kind === 'mapping' ? written.entries[mapping.entries.indexOf(entry)] : undefined;
  return mapping.merged ? undefined : found;
}

function commentAfter(node: Node, text: string): string | undefined {
  const end = lineEnd(text, node.span.end);
  const [first, ...rest] = triviaOf(text, node.span.end, end, node.syntax).filter((piece) => piece.kind !== 'comma');
  if (first?.kind !== 'comment' || rest.length > 0) return undefined;
  return wordsOf(text, first, node.syntax).join(' ');
}

function commentsAbove(node: Node, text: string): readonly string[] {
  const start = node.span.start;
  const dash = /^\s*(?:- +)?$/.test(text.slice(start - columnOf(text, start), start));
  if (!dash && !isFirstOnLine(text, start)) return [];
  const mark = node.syntax === 'yaml' ? '#' : '//';
  const above = text.slice(0, start - columnOf(text, start)).split(/\r?\n/);
  above.pop();
  const found: string[] = [];
  for (let line = above.pop(); line !== undefined; line = above.pop()) {
    const trimmed = line.trim();
    if (!trimmed.startsWith(mark)) break;
    found.unshift(trimmed.slice(mark.length));
  }
  return found;
}
