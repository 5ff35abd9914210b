import type { TextEdit } from '../text/edit.ts';
import { spanOf } from '../text/source-text.ts';
import type { Seat } from './editor-block.ts';
import {
  addToBlock,
  blockMembers,
  isBlockCollection,
  removeFromBlock,
  setInBlock,
  wrapInBlock,
} from './editor-block.ts';
import { addToFlow, flowContainer, indentRest, removeFromFlow } from './editor-flow.ts';
import type { Operation } from './editor-operation.ts';
import { placeAmong } from './editor-operation.ts';
import { replaceInScalar, valueOfText, withParts } from './editor-scalar.ts';
import type { Habits } from './habits.ts';
import type { Location } from './locate.ts';
import { isNull } from './locate.ts';
import type { ListNode, MappingNode, Node, ScalarNode } from './node.ts';
import type { Plain } from './plain.ts';
import { isPlainMapping, isSamePlain, plainOfWritten, PlainReader } from './plain.ts';
import type { BlockStyle } from './render-block.ts';
import { entryLines, itemLines, renderBlock } from './render-block.ts';
import type { FlowStyle } from './render-flow.ts';
import { renderFlow } from './render-flow.ts';
import { isPlain, jsonScalar, yamlScalar } from './render-scalar.ts';
import { tagOf } from './short-form.ts';
import { columnOf, indentOf, isFirstOnLine, lineEnd, lineStart, triviaOf } from './trivia.ts';
import type { Written, WrittenEntry, WrittenItem, WrittenScalar } from './written.ts';
import { hasRemarks } from './written.ts';
import type { WrittenCopy } from './written-of.ts';
import { writtenEntry } from './written-of.ts';

/** What an operation does to the tree and to the value at `path`. */
export interface Effect {
  readonly kind: 'scalar' | 'rename' | 'set' | 'wrap' | 'insert' | 'remove';
  readonly path: readonly number[];
  /** Of the entry or item put in, taken out or renamed in the list or mapping at `path`. */
  readonly index: number;
  readonly change: (plain: Plain, index: number) => Plain;
}

export interface Plan {
  readonly edits: readonly TextEdit[];
  readonly effect: Effect;
  /** The list or mapping that gains or loses a part. */
  readonly container?: {
    readonly path: readonly number[];
    /** How many it had. */
    readonly parts: number;
    /** Several such additions at one offset come out in their order. */
    readonly stacks: boolean;
  };
}

/** A text to be edited. */
export interface Site {
  readonly text: string;
  readonly syntax: 'json' | 'yaml';
  readonly habits: Habits;
  readonly literals: boolean;
}

/** The edits for one operation at one place; undefined when it cannot be done there. */
export function planOf(site: Site, operation: Operation, location: Location): Plan | undefined {
  switch (operation.kind) {
    case 'replace':
      return replace(site, operation.parts, location);
    case 'set':
      return set(site, operation.value, location);
    case 'remove':
      return remove(site, location);
    case 'add-entry':
      return addEntry(site, operation, location);
    case 'add-item':
      return addItem(site, operation, location);
    case 'unfold':
      return unfold(site, operation.value, location);
    case 'rename':
      return rename(site, operation.to, location);
  }
}

function replace(
  site: Site,
  partsOf: Extract<Operation, { kind: 'replace' }>['parts'],
  location: Location,
): Plan | undefined {
  const { node, path } = location;
  if (node?.kind !== 'scalar') return undefined;
  if (location.key && isTagged(location.parents.at(-1))) return undefined;
  const parts = partsOf();
  if (!parts) return undefined;
  const full = withParts(node.source.text, parts);
  const value = typeof node.value === 'string' ? full : valueOfText(full);
  const length = node.source.text.length;
  const edits = replaceInScalar(
    site.text,
    node,
    parts,
    (from, to) => ({
      start: spanOf(node.source, from, from).start,
      end: to < length && to > from ? spanOf(node.source, to, to).start : spanOf(node.source, from, to).end,
    }),
    {
      style: site.syntax === 'yaml' ? yamlStyle(site, location) : undefined,
      flow: inFlow(site, location),
      eol: site.habits.lineEnd,
    },
  );
  if (!edits) return undefined;
  if (location.key) return { edits, effect: renamed(path, full) };
  return { edits, effect: { kind: 'scalar', path, index: 0, change: () => value } };
}

