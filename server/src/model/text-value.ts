import { sliceOf, spanOf, type SourceText } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';

/**
 * A text as templates write it: letters, references, and pieces nobody can know before deployment.
 * `span` is what to underline (without quotes); `at` is the node, for changes.
 */
export interface TextValue {
  readonly span: Span;
  readonly at: Span;
  readonly parts: readonly TextPart[];
  /** Written without quotes, so that to JSON it is no text. */
  readonly bare?: 'a number' | 'a boolean';
}

export type TextPart =
  | { readonly kind: 'literal'; readonly source: SourceText }
  | { readonly kind: 'reference'; readonly span: Span; readonly to: Reference }
  /** One of several texts, by a condition or a map: `undefined` stands for `AWS::NoValue`. */
  | { readonly kind: 'choice'; readonly span: Span; readonly options: readonly (TextValue | undefined)[] }
  /** `written` is the text as the author wrote it (`${stageVariables.fn}`), for messages. */
  | { readonly kind: 'unknown'; readonly span: Span; readonly written: string };

export type Reference =
  /** A thing declared in the same unit: a resource's own value (`attribute` absent: CloudFormation's Ref) or one of its attributes. */
  (
    | {
        readonly kind: 'logical';
        readonly id: string;
        readonly attribute?: string;
        /** The name that CloudFormation makes for it: like a resource's own value it is no other resource's. */
        readonly made?: true;
      }
    /** `AWS::Region`, `AWS::AccountId`, `AWS::Partition`, `AWS::StackName`, `AWS::URLSuffix` */
    | { readonly kind: 'pseudo'; readonly name: string }
    /** A `narrow` one names a stage, and so holds neither `:` nor `/`. */
    | { readonly kind: 'parameter'; readonly name: string; readonly default?: string; readonly narrow?: true }
  ) & {
    /** The template whose name it is, in a unit of several stacks: to each of them the same name may be another thing. */
    readonly uri?: string;
  };

export type LogicalReference = Extract<Reference, { kind: 'logical' }>;

export type LiteralPart = Extract<TextPart, { kind: 'literal' }>;

/** The text when it has no holes. */
export function literalOf(value: TextValue | undefined): string | undefined {
  if (!value) return undefined;
  let text = '';
  for (const part of value.parts) {
    if (part.kind !== 'literal') return undefined;
    text += part.source.text;
  }
  return text;
}

/** The source of a text that is one literal: only such a text can be underlined in parts or replaced in parts. */
export function literalSourceOf(value: TextValue | undefined): SourceText | undefined {
  const [part, second] = value?.parts ?? [];
  if (second || part?.kind !== 'literal') return undefined;
  return part.source;
}

/** For messages: holes are shown as `${Name}`, as Fn::Sub writes them. */
export function printed(value: TextValue): string {
  return value.parts.map(printedPart).join('');
}

function printedPart(part: TextPart): string {
  switch (part.kind) {
    case 'literal':
      return part.source.text;
    case 'reference':
      return '${' + printedReference(part.to) + '}';
    case 'choice':
      return '${...}';
    case 'unknown':
      return part.written;
  }
}

export function printedReference(to: Reference): string {
  if (to.kind !== 'logical') return to.name;
  return to.attribute === undefined ? to.id : `${to.id}.${to.attribute}`;
}

/** The value's alternatives with every choice made; undefined among them when the value may be absent. More than `most` give one unknown text. */
export function alternativesOf(value: TextValue, most = 32): readonly (TextValue | undefined)[] {
  if (!value.parts.some((part) => part.kind === 'choice')) return [value];
  const [only, second] = value.parts;
  if (only?.kind === 'choice' && !second) {
    const all = only.options.flatMap((option) => (option ? alternativesOf(option, most) : [undefined]));
    return all.length <= most ? all : [unknownText(value)];
  }
  let heads: TextPart[][] = [[]];
  for (const part of value.parts) {
    if (part.kind !== 'choice') {
      for (const head of heads) head.push(part);
      continue;
    }
    const tails = part.options.flatMap((option) => (option ? alternativesOf(option, most) : [undefined]));
    heads = heads.flatMap((head) => tails.map((tail) => [...head, ...(tail?.parts ?? [])]));
    if (heads.length > most) return [unknownText(value)];
  }
  return heads.map((parts) => ({ ...value, parts }));
}

export function unknownText(value: { readonly span: Span; readonly at: Span }): TextValue {
  return { span: value.span, at: value.at, parts: [{ kind: 'unknown', span: value.span, written: '${...}' }] };
}

