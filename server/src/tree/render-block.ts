import type { FlowStyle } from './render-flow.ts';
import { plainDate, renderFlow, wishFor } from './render-flow.ts';
import { hasControls, yamlScalar } from './render-scalar.ts';
import { shortForm } from './short-form.ts';
import type { Written, WrittenEntry, WrittenItem } from './written.ts';
import { hasRemarks, isEmpty } from './written.ts';

/** How YAML is written on lines of its own. */
export interface BlockStyle {
  /** Used for what stands in brackets. */
  readonly flow: FlowStyle;
  readonly unit: string;
  /** The blanks before a dash below its key. */
  readonly beforeDash: string;
  readonly afterDash: string;
  /** Lists of scalars stand in brackets. */
  readonly listsInFlow: boolean;
  /** Texts of several lines may be written as literal blocks. */
  readonly literals: boolean;
}

/** A value behind a key or a dash: what stands on that line, and the lines below it, to be indented as their kind asks for. */
export interface Rendered {
  readonly head: string;
  readonly body: readonly string[];
  readonly bodyKind: 'mapping' | 'list' | 'text';
}

const longestFlow = 90;

export function renderBlock(written: Written, style: BlockStyle, insideTag = false): Rendered | undefined {
  if (written.kind === 'scalar') {
    const text = style.literals ? literal(written.value) : undefined;
    const date = plainDate(written, style.flow);
    return text ?? inLine(date ?? yamlScalar(written, wishFor(written, style.flow), style.flow.quote, false));
  }
  const short = insideTag ? undefined : shortForm(written, style.flow.shortTags);
  if (short) {
    const flow = short.argument.kind === 'list' ? oneLine(short.argument, style) : undefined;
    if (flow !== undefined && flow.length <= longestFlow) return inLine(`${short.tag} ${flow}`);
    const rendered = renderBlock(short.argument, style, true);
    return rendered && { ...rendered, head: rendered.head === '' ? short.tag : `${short.tag} ${rendered.head}` };
  }
  if (isEmpty(written) && !hasRemarks(written)) return inLine(written.kind === 'list' ? '[]' : '{}');
  if (wantsFlow(written, style)) {
    const flow = oneLine(written, style);
    if (flow !== undefined) return inLine(flow);
  }
  const body: string[] = [];
  const members: readonly (WrittenItem | WrittenEntry)[] = written.kind === 'list' ? written.items : written.entries;
  for (const [index, member] of members.entries()) {
    const lines = 'key' in member ? entryLines(member, style) : itemLines(member, style);
    if (!lines) return undefined;
    if (member.blank && index > 0) body.push('');
    body.push(...lines);
  }
  for (const comment of written.tail ?? []) body.push(`#${comment}`);
  return { head: '', body, bodyKind: written.kind };
}

/** The lines of an entry, its comments included, without indentation. */
export function entryLines(entry: WrittenEntry, style: BlockStyle): readonly string[] | undefined {
  const value = renderBlock(entry.value, style);
  if (!value) return undefined;
  const key = yamlScalar(entry.key, style.flow.keys, style.flow.quote, false);
  const lines = (entry.before ?? []).map((comment) => `#${comment}`);
  const line = value.head === '' ? `${key}:` : `${key}: ${value.head}`;
  lines.push(line + remark(entry.head) + remark(entry.after));
  lines.push(...indented(value.body, value.bodyKind === 'list' ? style.beforeDash : style.unit));
  return lines;
}

/** The lines of a list item from its dash on, its comments above it, without indentation. */
export function itemLines(item: WrittenItem, style: BlockStyle): readonly string[] | undefined {
  const { value: lifted, before } = liftComments(item.value);
  const value = renderBlock(lifted, style);
  if (!value) return undefined;
  const lines = [...(item.before ?? []), ...before].map((comment) => `#${comment}`);
  const dash = `-${style.afterDash}`;
  const inner = ' '.repeat(dash.length);
  if (value.head === '' && value.bodyKind !== 'text') {
    // Behind the closing brace it stood after the whole; here only the place above speaks of the whole.
    if (item.after !== undefined) lines.push(`#${item.after}`);
    lines.push(dash + (value.body[0] ?? ''), ...indented(value.body.slice(1), inner));
  } else {
    lines.push(dash + value.head + remark(item.after), ...indented(value.body, inner));
  }
  return lines;
}

/** Puts indentation before every line that is not empty. */
export function indented(lines: readonly string[], by: string): readonly string[] {
  return lines.map((line) => (line === '' ? line : by + line));
}

/** The comments above the first thing inside go above the dash. */
function liftComments(value: Written): { readonly value: Written; readonly before: readonly string[] } {
  if (value.kind === 'scalar' || value.flow) return { value, before: [] };
  if (value.kind === 'mapping') {
    const [first, ...rest] = value.entries;
    if (!first?.before) return { value, before: [] };
    const { before, ...bare } = first;
    return { value: { ...value, entries: [bare, ...rest] }, before };
  }
  const [first, ...rest] = value.items;
  if (!first?.before) return { value, before: [] };
  const { before, ...bare } = first;
  return { value: { ...value, items: [bare, ...rest] }, before };
}

function remark(comment: string | undefined): string {
  return comment === undefined ? '' : ` #${comment}`;
}

function inLine(head: string): Rendered {
  return { head, body: [], bodyKind: 'text' };
}

function oneLine(written: Written, style: BlockStyle): string | undefined {
  if (hasRemarks(written)) return undefined;
  const lines = renderFlow(written, { ...style.flow, layout: 'line' });
  return lines?.length === 1 ? lines[0] : undefined;
}

function wantsFlow(written: Written, style: BlockStyle): boolean {
  if (written.kind === 'scalar') return false;
  if (written.flow !== undefined) return written.flow;
  if (written.kind === 'mapping' || !style.listsInFlow) return false;
  return written.items.every((item) => item.value.kind === 'scalar');
}

function literal(value: unknown): Rendered | undefined {
  if (typeof value !== 'string' || !value.includes('\n') || hasControls(value.replace(/[\n\t]/g, ''))) return undefined;
  const text = value.replace(/\n+$/, '');
  // The first line sets the indentation of a block, so it has to show its own.
  if (text === '' || /^[\s]/.test(text)) return undefined;
  const ends = value.length - text.length;
  const body = text.split('\n');
  for (let i = 1; i < ends; i++) body.push('');
  return { head: ends === 0 ? '|-' : ends === 1 ? '|' : '|+', body, bodyKind: 'text' };
}