function renamed(path: readonly number[], to: string): Effect {
  const index = path.at(-1) ?? 0;
  return {
    kind: 'rename',
    path: path.slice(0, -1),
    index,
    change: (plain, at) =>
      isPlainMapping(plain)
        ? { ...plain, entries: plain.entries.map(([key, value], i) => [i === at ? to : key, value] as const) }
        : plain,
  };
}

function set(site: Site, copy: WrittenCopy, location: Location): Plan | undefined {
  const { node, path } = location;
  if (!node || location.key) return undefined;
  const plain = plainOfWritten(copy.value);
  const effect: Effect = { kind: 'set', path, index: 0, change: () => plain };
  if (isSamePlain(new PlainReader().read(node), plain)) return { edits: [], effect };
  if (inFlow(site, location)) {
    const style = flowStyle(site, location);
    const layout = layoutAround(site, location, style);
    const rendered = renderFlow(likeBefore(copy.value, node), { ...style, layout }, isTagged(location.parents.at(-1)));
    if (!rendered) return undefined;
    if (node.span.start === node.span.end && location.entry) {
      const head = headBehind(site.text, location.entry.key.span.end, ':', node);
      if (head === undefined) return undefined;
      return {
        effect,
        edits: [insert(head, ` ${indentRest(rendered, flowIndent(site, location, head), site.habits.lineEnd)}`)],
      };
    }
    const newText = indentRest(rendered, flowIndent(site, location, node.span.start), site.habits.lineEnd);
    return { effect, edits: [{ span: node.span, newText }] };
  }
  const seat = seatOf(site.text, location);
  if (!seat) return undefined;
  const style = yamlStyle(site, location);
  const rendered = renderBlock(likeBefore(copy.value, node), style, seat.tagged);
  const edits = rendered && setInBlock(site.text, node, seat, rendered, style, site.habits.lineEnd);
  return edits && { effect, edits };
}

/** A string in place of a string keeps its quotes, one in a function too; a list in place of a list its brackets. */
function likeBefore(value: Written, old: Node): Written {
  if (value.kind === 'mapping' && value.form === undefined) {
    const [entry, second] = value.entries;
    const name = entry?.key.value;
    if (!entry || second || typeof name !== 'string' || tagOf(name) === undefined) return value;
    if (old.kind === 'scalar')
      return isPlain(old.source.text, false)
        ? { ...value, entries: [{ ...entry, value: likeBefore(entry.value, old) }] }
        : value;
    const before = old.kind === 'mapping' ? old.entries[0] : undefined;
    if (!before?.value || before.key.value !== name) return value;
    const form = old.kind === 'mapping' && old.tag !== undefined ? 'short' : 'long';
    return { ...value, form, entries: [{ ...entry, value: likeBefore(entry.value, before.value) }] };
  }
  if (
    value.kind === 'scalar' &&
    value.raw === undefined &&
    typeof value.value === 'string' &&
    old.kind === 'scalar' &&
    typeof old.value === 'string'
  ) {
    if (old.syntax === 'yaml' && (old.style === 'single' || old.style === 'double')) {
      return { ...value, raw: yamlScalar(value, old.style, old.style, false), style: old.style, syntax: 'yaml' };
    }
  }
  if (old.syntax === 'yaml' && value.kind === 'list' && value.flow === undefined && old.kind === 'list')
    return { ...value, flow: old.flow };
  return value;
}

