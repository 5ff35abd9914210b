import type { TextEdit } from '../text/edit.ts';
import { wholeLines } from './editor-flow.ts';
import type { Entry, ListNode, MappingNode, Node } from './node.ts';
import type { BlockStyle, Rendered } from './render-block.ts';
import { indented } from './render-block.ts';
import { isPlain } from './render-scalar.ts';
import { columnOf, isFirstOnLine, lineEnd, lineStart, nextLine, triviaOf } from './trivia.ts';

/** An entry or item of a list or mapping that is written on lines of its own. */
export interface BlockMember {
  /** The key's start, or the dash. */
  readonly lead: number;
  /** The end of its last line, comments that belong to it included. */
  readonly end: number;
  readonly value: Node | undefined;
}

/** Where the value of an entry, an item or a tag is written. */
export interface Seat {
  /** Behind the colon, the dash or the tag, and the anchor; undefined for the value of a document. */
  readonly head: number | undefined;
  /** The column of the key or the dash. */
  readonly column: number;
  readonly owner: 'entry' | 'item' | 'document';
  /** A tag stands before the value. */
  readonly tagged: boolean;
}

/** Finds the members; undefined for what is not simply a key, or a dash, at the start of each. */
export function blockMembers(text: string, node: ListNode | MappingNode): readonly BlockMember[] | undefined {
  const members: BlockMember[] = [];
  if (node.kind === 'mapping') {
    for (const entry of node.entries) {
      const lead = entry.key.span.start;
      if (!/^\s*(?:- +)*$/.test(text.slice(lineStart(text, lead), lead))) return undefined;
      members.push({ lead, end: memberEnd(text, lead, entry), value: entry.value });
    }
    return members;
  }
  let from = firstDash(text, node.span.start);
  for (const item of node.items) {
    const dash = triviaOf(text, from, node.span.end, 'yaml').find((piece) => piece.kind === 'mark');
    if (!dash || text[dash.start] !== '-') return undefined;
    const alias = /^\*\S+/.exec(text.slice(dash.end, lineEnd(text, dash.end)).trimStart())?.[0];
    const aliasEnd = alias === undefined ? 0 : text.indexOf(alias, dash.end) + alias.length;
    const span = alias === undefined ? item.span : { start: dash.end, end: aliasEnd };
    members.push({
      lead: dash.start,
      end: memberEnd(text, dash.start, { span, value: alias === undefined ? item : undefined }),
      value: item,
    });
    from = Math.max(dash.end, alias === undefined ? item.span.end : aliasEnd);
  }
  return members;
}

/** The dash at `start`, or the nearest one before it on its line. */
function firstDash(text: string, start: number): number {
  const before = /-[ \t]+$/.exec(text.slice(lineStart(text, start), start));
  return text[start] === '-' && /\s/.test(text[start + 1] ?? ' ') ? start : start - (before?.[0].length ?? 0);
}

function memberEnd(text: string, lead: number, part: Pick<Entry, 'span' | 'value'>): number {
  const leaf = part.value && lastLeaf(part.value, part.span.end);
  let end = lineEnd(text, Math.max(lead, bodyEnd(text, part.span.end, leaf)));
  const column = columnOf(text, lead);
  for (let at = nextLine(text, end); at < text.length; at = nextLine(text, at)) {
    const line = text.slice(at, lineEnd(text, at));
    const words = line.trimStart();
    if (words === '') continue;
    if (!words.startsWith('#') || line.length - words.length <= column) break;
    end = lineEnd(text, at);
  }
  return end;
}

/** The end of the last character of a value; with the blank lines that a block scalar keeps. */
export function bodyEnd(text: string, end: number, leaf: Node | undefined): number {
  let at = end;
  if (leaf && keepsBlankLines(text, leaf)) {
    while (at < text.length && text.slice(at, lineEnd(text, at)).trim() === '') {
      const next = nextLine(text, at);
      if (next === text.length && text[next - 1] !== '\n') break;
      at = next;
    }
    if (text[at - 1] === '\n') at--;
    return text[at - 1] === '\r' ? at - 1 : at;
  }
  while (at > 0 && /\s/.test(text[at - 1] ?? '')) at--;
  return at;
}

