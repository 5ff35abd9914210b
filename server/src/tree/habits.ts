import type { MappingNode, Node, ScalarNode } from './node.ts';
import type { BlockStyle } from './render-block.ts';
import type { FlowStyle } from './render-flow.ts';
import type { QuoteStyle } from './render-scalar.ts';
import { isPlain, isPlainDate } from './render-scalar.ts';
import { tagOf } from './short-form.ts';
import { columnOf, holdsJsonComment, indentOf, isFirstOnLine, lineEnd, lineStart } from './trivia.ts';

/** The line end of a text's first line. */
export function lineEndOf(text: string): string {
  const at = text.indexOf('\n');
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
}

/** What was counted in one part of a file. */
type Votes = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** How the author of a file writes: asked of the surroundings first, then of the whole file, then of the world. */
export class Habits {
  readonly #text: string;
  readonly #roots: readonly Node[];
  readonly lineEnd: string;
  #whole: Votes | undefined;
  #comments: boolean | undefined;
  readonly #near = new Map<Node, Votes>();

  /** @param lineEnd Of the text as it was, which knows it better than a text in between. */
  constructor(text: string, roots: readonly Node[], lineEnd: string) {
    this.#text = text;
    this.#roots = roots;
    this.lineEnd = lineEnd;
  }

  /** True for a text of JSON that holds a comment, and so may hold another. */
  get hasComments(): boolean {
    return (this.#comments ??= holdsJsonComment(this.#text));
  }

  /** The writing of JSON near `near`. A file that holds a comment may hold another. */
  json(near: Node | undefined, commentsAllowed: boolean): FlowStyle {
    const ask = this.#asker(near);
    const layout = ask('layout', 'lines') as FlowStyle['layout'];
    const afterColon = ask('after-colon', layout === 'line' ? '' : ' ');
    return {
      syntax: 'json',
      unit: ask('unit', '  '),
      layout,
      scalarListsInLine: ask('scalar-lists', 'lines') === 'line',
      afterColon,
      afterComma: ask('after-comma', afterColon),
      insideBraces: ask('inside-braces', ''),
      insideBrackets: ask('inside-brackets', ''),
      trailingComma: false,
      ...(commentsAllowed ? { commentMark: '//' as const } : {}),
      keys: 'double',
      strings: 'double',
      templates: 'double',
      quote: 'double',
      shortTags: false,
      plainDates: false,
    };
  }

  /** The writing of YAML near `near`, on lines and in brackets. */
  yaml(near: Node | undefined): BlockStyle {
    const ask = this.#asker(near);
    const quote = ask('quote', 'single') as 'single' | 'double';
    const flow: FlowStyle = {
      syntax: 'yaml',
      unit: ask('unit', ask('block-unit', '  ')),
      layout: ask('layout', 'line') as FlowStyle['layout'],
      scalarListsInLine: ask('scalar-lists', 'line') === 'line',
      afterColon: ask('after-colon', ' '),
      afterComma: ask('after-comma', ' '),
      insideBraces: ask('inside-braces', ' '),
      insideBrackets: ask('inside-brackets', ''),
      trailingComma: false,
      commentMark: '#',
      keys: ask('keys', 'plain') as QuoteStyle,
      strings: ask('strings', 'plain') as QuoteStyle,
      templates: ask('templates', ask('strings', 'plain')) as QuoteStyle,
      quote,
      shortTags: ask('functions', 'short') === 'short',
      plainDates: ask('dates', 'single') === 'plain',
    };
    return {
      flow,
      unit: ask('block-unit', '  '),
      beforeDash: ask('before-dash', ask('block-unit', '  ')),
      afterDash: ask('after-dash', ' '),
      listsInFlow: ask('lists', 'block') === 'flow',
      literals: true,
    };
  }

  #countNear(node: Node): Votes {
    const known = this.#near.get(node);
    if (known) return known;
    const votes = count(this.#text, [node]);
    this.#near.set(node, votes);
    return votes;
  }

  #asker(near: Node | undefined): (habit: string, otherwise: string) => string {
    const isWhole = this.#roots.length === 1 && this.#roots[0] === near;
    const close = near && !isWhole ? this.#countNear(near) : undefined;
    return (habit, otherwise) => {
      const whole = (this.#whole ??= count(this.#text, this.#roots));
      return most(close?.get(habit)) ?? most(whole.get(habit)) ?? otherwise;
    };
  }
}

function most(votes: ReadonlyMap<string, number> | undefined): string | undefined {
  let best: string | undefined;
  let bestCount = 0;
  for (const [value, times] of votes ?? []) {
    if (times > bestCount) [best, bestCount] = [value, times];
  }
  return best;
}

function count(text: string, roots: readonly Node[]): Votes {
  const votes = new Map<string, Map<string, number>>();
  const vote = (habit: string, value: string): void => {
    const values = votes.get(habit) ?? new Map<string, number>();
    votes.set(habit, values);
    values.set(value, (values.get(value) ?? 0) + 1);
  };
  const seen = new Set<Node>();
  const visit = (node: Node, isInFlow: boolean): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'scalar') {
      voteForScalar(node, isInFlow, vote);
      return;
    }
    if (node.kind === 'mapping' && node.tag !== undefined) vote('functions', 'short');
    else if (node.flow) voteForFlow(text, node, vote);
    else voteForBlock(text, node, vote);
    const isFlow = isInFlow || node.flow;
    if (node.kind === 'list') {
      if (node.items.length > 0 && node.syntax === 'yaml' && node.items.every((item) => item.kind === 'scalar')) {
        vote('lists', node.flow ? 'flow' : 'block');
      }
      for (const item of node.items) visit(item, isFlow);
      return;
    }
    if (node.tag === undefined && node.entries.length === 1 && tagOf(node.entries[0]?.key.source.text ?? ''))
      vote('functions', 'long');
    for (const entry of node.entries) {
      if (node.tag === undefined && typeof entry.key.value === 'string') vote('keys', quoteOf(entry.key));
      if (entry.value) visit(entry.value, isFlow);
    }
  };
  for (const root of roots) visit(root, false);
  return votes;
}