function remove(site: Site, location: Location): Plan | undefined {
  const container = location.parents.at(-1);
  const index = location.path.at(-1);
  if (!container || index === undefined || isTagged(container)) return undefined;
  const path = location.path.slice(0, -1);
  const effect: Effect = {
    kind: 'remove',
    path,
    index,
    change: (plain, at) => {
      if (Array.isArray(plain)) return (plain as readonly Plain[]).filter((_, i) => i !== at);
      return isPlainMapping(plain) ? { ...plain, entries: plain.entries.filter((_, i) => i !== at) } : plain;
    },
  };
  const parts = (container.kind === 'list' ? container.items : container.entries).length;
  if (container.flow || site.syntax === 'json') {
    const flow = flowContainer(site.text, container);
    const edits = flow && removeFromFlow(site.text, flow, index);
    return edits && { edits, effect, container: { path, parts, stacks: false } };
  }
  const members = blockMembers(site.text, container);
  const seat = seatOf(site.text, parentOf(location));
  const edits = members && seat && removeFromBlock(site.text, container, members, index, seat);
  return edits && { edits, effect, container: { path, parts, stacks: false } };
}

function addEntry(
  site: Site,
  operation: Extract<Operation, { kind: 'add-entry' }>,
  location: Location,
): Plan | undefined {
  const { node, path } = location;
  const { key } = operation;
  if (!node || node.kind === 'list' || isTagged(node)) return undefined;
  if (node.kind === 'scalar' && !isNull(node)) return undefined;
  const entries = node.kind === 'mapping' ? node.entries : [];
  if (entries.some((entry) => entry.key.source.text === key)) return undefined;
  const keys = entries.map((entry) => entry.key.source.text);
  const named = operation.place ?? placeAmong(keys, operation.after, operation.before);
  const index = named?.index ?? keys.length;
  const plain = plainOfWritten(operation.value.value);
  const effect: Effect = {
    kind: 'insert',
    path,
    index,
    change: (before, at) => {
      const old = isPlainMapping(before) ? before : { entries: [], merged: [] };
      return { ...old, entries: [...old.entries.slice(0, at), [key, plain] as const, ...old.entries.slice(at)] };
    },
  };
  const edits = addMember(site, location, index, writtenEntry(key, operation.value));
  const stacks = named?.side !== 'behind' && isPoint(edits) && keys.length > 0;
  return edits && { edits, effect, container: { path, parts: keys.length, stacks } };
}

function isPoint(edits: readonly TextEdit[] | undefined): boolean {
  return edits?.length === 1 && edits[0]?.span.start === edits[0]?.span.end;
}

function addItem(
  site: Site,
  { value: item, place }: Extract<Operation, { kind: 'add-item' }>,
  location: Location,
): Plan | undefined {
  const { node, path } = location;
  if (!node || location.key) return undefined;
  const plain = plainOfWritten(item.value);
  if (node.kind !== 'list' && !isNull(node)) {
    const edits = wrap(site, item, location);
    return edits && { edits, effect: { kind: 'wrap', path, index: 0, change: (before) => [before, plain] } };
  }
  const length = node.kind === 'list' ? node.items.length : 0;
  const index = place?.index ?? length;
  const effect: Effect = {
    kind: 'insert',
    path,
    index,
    change: (before, at) => {
      const items = Array.isArray(before) ? (before as readonly Plain[]) : [];
      return [...items.slice(0, at), plain, ...items.slice(at)];
    },
  };
  const edits = addMember(site, location, index, item);
  return edits && { edits, effect, container: { path, parts: length, stacks: isPoint(edits) && length > 0 } };
}

/** Puts what stands in braces or brackets on lines of its own; all that reads the file finds it as it was. */
function unfold(site: Site, copy: WrittenCopy, location: Location): Plan | undefined {
  const { node, path } = location;
  if (site.syntax === 'json' || !node || node.kind === 'scalar' || !node.flow || inFlow(site, location))
    return undefined;
  const seat = seatOf(site.text, location);
  if (!seat) return undefined;
  const habits = yamlStyle(site, location);
  // The quotes in braces are those of JSON, not of the file.
  const flow = { ...habits.flow, keys: 'plain', strings: 'plain' } as const;
  const style = { ...habits, flow, listsInFlow: false };
  const rendered = renderBlock(unfolded(copy.value), style, seat.tagged);
  const edits = rendered && setInBlock(site.text, node, seat, rendered, style, site.habits.lineEnd);
  const plain = plainOfWritten(copy.value);
  return edits && { edits, effect: { kind: 'set', path, index: 0, change: () => plain } };
}