function keepsBlankLines(text: string, leaf: Node): boolean {
  return leaf.kind === 'scalar' && /^[|>]\d?\+/.test(text.slice(leaf.span.start, leaf.span.start + 3));
}

/** The scalar that ends at `end`, if that is how the value ends. */
function lastLeaf(node: Node, end: number): Node | undefined {
  let at: Node | undefined = node;
  while (at && at.kind !== 'scalar') at = at.kind === 'list' ? at.items.at(-1) : at.entries.at(-1)?.value;
  return at && at.span.end <= end && at.span.end >= node.span.start ? at : undefined;
}

/** The start of the comment lines directly above a member that belong to it, or its own. */
function withCommentsAbove(text: string, lead: number, floor: number): number {
  const column = columnOf(text, lead);
  let first = lead;
  let at = lineStart(text, lead);
  while (at > floor) {
    const above = lineStart(text, at - 1);
    if (above < floor || above >= at) break;
    const line = text.slice(above, lineEnd(text, above));
    const words = line.trimStart();
    if (!words.startsWith('#') || line.length - words.length !== column) break;
    at = above;
    first = above + column;
  }
  // What stands at the top of a file speaks of the file.
  return at <= lineStart(text, 0) ? lead : first;
}

/** Removes one of several members, or leaves {} or [] of the last one. */
export function removeFromBlock(
  text: string,
  node: ListNode | MappingNode,
  members: readonly BlockMember[],
  index: number,
  seat: Seat,
): readonly TextEdit[] | undefined {
  const member = members[index];
  if (!member) return undefined;
  const previous = members[index - 1];
  const next = members[index + 1];
  const floor = previous?.end ?? seat.head ?? lineStart(text, 0);
  const ownLine = isFirstOnLine(text, member.lead);
  if (members.length === 1) {
    if (node.kind === 'mapping' && node.merged) return undefined;
    const empty = node.kind === 'list' ? '[]' : '{}';
    if (!ownLine || seat.head === undefined) {
      const first = ownLine ? withCommentsAbove(text, member.lead, floor) : member.lead;
      return [edit(first, member.end, empty)];
    }
    const first = withCommentsAbove(text, member.lead, floor);
    return [
      edit(seat.head, seat.head, ` ${empty}`),
      wholeLines(text, first, member.end, { top: true, bottom: true, floor }),
    ];
  }
  if (ownLine) {
    const first = withCommentsAbove(text, member.lead, floor);
    return [wholeLines(text, first, member.end, { top: !previous, bottom: !next, floor })];
  }
  if (!next) return undefined;
  const between = triviaOf(text, member.end, next.lead, 'yaml').find((piece) => piece.kind === 'comment');
  if (!between) return [edit(member.lead, next.lead, '')];
  // The next member moves up beside the dash, its comments above the dash.
  const line = lineStart(text, member.lead);
  const indent = ' '.repeat(/^\s*/.exec(text.slice(line, member.lead))?.[0].length ?? 0);
  const comments = text.slice(between.start, lineStart(text, next.lead)).split('\n');
  comments.pop();
  const above = comments
    .map((comment) => comment.replace(/^[ \t]*/, comment.trim() === '' ? '' : indent) + '\n')
    .join('');
  return [edit(line, line, above), edit(member.lead, next.lead, '')];
}

