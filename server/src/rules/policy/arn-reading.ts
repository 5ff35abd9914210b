import { literalOf, literalSourceOf, splitText, type TextValue } from '../../model/text-value.ts';
import { spanOf, type SourceText } from '../../text/source-text.ts';
import type { Span } from '../../text/span.ts';

const names = ['arn', 'partition', 'service', 'region', 'account', 'resource'] as const;

type ArnField = (typeof names)[number];

/** The fields of an ARN, each where it stands. The sixth takes all the rest. */
export class ArnReading {
  readonly value: TextValue;
  /** Undefined where a field has holes. */
  readonly #texts: readonly (string | undefined)[];
  readonly #source: SourceText | undefined;
  readonly #pieces: readonly TextValue[];

  /** Undefined for a text that does not begin with `arn:`. */
  static of(value: TextValue): ArnReading | undefined {
    const source = literalSourceOf(value);
    if (source) {
      if (!source.text.startsWith('arn:')) return undefined;
      return new ArnReading(value, fieldsOf(source.text), source, []);
    }
    const pieces = splitText(value, ':', 6);
    return literalOf(pieces[0]) === 'arn' ? new ArnReading(value, pieces.map(literalOf), undefined, pieces) : undefined;
  }

  private constructor(
    value: TextValue,
    texts: readonly (string | undefined)[],
    source: SourceText | undefined,
    pieces: readonly TextValue[],
  ) {
    this.value = value;
    this.#texts = texts;
    this.#source = source;
    this.#pieces = pieces;
  }

  /** How many of the six fields are there. A hole may hold more than one. */
  get count(): number {
    return this.#texts.length;
  }

  /** True when the whole ARN is written out. */
  get isLiteral(): boolean {
    return this.#source !== undefined;
  }

  /** The text of a field; undefined for one with holes, and for one that is not there. */
  text(field: ArnField): string | undefined {
    return this.#texts[names.indexOf(field)];
  }

  /** Where a field stands; for an empty one the colon before it, for a missing one the whole. */
  span(field: ArnField): Span {
    const number = names.indexOf(field);
    if (number >= this.#texts.length) return this.value.span;
    if (!this.#source) return this.#pieces[number]?.span ?? this.value.span;
    let start = 0;
    for (let i = 0; i < number; i++) start += (this.#texts[i]?.length ?? 0) + 1;
    const end = start + (this.#texts[number]?.length ?? 0);
    return start === end ? spanOf(this.#source, start - 1, end) : spanOf(this.#source, start, end);
  }
}

function fieldsOf(text: string): readonly string[] {
  const fields: string[] = [];
  let start = 0;
  while (fields.length < 5) {
    const colon = text.indexOf(':', start);
    if (colon < 0) break;
    // A colon inside of a variable (`${aws:username}`) parts nothing.
    const open = text.lastIndexOf('${', colon);
    if (open >= start && text.indexOf('}', open) > colon) {
      const close = text.indexOf('}', open);
      const next = text.indexOf(':', close);
      if (next < 0) break;
      fields.push(text.slice(start, next));
      start = next + 1;
      continue;
    }
    fields.push(text.slice(start, colon));
    start = colon + 1;
  }
  fields.push(text.slice(start));
  return fields;
}