/** Without the brackets that its author chose, and without the quotes that only JSON asks for. */
function unfolded(written: Written): Written {
  if (written.kind === 'scalar') return typeof written.value === 'string' ? bare(written) : written;
  if (written.kind === 'list')
    return { ...written, flow: false, items: written.items.map((item) => ({ ...item, value: unfolded(item.value) })) };
  return {
    ...written,
    flow: false,
    entries: written.entries.map((entry) => ({ ...entry, key: bare(entry.key), value: unfolded(entry.value) })),
  };
}

function bare({ value }: WrittenScalar): WrittenScalar {
  return { kind: 'scalar', value };
}

/** Puts an entry into a mapping, or an item into a list, or makes either of an empty value. */
function addMember(
  site: Site,
  location: Location,
  index: number,
  member: WrittenEntry | WrittenItem,
): readonly TextEdit[] | undefined {
  const node = location.node;
  if (!node) return undefined;
  const empty = node.kind === 'scalar' || (node.kind === 'list' ? node.items : node.entries).length === 0;
  const flowParent = inFlow(site, location);
  const made: Written = 'key' in member ? { kind: 'mapping', entries: [member] } : { kind: 'list', items: [member] };
  if (node.kind === 'scalar' && flowParent) {
    return set(site, { value: made }, location)?.edits;
  }
  const inBrackets = node.kind !== 'scalar' && (site.syntax === 'json' || node.flow);
  const hasComment =
    inBrackets && triviaOf(site.text, node.span.start + 1, empty ? node.span.end - 1 : 0, node.syntax).length > 0;
  if (inBrackets && (!empty || flowParent || hasComment || staysFlow(member))) {
    const container = flowContainer(site.text, node);
    if (!container) return undefined;
    const style = flowStyle(site, location);
    const look = {
      spread: layoutAround(site, location, style) === 'lines' && !(style.scalarListsInLine && isScalarItem(member)),
      unit: style.unit,
      afterComma: style.afterComma,
      inside: node.kind === 'list' ? style.insideBrackets : style.insideBraces,
      eol: site.habits.lineEnd,
      indentAt: (at: number) => flowIndent(site, location, at),
    };
    return addToFlow(site.text, container, index, look, (layout) => flowMember(member, { ...style, layout }));
  }
  const style = yamlStyle(site, location);
  if (!empty) {
    const members = blockMembers(site.text, node);
    const lines = 'key' in member ? entryLines(member, style) : itemLines(member, dashLike(site.text, members, style));
    return members && lines && addToBlock(site.text, members, index, lines, site.habits.lineEnd);
  }
  if (node.kind === 'mapping' && node.merged) return undefined;
  const seat = seatOf(site.text, location);
  const rendered = seat && renderBlock(made, { ...style, listsInFlow: false }, seat.tagged);
  return rendered && setInBlock(site.text, node, seat, rendered, style, site.habits.lineEnd);
}

function staysFlow(member: WrittenEntry | WrittenItem): boolean {
  return isScalarItem(member) && !hasRemarks({ kind: 'list', items: [member] });
}

function isScalarItem(member: WrittenEntry | WrittenItem): boolean {
  return !('key' in member) && member.value.kind === 'scalar';
}

/** The dashes of one list stand the same way. */
function dashLike(text: string, members: ReturnType<typeof blockMembers>, style: BlockStyle): BlockStyle {
  const last = members?.at(-1);
  const gap = last && /^-( +)\S/.exec(text.slice(last.lead, lineEnd(text, last.lead)))?.[1];
  return gap === undefined ? style : { ...style, afterDash: gap };
}

