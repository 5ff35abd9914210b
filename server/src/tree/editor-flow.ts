import type { TextEdit } from '../text/edit.ts';
import type { Entry, ListNode, MappingNode, Node } from './node.ts';
import type { Trivia } from './trivia.ts';
import { isFirstOnLine, lineEnd, lineStart, nextLine, triviaOf } from './trivia.ts';

/** An entry or item between brackets or braces, with the marks before it (an anchor, a tag) and its comma. */
interface Member {
  readonly start: number;
  readonly end: number;
  readonly comma: number | undefined;
}

export interface FlowContainer {
  readonly node: ListNode | MappingNode;
  readonly members: readonly Member[];
  /** Just inside the brackets. */
  readonly open: number;
  readonly close: number;
}

/** Finds the members and commas of a list or mapping in brackets; undefined where something else stands between them. */
export function flowContainer(text: string, node: ListNode | MappingNode): FlowContainer | undefined {
  const open = node.span.start + 1;
  const close = node.span.end - 1;
  const brackets = node.kind === 'list' ? '[]' : '{}';
  if (text[open - 1] !== brackets[0] || text[close] !== brackets[1] || close < open) return undefined;
  const parts: readonly (Node | Entry)[] = node.kind === 'list' ? node.items : node.entries;
  const members: { start: number; end: number; comma: number | undefined }[] = [];
  let from = open;
  for (let index = 0; index <= parts.length; index++) {
    const part = parts[index];
    const to = part ? part.span.start : close;
    if (to < from || to > close) return undefined;
    const previous = members.at(-1);
    let start: number | undefined;
    for (const piece of triviaOf(text, from, to, node.syntax)) {
      if (piece.kind === 'comma') {
        if (!previous || previous.comma !== undefined) return undefined;
        previous.comma = piece.start;
      } else if (piece.kind === 'mark') {
        if (previous && previous.comma === undefined) previous.end = piece.end;
        else start ??= piece.start;
      }
    }
    if (part) {
      if (previous && previous.comma === undefined) return undefined;
      members.push({ start: start ?? to, end: part.span.end, comma: undefined });
      from = part.span.end;
    } else if (start !== undefined) {
      return undefined;
    }
  }
  return { node, members, open, close };
}

/** Removes one member with its comma, its line and the comments that belong to it. */
export function removeFromFlow(text: string, container: FlowContainer, index: number): readonly TextEdit[] | undefined {
  const { members, open, close, node } = container;
  const member = members[index];
  if (!member) return undefined;
  const previous = members[index - 1];
  const next = members[index + 1];
  const before = triviaOf(text, previous ? (previous.comma ?? previous.end) + 1 : open, member.start, node.syntax);
  const after = triviaOf(text, member.end, next ? next.start : close, node.syntax);

  // The same-line comments in front of the member, then the comment lines above it.
  let lastBreak = before.length - 1;
  while (lastBreak >= 0 && before[lastBreak]?.kind !== 'newline') lastBreak--;
  const lead = before[lastBreak + 1]?.start ?? member.start;
  const headIsLine = isFirstOnLine(text, lead);
  let first = lead;
  for (let at = lastBreak; headIsLine && at > 0; at -= 2) {
    const comment = before[at - 1];
    if (comment?.kind !== 'comment' || before[at - 2]?.kind !== 'newline') break;
    first = comment.start;
  }

  const lineBreak = after.find((piece) => piece.kind === 'newline');
  const afterComma = member.comma === undefined ? member.end : member.comma + 1;
  // A comment behind the comma belongs to what follows on the line, if anything does.
  const tail = after.filter(
    (piece) => (!lineBreak || piece.start < lineBreak.start) && (lineBreak || !next || piece.start < afterComma),
  );
  const end = Math.max(afterComma, tail.at(-1)?.end ?? 0);
  const nextLead = next ? (after.find((piece) => piece.start >= end)?.start ?? next.start) : close;
  const edits: TextEdit[] = [];
  const dropComma = (): void => {
    if (!next && member.comma === undefined && previous?.comma !== undefined) {
      edits.push(cut(previous.comma, previous.comma + 1));
    }
  };

  if (members.length === 1 && !remains(before, first) && !remains(after, undefined, end)) return [cut(open, close)];
  if (headIsLine && lineBreak) {
    dropComma();
    const lines = wholeLines(text, first, end, { bottom: !next, top: !previous, floor: previous?.end ?? open });
    edits.push(lines);
    return edits;
  }
  if (headIsLine && next) return [cut(first, nextLead)];
  if (headIsLine) {
    dropComma();
    const sameLine = before.some((piece) => piece.kind === 'comment' && piece.start < first);
    edits.push(cut(sameLine || !previous ? first : lineEnd(text, previous.comma ?? previous.end), end));
    return edits;
  }
  if (lineBreak) {
    dropComma();
    const joins = !previous && next && !remains(after, undefined, end);
    edits.push(joins ? cut(lead, next.start) : cut(previous ? (previous.comma ?? previous.end - 1) + 1 : lead, end));
    return edits;
  }
  if (next) return [cut(lead, nextLead)];
  if (!previous) return [cut(lead, end)];
  return [
    cut(member.comma === undefined ? (previous.comma ?? previous.end) : (previous.comma ?? previous.end) + 1, end),
  ];
}

