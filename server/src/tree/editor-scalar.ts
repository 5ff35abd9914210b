import type { TextEdit } from '../text/edit.ts';
import type { SourceText } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';
import type { ScalarNode } from './node.ts';
import { indented, renderBlock } from './render-block.ts';
import type { BlockStyle } from './render-block.ts';
import {
  escapeJson,
  escapeYaml,
  hasControls,
  isPlain,
  isPlainDate,
  isSingleQuotable,
  yamlString,
} from './render-scalar.ts';
import { columnOf, indentOf, lineEnd, nextLine } from './trivia.ts';
import { bodyEnd } from './editor-block.ts';

/** A part of a scalar's decoded text and what comes in its place. Parts do not overlap and are in order. */
export interface Part {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The decoded offsets of a span in the file; undefined when it cuts through an escape or stands outside. */
export function decodedRange(
  source: SourceText,
  span: Span,
): { readonly from: number; readonly to: number } | undefined {
  const { runs, text } = source;
  if (!runs) {
    const from = span.start - source.span.start;
    const to = span.end - source.span.start;
    return from >= 0 && to <= text.length && from <= to ? { from, to } : undefined;
  }
  let from: number | undefined;
  let to: number | undefined;
  if (text === '' && span.start === span.end && span.start === source.span.start) return { from: 0, to: 0 };
  for (let i = 0; i < runs.length; i += 3) {
    const at = runs[i] ?? 0;
    const start = runs[i + 1] ?? 0;
    const end = runs[i + 2] ?? 0;
    const length = (runs[i + 3] ?? text.length) - at;
    const letters = end - start === length;
    if (from === undefined && span.start >= start && span.start < end) {
      if (letters) from = at + span.start - start;
      else if (span.start === start) from = at;
    }
    if (span.end > start && span.end <= end) {
      if (letters) to = at + span.end - start;
      else if (span.end === end) to = at + length;
    }
    if (span.start === span.end && (span.start === start || span.start === end)) {
      const offset = span.start === start ? at : at + length;
      return { from: offset, to: offset };
    }
  }
  if (span.start === span.end) return from === undefined ? undefined : { from, to: from };
  return from === undefined || to === undefined || to < from ? undefined : { from, to };
}

export function withParts(text: string, parts: readonly Part[]): string {
  let out = '';
  let at = 0;
  for (const part of parts) {
    out += text.slice(at, part.from) + part.text;
    at = part.to;
  }
  return out + text.slice(at);
}

/** What a scalar that is no string is read as once its text is another. */
export function valueOfText(text: string): string | number | boolean | null {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : text;
}

/**
 * Puts other text in place of parts of a scalar, encoded as it needs it; the whole scalar is written anew where its style cannot
 * hold the text.
 * @param map The span in the file of decoded characters.
 */
export function replaceInScalar(
  text: string,
  node: ScalarNode,
  parts: readonly Part[],
  map: (from: number, to: number) => Span,
  context: { readonly style: BlockStyle | undefined; readonly flow: boolean; readonly eol: string },
): readonly TextEdit[] | undefined {
  const full = withParts(node.source.text, parts);
  const some = (encode: (text: string) => string): readonly TextEdit[] =>
    parts.map((part) => ({ span: map(part.from, part.to), newText: encode(part.text) }));
  const whole = (newText: string): readonly TextEdit[] => [{ span: node.span, newText }];
  const style = context.style;
  if (node.syntax === 'json' || !style) {
    if (typeof node.value === 'string') return some(escapeJson);
    return whole(JSON.stringify(valueOfText(full)));
  }
  const { quote } = style.flow;
  switch (node.style) {
    case 'plain':
      if (typeof node.value !== 'string') {
        const value = valueOfText(full);
        return whole(typeof value === 'string' ? yamlString(value, 'plain', quote, context.flow) : full);
      }
      if (isPlain(full, context.flow) || (isPlainDate(full) && isPlainDate(node.value))) return some((part) => part);
      return whole(yamlString(full, quote, quote, context.flow));
    case 'single':
      if (parts.every((part) => isSingleQuotable(part.text))) return some((part) => part.replaceAll("'", "''"));
      return whole(yamlString(full, 'double', 'double', context.flow));
    case 'double':
      return some(escapeYaml);
    case 'literal':
    case 'folded': {
      if (holds(node, parts, full)) {
        const indent = blockIndent(text, node);
        return parts.map((part) => {
          const span = map(part.from, part.to);
          return { span, newText: insideBlock(text, node, part, span, indent, context.eol) };
        });
      }
      const rendered = renderBlock(
        { kind: 'scalar', value: full },
        { ...style, flow: { ...style.flow, strings: 'double', templates: 'double' } },
      );
      if (!rendered) return undefined;
      const body = indented(rendered.body, blockIndent(text, node));
      const end = bodyEnd(text, node.span.end, node);
      return [
        {
          span: { start: node.span.start, end: Math.max(end, node.source.span.start) },
          newText: [rendered.head, ...body].join(context.eol),
        },
      ];
    }
  }
}

/** A part of the text of a block scalar, its lines indented as those around it. */
function insideBlock(text: string, node: ScalarNode, part: Part, span: Span, indent: string, eol: string): string {
  const old = node.source.text;
  const behind = old[part.to] ?? '\n';
  const lines = part.text.split('\n');
  const last = lines.length - 1;
  const inside = lines.map((line, index) => {
    if (index === 0) return line;
    return line !== '' || (index === last && behind !== '\n') ? indent + line : line;
  });
  // An empty line may stand without its indentation.
  const missing = indent.slice(columnOf(text, span.start));
  const first = lines[0] === '' && (last > 0 || behind === '\n') ? '' : missing;
  return first + inside.join(eol);
}

/** True when the text of a block scalar can be changed in place: neither its first indentation nor its end is touched. */
function holds(node: ScalarNode, parts: readonly Part[], full: string): boolean {
  const old = node.source.text;
  const inner = old.replace(/\n+$/, '').length;
  if (
    parts.some(
      (part) =>
        part.to > inner ||
        (part.to === inner && part.text.endsWith('\n')) ||
        hasControls(part.text.replace(/[\n\t]/g, '')),
    )
  )
    return false;
  if (inner === 0 || full.replace(/\n+$/, '') === '' || /^\s/.test(full) || /\n$/.test(full) !== /\n$/.test(old))
    return false;
  if (parts.some((part) => part.to === inner) && /\n\n$/.test(full) !== /\n\n$/.test(old)) return false;
  if (node.style === 'literal') return true;
  return (
    !/(?:^|\n)[ \t]/.test(full) &&
    !/ {2}/.test(full) &&
    parts.every((part) => !/\n/.test(part.text + old.slice(part.from, part.to)))
  );
}

function blockIndent(text: string, node: ScalarNode): string {
  for (let at = nextLine(text, node.span.start); at < text.length && at <= node.span.end; at = nextLine(text, at)) {
    if (text.slice(at, lineEnd(text, at)).trim() !== '') return indentOf(text, at);
  }
  return `${indentOf(text, node.span.start)}  `;
}