function flowMember(member: WrittenEntry | WrittenItem, style: FlowStyle): readonly string[] | undefined {
  const value = renderFlow(member.value, style);
  if (!value) return undefined;
  const remarks = [...(member.before ?? []), ...(member.after === undefined ? [] : [member.after])];
  const comments =
    style.commentMark === undefined || style.layout === 'line'
      ? []
      : remarks.map((comment) => `${style.commentMark}${comment}`);
  if (!('key' in member)) return [...comments, ...value];
  const key = style.syntax === 'json' ? jsonScalar(member.key) : yamlScalar(member.key, style.keys, style.quote, true);
  if (key === undefined) return undefined;
  const colon = style.syntax === 'yaml' && !/["']$/.test(key) ? ': ' : `:${style.afterColon}`;
  return [...comments, `${key}${colon}${value[0] ?? ''}`, ...value.slice(1)];
}

function wrap(site: Site, item: WrittenCopy, location: Location): readonly TextEdit[] | undefined {
  const { node } = location;
  if (!node) return undefined;
  const eol = site.habits.lineEnd;
  if (inFlow(site, location)) {
    const style = flowStyle(site, location);
    const spread =
      layoutAround(site, location, style) === 'lines' &&
      !(style.scalarListsInLine && isScalarItem(item) && node.kind === 'scalar');
    const lines = renderFlow(item.value, { ...style, layout: spread ? 'lines' : 'line' });
    if (!lines) return undefined;
    const outer = flowIndent(site, location, node.span.start);
    const { start, end } = node.span;
    if (!spread) {
      const gap = style.insideBrackets;
      return [insert(start, `[${gap}`), insert(end, `,${style.afterComma}${indentRest(lines, outer, eol)}${gap}]`)];
    }
    const inner = outer + style.unit;
    const edits = [insert(start, `[${eol}${inner}`)];
    for (let at = site.text.indexOf('\n', start); at >= 0 && at < end; at = site.text.indexOf('\n', at + 1)) {
      if (site.text.slice(at + 1, lineEnd(site.text, at + 1)).trim() !== '') edits.push(insert(at + 1, style.unit));
    }
    edits.push(insert(end, `,${eol}${inner}${indentRest(lines, inner, eol)}${eol}${outer}]`));
    return edits;
  }
  const seat = seatOf(site.text, location);
  const style = yamlStyle(site, location);
  const lines = itemLines(item, style);
  if (!seat || !lines) return undefined;
  const flow = hasRemarks(item.value) ? undefined : renderFlow(item.value, { ...style.flow, layout: 'line' });
  return wrapInBlock(site.text, node, seat, { lines, flow: flow?.length === 1 ? flow[0] : undefined }, style, eol);
}

function rename(site: Site, to: string, location: Location): Plan | undefined {
  const { entry, path } = location;
  const mapping = location.parents.at(-1);
  if (!entry || mapping?.kind !== 'mapping') return undefined;
  const effect = renamed(path, to);
  if (entry.key.source.text === to && mapping.tag === undefined) return { edits: [], effect };
  if (mapping.entries.some((other) => other !== entry && other.key.source.text === to)) return undefined;
  const { key } = entry;
  if (mapping.tag !== undefined) {
    const tag = tagOf(to);
    return tag === undefined ? undefined : { effect, edits: [{ span: key.span, newText: tag }] };
  }
  const style = site.syntax === 'yaml' ? yamlStyle(site, location).flow : undefined;
  const wish = key.style === 'single' || key.style === 'double' ? key.style : 'plain';
  const written = { kind: 'scalar', value: to } as const;
  const newText = style
    ? yamlScalar(written, wish, wish === 'plain' ? style.quote : wish, mapping.flow)
    : JSON.stringify(to);
  return { effect, edits: [{ span: key.span, newText }] };
}

function isTagged(node: Node | undefined): boolean {
  return node?.kind === 'mapping' && node.tag !== undefined;
}

function parentOf(location: Location): Location {
  const parents = location.parents.slice(0, -1);
  const node = location.parents.at(-1);
  const path = location.path.slice(0, -1);
  const above = parents.at(-1);
  const entry = above?.kind === 'mapping' ? above.entries[path.at(-1) ?? 0] : undefined;
  return { path, parents, node, ...(entry ? { entry } : {}) };
}

/** The list or mapping around the node; a tag is none. */
function containerOf(location: Location): ListNode | MappingNode | undefined {
  return location.parents.filter((parent) => !isTagged(parent)).at(-1);
}

/** True when the node stands inside brackets. */
function inFlow(site: Site, location: Location): boolean {
  if (site.syntax === 'json') return true;
  return containerOf(location)?.flow ?? false;
}

/** The indentation for lines that follow the one that holds `at`; brackets of YAML stay inside of the entry they are the value of. */
function flowIndent(site: Site, location: Location, at: number): string {
  const indent = indentOf(site.text, at);
  if (site.syntax === 'json') return indent;
  const outermost = [...location.parents, location.node].find(
    (node) => node !== undefined && node.kind !== 'scalar' && node.flow,
  );
  const isRoot = outermost === (location.parents[0] ?? location.node);
  const start = lineStart(site.text, at);
  if (!outermost || isRoot || start > outermost.span.start) return indent;
  // Deeper than the key behind the dashes.
  return ' '.repeat((/^\s*(?:- +)*/.exec(site.text.slice(start, at))?.[0].length ?? 0) + 2);
}

function seatOf(text: string, location: Location): Seat | undefined {
  const { node } = location;
  const parent = location.parents.at(-1);
  if (!node) return undefined;
  if (!parent) return { head: undefined, column: 0, owner: 'document', tagged: false };
  if (parent.kind === 'list') {
    const lead = blockMembers(text, parent)?.[location.path.at(-1) ?? 0]?.lead;
    const head = lead === undefined ? undefined : headBehind(text, lead, '-', node);
    return lead === undefined || head === undefined
      ? undefined
      : { head, column: columnOf(text, lead), owner: 'item', tagged: false };
  }
  const key = location.entry?.key;
  if (!key) return undefined;
  if (parent.tag !== undefined) {
    const outer = seatOf(text, parentOf(location));
    return outer && { ...outer, head: key.span.end, tagged: true };
  }
  const head = headBehind(text, key.span.end, ':', node);
  return head === undefined
    ? undefined
    : { head, column: columnOf(text, key.span.start), owner: 'entry', tagged: false };
}

/** The end of the colon or dash after `from`, and of the anchor or tag behind it. */
function headBehind(text: string, from: number, mark: ':' | '-', node: Node): number | undefined {
  const limit =
    isBlockCollection(node) || node.span.start > from ? Math.max(node.span.start, from + 1) : lineEnd(text, from);
  const [first, ...rest] = triviaOf(text, from, limit, 'yaml').filter((piece) => piece.kind === 'mark');
  if (!first || text[first.start] !== mark) return undefined;
  let head = first.end;
  for (const piece of rest) {
    if (!/^[&!]/.test(text.slice(piece.start, piece.end)) || text.slice(head, piece.start).includes('\n')) break;
    head = piece.end;
  }
  return head;
}

function near(location: Location): Node | undefined {
  const { node } = location;
  if (node && node.kind !== 'scalar' && !isTagged(node)) return node;
  return location.parents.at(-1);
}

function yamlStyle(site: Site, location: Location): BlockStyle {
  return { ...site.habits.yaml(near(location)), literals: site.literals };
}

function flowStyle(site: Site, location: Location): FlowStyle {
  if (site.syntax === 'yaml') return site.habits.yaml(near(location)).flow;
  return site.habits.json(near(location), site.habits.hasComments);
}

/** Whether what stands in the place of a value is spread over lines, as the values beside it are. */
function layoutAround(site: Site, location: Location, style: FlowStyle): 'lines' | 'line' {
  const parent = containerOf(location);
  const first = parent?.kind === 'list' ? parent.items[0] : parent?.entries[0];
  if (!parent || !first || !parent.flow) return style.layout;
  const spread = isFirstOnLine(site.text, first.span.start);
  const multiline = (part: Node | ScalarNode | undefined): boolean =>
    part !== undefined && part.kind !== 'scalar' && site.text.slice(part.span.start, part.span.end).includes('\n');
  if (spread || multiline(location.node)) return 'lines';
  return 'line';
}

function insert(at: number, newText: string): TextEdit {
  return { span: { start: at, end: at }, newText };
}
