import { sliceOf, spanOf, type SourceText } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';
import { embeddedTree } from '../tree/embedded.ts';
import type { Node, ScalarNode, Tree } from '../tree/node.ts';

/**
 * What may be selected around a place, each inside of the next: a part of an ARN, the text, the value, the entry, the statement with its
 * dash, the list, and so on to the document; through texts that hold documents of their own.
 */
export function selectionRanges(text: string, tree: Tree, offset: number): readonly Span[] {
  const spans: Span[] = [];
  for (const document of tree.documents) if (reaches(document.span, offset)) around(document, text, offset, spans);
  // What an alias stands for is elsewhere, and no part of what it stands in.
  const inside: Span[] = [];
  for (const span of spans) {
    const outer = inside.at(-1);
    const isSame = outer?.start === span.start && outer.end === span.end;
    if (!isSame && (!outer || (outer.start <= span.start && span.end <= outer.end))) inside.push(span);
  }
  return inside.reverse();
}

function reaches(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

/** Outermost first. */
function around(root: Node, text: string, offset: number, spans: Span[]): void {
  let node: Node | undefined = root;
  while (node) {
    spans.push(node.span);
    if (node.kind === 'scalar') {
      inScalar(node, text, offset, spans);
      return;
    }
    const flow: boolean = node.flow;
    if (flow) spans.push({ start: node.span.start + 1, end: node.span.end - 1 });
    if (node.kind === 'list') {
      const item: Node | undefined = node.items.find(({ span }) => reaches(flow ? span : withDash(span, text), offset));
      if (item && !flow) spans.push(withDash(item.span, text));
      node = item && reaches(item.span, offset) ? item : undefined;
      continue;
    }
    const entry = node.entries.find(({ span }) => reaches(span, offset));
    if (!entry) return;
    spans.push(entry.span);
    const isKey = reaches(entry.key.span, offset);
    node = isKey ? entry.key : entry.value && reaches(entry.value.span, offset) ? entry.value : undefined;
  }
}

/** From the dash of a YAML list on. */
function withDash(span: Span, text: string): Span {
  const line = text.lastIndexOf('\n', span.start - 1) + 1;
  const dash = /-\s+$/.exec(text.slice(line, span.start));
  return dash ? { start: span.start - dash[0].length, end: span.end } : span;
}

function inScalar(scalar: ScalarNode, text: string, offset: number, spans: Span[]): void {
  const { source } = scalar;
  spans.push(source.span);
  const inner = embeddedTree(scalar)?.documents.find(({ span }) => reaches(span, offset));
  if (inner) around(inner, text, offset, spans);
  else if (typeof scalar.value === 'string') spans.push(...partsOf(source, offset));
}

/** The fields of an ARN, then the pieces of a path; the name behind a service; a variable. */
function partsOf(source: SourceText, offset: number): readonly Span[] {
  const spans: Span[] = [];
  let piece = source;
  for (const separator of [':', '/']) {
    const cut = pieceAt(piece, separator, offset);
    if (!cut) continue;
    spans.push(cut.span);
    piece = cut;
  }
  return spans;
}

/** The piece between separators that holds the place; a separator inside of `${...}` is none. */
function pieceAt(source: SourceText, separator: string, offset: number): SourceText | undefined {
  const { text } = source;
  if (!text.includes(separator) || /\s/.test(text)) return undefined;
  let from = 0;
  let depth = 0;
  for (let at = 0; at <= text.length; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}') depth--;
    if (at < text.length && (text[at] !== separator || depth > 0)) continue;
    if (reaches(spanOf(source, from, at), offset)) return at > from ? sliceOf(source, from, at) : undefined;
    from = at + 1;
  }
  return undefined;
}