type Vote = (habit: string, value: string) => void;

function quoteOf(scalar: ScalarNode): QuoteStyle {
  return scalar.style === 'single' || scalar.style === 'double' ? scalar.style : 'plain';
}

function voteForScalar(node: ScalarNode, isInFlow: boolean, vote: Vote): void {
  if (typeof node.value !== 'string' || node.style === 'literal' || node.style === 'folded') return;
  const style = quoteOf(node);
  if (isPlainDate(node.value)) vote('dates', style);
  if (style !== 'plain') vote('quote', style);
  if (node.value.includes('${') && (style === 'plain' || isPlain(node.source.text, isInFlow))) vote('templates', style);
  // What has to be quoted says nothing about what could go without.
  if (style === 'plain' || isPlain(node.source.text, true)) vote('strings', style);
}

function voteForFlow(text: string, node: Exclude<Node, ScalarNode>, vote: Vote): void {
  const parts = node.kind === 'list' ? node.items : node.entries;
  const first = parts[0];
  if (!first) return;
  const start = first.span.start;
  const spread = isFirstOnLine(text, start);
  const ofScalars = node.kind === 'list' && node.items.every((item) => item.kind === 'scalar');
  if (ofScalars) vote('scalar-lists', spread ? 'lines' : 'line');
  else vote('layout', spread ? 'lines' : 'line');
  if (spread) {
    const outer = indentOf(text, node.span.start);
    const inner = indentOf(text, start);
    if (inner.length > outer.length && inner.startsWith(outer)) vote('unit', inner.slice(outer.length));
  } else {
    const gap = text.slice(node.span.start + 1, start);
    if (gap === '' || gap === ' ') vote(node.kind === 'list' ? 'inside-brackets' : 'inside-braces', gap);
    const second = parts[1];
    const between = second ? text.slice(first.span.end, second.span.start) : '';
    if (between === ',' || between === ', ') vote('after-comma', between.slice(1));
  }
  if (node.kind === 'list') return;
  for (const entry of node.entries) {
    const between = entry.value ? text.slice(entry.key.span.end, entry.value.span.start) : '';
    if (/^\s*: ?$/.test(between)) vote('after-colon', between.endsWith(' ') ? ' ' : '');
  }
}

function voteForBlock(text: string, node: Exclude<Node, ScalarNode>, vote: Vote): void {
  if (node.kind === 'list') {
    for (const item of node.items) {
      const before = text.slice(lineStart(text, item.span.start), item.span.start);
      const gap = /-( +)$/.exec(before)?.[1];
      if (gap !== undefined) vote('after-dash', gap);
    }
    return;
  }
  for (const entry of node.entries) voteForChild(text, node, entry.key, entry.value, vote);
}

function voteForChild(text: string, parent: MappingNode, key: ScalarNode, value: Node | undefined, vote: Vote): void {
  if (
    !value ||
    value.kind === 'scalar' ||
    value.span.start < parent.span.start ||
    value.span.start <= lineEnd(text, key.span.end)
  )
    return;
  const start = value.kind === 'mapping' ? (value.entries[0]?.key.span.start ?? value.span.start) : value.span.start;
  if (value.flow || !isFirstOnLine(text, start)) return;
  const deeper = columnOf(text, start) - columnOf(text, key.span.start);
  if (value.kind === 'list' && deeper >= 0) vote('before-dash', ' '.repeat(deeper));
  if (value.kind === 'mapping' && deeper > 0) vote('block-unit', ' '.repeat(deeper));
}