function remains(trivia: readonly Trivia[], before?: number, after?: number): boolean {
  return trivia.some(
    (piece) =>
      piece.kind === 'comment' &&
      (before === undefined || piece.start < before) &&
      (after === undefined || piece.start >= after),
  );
}

function cut(start: number, end: number): TextEdit {
  return { span: { start, end }, newText: '' };
}

/**
 * Cuts the lines from `first` to `end`, with the blank lines that would be left double or at the edge of what remains.
 * @param at.floor No blank line above this offset is touched.
 */
export function wholeLines(
  text: string,
  first: number,
  end: number,
  at: { readonly top: boolean; readonly bottom: boolean; readonly floor: number },
): TextEdit {
  let start = lineStart(text, first);
  let stop = nextLine(text, end);
  let above = start;
  while (above > at.floor && lineStart(text, above - 1) > at.floor && blankAt(text, lineStart(text, above - 1))) {
    above = lineStart(text, above - 1);
  }
  let below = stop;
  while (below < text.length && blankAt(text, below)) below = nextLine(text, below);
  const blankAbove = above < start;
  const blankBelow = below > stop || stop >= text.length;
  if (blankAbove && (at.bottom || blankBelow)) {
    if (at.bottom) start = above;
    else stop = below;
  } else if (at.top && !at.bottom && below > stop) {
    stop = below;
  }
  // The last line of a file without a line end takes the one before it along.
  if (stop >= text.length && text[text.length - 1] !== '\n' && start > 0) {
    start = lineEnd(text, start - 1);
    if (text[start - 1] === '\r' && text[start] === '\n') start--;
  }
  return cut(start, stop);
}

function blankAt(text: string, at: number): boolean {
  return text.slice(at, lineEnd(text, at)).trim() === '';
}

/** How brackets are filled. */
export interface FlowLook {
  /** Whether what was empty is spread over lines. */
  readonly spread: boolean;
  readonly unit: string;
  readonly afterComma: string;
  readonly inside: string;
  readonly eol: string;
  /** The indentation for lines that follow the one that holds this offset. */
  readonly indentAt: (at: number) => string;
}

/**
 * Where and how a new member goes in at `index`.
 * @param render The lines of the new member, without indentation, when it stands on its own lines or in one.
 */