/** Puts the lines of a new member at `index` among the others. */
export function addToBlock(
  text: string,
  members: readonly BlockMember[],
  index: number,
  lines: readonly string[],
  eol: string,
): readonly TextEdit[] | undefined {
  const previous = members[index - 1];
  const next = members[index];
  const blank = blankBetween(text, members) ? eol : '';
  if (previous) {
    const indent = ' '.repeat(columnOf(text, previous.lead));
    // A block scalar may keep the blank lines behind it, so one more would be its own.
    const open = lineStart(text, previous.end) === previous.end ? '' : blank;
    const added = eol + open + indented(lines, indent).join(eol);
    return [edit(previous.end, previous.end, added)];
  }
  if (!next) return undefined;
  const indent = ' '.repeat(columnOf(text, next.lead));
  if (isFirstOnLine(text, next.lead)) {
    const at = lineStart(text, withCommentsAbove(text, next.lead, lineStart(text, 0)));
    return [edit(at, at, indented(lines, indent).join(eol) + eol + blank)];
  }
  const first = lines.findIndex((line) => !line.startsWith('#'));
  if (first !== 0) return undefined;
  return [
    edit(next.lead, next.lead, [lines[0] ?? '', ...indented(lines.slice(1), indent)].join(eol) + eol + blank + indent),
  ];
}

function blankBetween(text: string, members: readonly BlockMember[]): boolean {
  let blank = 0;
  for (let i = 1; i < members.length; i++) {
    if (/\n[ \t]*\r?\n/.test(text.slice(members[i - 1]?.end, members[i]?.lead))) blank++;
  }
  return members.length > 1 && blank * 2 > members.length - 1;
}

/** True when a value is written on lines below its key, dash or tag (or beside the dash), without a head of its own. */
export function isBlockCollection(node: Node): node is ListNode | MappingNode {
  return node.kind !== 'scalar' && !node.flow && !(node.kind === 'mapping' && node.tag !== undefined);
}

/** Puts a value in the place of another one. */
export function setInBlock(
  text: string,
  old: Node,
  seat: Seat,
  value: Rendered,
  style: BlockStyle,
  eol: string,
): readonly TextEdit[] | undefined {
  if (isBlockCollection(old)) return setBlockCollection(text, old, seat, value, style, eol);
  const { start } = old.span;
  const end = Math.max(start, bodyEnd(text, old.span.end, lastLeaf(old, old.span.end)));
  if (value.body.length === 0) {
    return start === end && seat.head !== undefined
      ? [edit(seat.head, seat.head, ` ${value.head}`)]
      : [edit(start, end, value.head)];
  }
  const body = indented(value.body, bodyIndent(seat, value, style));
  const rest = lineEnd(text, end);
  if (value.head !== '') {
    const head =
      start === end && seat.head !== undefined
        ? edit(seat.head, seat.head, ` ${value.head}`)
        : edit(start, end, value.head);
    return [head, edit(rest, rest, eol + body.join(eol))];
  }
  if (seat.head === undefined) return [edit(start, end, value.body.join(eol))];
  const from = Math.min(seat.head, start);
  const last = Math.max(end, seat.head);
  if (seat.owner === 'item' && !seat.tagged && text.slice(last, rest).trim() === '') {
    return [edit(from, rest, style.afterDash + body.join(eol).trimStart())];
  }
  return [...(from < last ? [edit(from, last, '')] : []), edit(rest, rest, eol + body.join(eol))];
}

function setBlockCollection(
  text: string,
  old: ListNode | MappingNode,
  seat: Seat,
  value: Rendered,
  style: BlockStyle,
  eol: string,
): readonly TextEdit[] | undefined {
  const members = blockMembers(text, old);
  const first = members?.[0];
  const last = members?.at(-1);
  if (!members || !first || !last) return undefined;
  const start = old.kind === 'mapping' && old.merged ? Math.min(first.lead, old.span.start) : first.lead;
  const end = Math.max(last.end, lineEnd(text, bodyEnd(text, old.span.end, lastLeaf(old, old.span.end))));
  const same = value.head === '' && value.bodyKind === old.kind;
  const column = columnOf(text, start);
  if (!isFirstOnLine(text, start) || seat.head === undefined) {
    // Beside a dash, or the whole document.
    const indent = same || seat.head === undefined ? ' '.repeat(column) : bodyIndent(seat, value, style);
    const lines = value.head === '' ? value.body : [value.head, ...value.body];
    return [edit(start, end, [lines[0] ?? '', ...indented(lines.slice(1), indent)].join(eol))];
  }
  const body = indented(value.body, same ? ' '.repeat(column) : bodyIndent(seat, value, style));
  const head = value.head === '' ? [] : [edit(seat.head, seat.head, ` ${value.head}`)];
  if (body.length > 0 && head.length === 0) return [edit(lineStart(text, start), end, body.join(eol))];
  const above = lineStart(text, start) - 1;
  const from = text[above - 1] === '\r' ? above - 1 : above;
  return [...head, edit(from, end, body.map((line) => eol + line).join(''))];
}