/** A text without a place of its own, for things that exist unwritten (what SAM creates, what an attribute stands for). */
export function madeText(
  place: { readonly span: Span; readonly at: Span },
  ...pieces: readonly (string | Reference)[]
): TextValue {
  const parts = pieces.map((piece): TextPart =>
    typeof piece === 'string'
      ? { kind: 'literal', source: { text: piece, span: { start: place.span.start, end: place.span.start } } }
      : { kind: 'reference', span: place.span, to: piece },
  );
  return { span: place.span, at: place.at, parts };
}

/** `arn:aws:execute-api:eu-west-1:111122223333:` with holes: what stands before the API's id. */
export const executeApiArnHead: readonly (string | Reference)[] = [
  'arn:',
  { kind: 'pseudo', name: 'AWS::Partition' },
  ':execute-api:',
  { kind: 'pseudo', name: 'AWS::Region' },
  ':',
  { kind: 'pseudo', name: 'AWS::AccountId' },
  ':',
];

export function concatTexts(
  place: { readonly span: Span; readonly at: Span },
  ...texts: readonly TextValue[]
): TextValue {
  return { span: place.span, at: place.at, parts: texts.flatMap((text) => text.parts) };
}

/** The text between single quotes, as request parameters write what is not taken from the request. Undefined for any other. */
export function unquoted(value: TextValue): TextValue | undefined {
  const first = value.parts[0];
  const last = value.parts.at(-1);
  if (first?.kind !== 'literal' || last?.kind !== 'literal') return undefined;
  if (!first.source.text.startsWith("'") || !last.source.text.endsWith("'")) return undefined;
  const parts = value.parts.flatMap((part): TextPart[] => {
    if (part.kind !== 'literal') return [part];
    const from = part === first ? 1 : 0;
    const to = part.source.text.length - (part === last ? 1 : 0);
    return to > from ? [{ kind: 'literal', source: sliceOf(part.source, from, to) }] : [];
  });
  return parts.length > 0 ? { ...value, parts } : undefined;
}

/** Cuts a text at every `separator` outside of holes; the pieces keep their places. */
export function splitText(value: TextValue, separator: string, most = Infinity): TextValue[] {
  const pieces: TextPart[][] = [[]];
  for (const part of value.parts) {
    if (part.kind !== 'literal') {
      pieces.at(-1)?.push(part);
      continue;
    }
    const text = part.source.text;
    let from = 0;
    for (;;) {
      const at = pieces.length < most ? text.indexOf(separator, from) : -1;
      const end = at < 0 ? text.length : at;
      if (end > from) pieces.at(-1)?.push({ kind: 'literal', source: sliceOf(part.source, from, end) });
      if (at < 0) break;
      pieces.push([]);
      from = at + separator.length;
    }
  }
  return pieces.map((parts) => ({ span: spanOfParts(parts) ?? value.span, at: value.at, parts }));
}

function spanOfParts(parts: readonly TextPart[]): Span | undefined {
  const spans = parts.map((part) => (part.kind === 'literal' ? part.source.span : part.span));
  const [first] = spans;
  const last = spans.at(-1);
  return first && last && first.start <= last.end ? { start: first.start, end: last.end } : undefined;
}

/** Turns `${...}` in literal text into unknown parts: stage variables, policy variables and the placeholders of other tools. */
export function withOpenPlaceholders(value: TextValue): TextValue {
  return withHoles(value, '${', /\$\{[^}]*\}/g);
}

/** Turns what `hole` finds in literal text into unknown parts; `sign` is in every text that holds one. */
export function withHoles(value: TextValue, sign: string, hole: RegExp): TextValue {
  if (!value.parts.some((part) => part.kind === 'literal' && part.source.text.includes(sign))) return value;
  const parts = value.parts.flatMap((part): TextPart[] => {
    if (part.kind !== 'literal') return [part];
    const out: TextPart[] = [];
    let from = 0;
    for (const match of part.source.text.matchAll(hole)) {
      if (match.index > from) out.push({ kind: 'literal', source: sliceOf(part.source, from, match.index) });
      from = match.index + match[0].length;
      out.push({ kind: 'unknown', span: spanOf(part.source, match.index, from), written: match[0] });
    }
    const end = part.source.text.length;
    if (end > from) out.push({ kind: 'literal', source: sliceOf(part.source, from, end) });
    return out;
  });
  return { ...value, parts };
}