export function addToFlow(
  text: string,
  container: FlowContainer,
  index: number,
  look: FlowLook,
  render: (layout: 'lines' | 'line') => readonly string[] | undefined,
): readonly TextEdit[] | undefined {
  const { members, node } = container;
  if (members.length === 0) return fillFlow(text, container, look, render);
  const previous = members[index - 1];
  const next = members[index];
  const neighbour = previous ?? next;
  if (!neighbour) return undefined;
  const ownLine = isFirstOnLine(text, neighbour.start);
  const spread = ownLine || text.slice(neighbour.start, neighbour.end).includes('\n');
  const indent = look.indentAt(neighbour.start);
  const lines = render(spread ? 'lines' : 'line');
  if (!lines) return undefined;
  if (!ownLine) {
    const gap = spread ? ' ' : look.afterComma;
    return previous
      ? [insert(previous.end, `,${gap}${indentRest(lines, indent, look.eol)}`)]
      : [insert(neighbour.start, `${indentRest(lines, indent, look.eol)},${gap}`)];
  }
  const blank = blankBetween(text, members, look.eol);
  const body = indentRest(lines, indent, look.eol);
  if (!previous) {
    const at = lineStart(text, firstAbove(text, container, neighbour.start));
    return [insert(at, `${indent}${body},${look.eol}${blank}`)];
  }
  const to = next ? next.start : container.close;
  const after = triviaOf(text, previous.end, to, node.syntax);
  const lineBreak = after.find((piece) => piece.kind === 'newline');
  const sameLine = after.filter((piece) => lineBreak && piece.start < lineBreak.start);
  const from = previous.comma === undefined ? previous.end : previous.comma + 1;
  const at = Math.max(from, sameLine.at(-1)?.end ?? 0);
  const comma = previous.comma === undefined ? '' : ',';
  const added = `${look.eol}${blank}${indent}${body}${comma}`;
  if (previous.comma !== undefined) return [insert(at, added)];
  if (at === previous.end) return [insert(at, `,${added}`)];
  return [insert(previous.end, ','), insert(at, added)];
}

function fillFlow(
  text: string,
  { open, close, node }: FlowContainer,
  look: FlowLook,
  render: (layout: 'lines' | 'line') => readonly string[] | undefined,
): readonly TextEdit[] | undefined {
  const comments = triviaOf(text, open, close, node.syntax).filter((piece) => piece.kind === 'comment');
  const last = comments.at(-1);
  const outer = look.indentAt(open - 1);
  const spread = look.spread || last !== undefined;
  const lines = render(spread ? 'lines' : 'line');
  if (!lines) return undefined;
  const indent = outer + look.unit;
  if (last) {
    const ends = text.slice(last.end, close).includes('\n');
    return [
      insert(last.end, `${look.eol}${indent}${indentRest(lines, indent, look.eol)}${ends ? '' : look.eol + outer}`),
    ];
  }
  const inner =
    spread || lines.length > 1
      ? `${look.eol}${indent}${indentRest(lines, indent, look.eol)}${look.eol}${outer}`
      : look.inside + (lines[0] ?? '') + look.inside;
  return [{ span: { start: open, end: close }, newText: inner }];
}

/** The first of the comment lines directly above a member that stands first. */
function firstAbove(text: string, { open, node }: FlowContainer, start: number): number {
  const before = triviaOf(text, open, start, node.syntax);
  let first = start;
  for (let at = before.length - 1; at > 1; at -= 2) {
    const comment = before[at - 1];
    if (before[at]?.kind !== 'newline' || comment?.kind !== 'comment' || before[at - 2]?.kind !== 'newline') break;
    first = comment.start;
  }
  return first;
}

function blankBetween(text: string, members: readonly Member[], eol: string): string {
  let blank = 0;
  for (let i = 1; i < members.length; i++) {
    const gap = text.slice(members[i - 1]?.end, members[i]?.start);
    if (/\n[ \t]*\r?\n/.test(gap)) blank++;
  }
  return members.length > 1 && blank * 2 > members.length - 1 ? eol : '';
}

function insert(at: number, newText: string): TextEdit {
  return { span: { start: at, end: at }, newText };
}

/** Joins lines that start in the middle of one: all but the first are indented. */
export function indentRest(lines: readonly string[], indent: string, eol: string): string {
  return lines.map((line, index) => (index === 0 || line === '' ? line : indent + line)).join(eol);
}