function bodyIndent(seat: Seat, value: Rendered, style: BlockStyle): string {
  const base = ' '.repeat(seat.column);
  if (seat.owner === 'document') return value.head === '' ? '' : style.unit;
  if (seat.owner === 'item') return `${base} ${style.afterDash}`;
  return base + (value.bodyKind === 'list' ? style.beforeDash : style.unit);
}

/** Makes the value the first item of a list and puts a second one behind it. */
export function wrapInBlock(
  text: string,
  old: Node,
  seat: Seat,
  item: { readonly lines: readonly string[]; readonly flow: string | undefined },
  style: BlockStyle,
  eol: string,
): readonly TextEdit[] | undefined {
  const dash = `-${style.afterDash}`;
  const block = isBlockCollection(old);
  const members = block ? blockMembers(text, old) : undefined;
  const first = members?.[0];
  if (block && !first) return undefined;
  const start = first?.lead ?? old.span.start;
  const end = members?.at(-1)?.end ?? lineEnd(text, bodyEnd(text, old.span.end, lastLeaf(old, old.span.end)));
  const raw = text.slice(start, old.span.end);
  if (item.flow !== undefined && !block && style.listsInFlow && fitsFlow(old, raw)) {
    return [edit(start, start, '['), edit(old.span.end, old.span.end, `, ${item.flow}]`)];
  }
  const beside = seat.head === undefined || seat.owner === 'item';
  if (seat.tagged) return undefined;
  const column = columnOf(text, start);
  const dashColumn = beside ? column : seat.column + style.beforeDash.length;
  const indent = ' '.repeat(dashColumn);
  const edits: TextEdit[] = [];
  let shift = dash.length;
  if (beside) edits.push(edit(start, start, dash));
  else if (block) {
    edits.push(edit(lineStart(text, start), start, indent + dash));
    shift = dashColumn + dash.length - column;
  } else {
    edits.push(edit(seat.head, start, eol + indent + dash));
    shift = style.beforeDash.length + dash.length;
  }
  for (let at = nextLine(text, start); shift !== 0 && at < end; at = nextLine(text, at)) {
    const blanks = /^ */.exec(text.slice(at, lineEnd(text, at)))?.[0].length ?? 0;
    if (at + blanks === lineEnd(text, at)) continue;
    edits.push(shift > 0 ? edit(at, at, ' '.repeat(shift)) : edit(at, at + Math.min(-shift, blanks), ''));
  }
  return [...edits, edit(end, end, eol + indented(item.lines, indent).join(eol))];
}

function fitsFlow(old: Node, raw: string): boolean {
  if (raw.includes('\n')) return false;
  if (old.kind === 'scalar') {
    if (old.style === 'plain') return typeof old.value !== 'string' || (raw === old.value && isPlain(raw, true));
    return old.style === 'single' || old.style === 'double';
  }
  if (old.kind === 'mapping' && old.tag !== undefined) {
    const argument = old.entries[0]?.value;
    return argument !== undefined && fitsFlow(argument, raw.slice(argument.span.start - old.span.start));
  }
  return old.flow;
}

function edit(start: number, end: number, newText: string): TextEdit {
  return { span: { start, end }, newText };
}
