import type { SourceText } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';
import type { Entry, ListNode, MappingNode, Node, ScalarNode } from './node.ts';

/**
 * Where a piece of a file begins. All nodes of a piece share one and count from it, so an edit elsewhere moves them all by
 * changing one number.
 */
export interface Placement {
  offset: number;
}

/** A decoded text that stands in the file letter for letter. */
export class PlacedText implements SourceText {
  readonly text: string;
  private readonly place: Placement;
  private readonly start: number;
  private readonly end: number;

  constructor(place: Placement, start: number, end: number, text: string) {
    this.place = place;
    this.start = start;
    this.end = end;
    this.text = text;
  }

  get span(): Span {
    return { start: this.place.offset + this.start, end: this.place.offset + this.end };
  }
}

/** A decoded text whose runs count from the piece. */
export class PlacedRuns implements SourceText {
  readonly text: string;
  private readonly place: Placement;
  private readonly start: number;
  private readonly end: number;
  private readonly relative: readonly number[];
  private absolute: readonly number[] | undefined;
  private absoluteAt = 0;

  constructor(place: Placement, start: number, end: number, text: string, runs: readonly number[]) {
    this.place = place;
    this.start = start;
    this.end = end;
    this.text = text;
    this.relative = runs;
  }

  get span(): Span {
    return { start: this.place.offset + this.start, end: this.place.offset + this.end };
  }

  get runs(): readonly number[] {
    const offset = this.place.offset;
    if (!this.absolute || this.absoluteAt !== offset) {
      this.absolute = this.relative.map((value, i) => (i % 3 === 0 ? value : value + offset));
      this.absoluteAt = offset;
    }
    return this.absolute;
  }
}

abstract class Placed {
  readonly syntax = 'yaml';
  protected readonly place: Placement;
  protected readonly start: number;
  protected readonly end: number;

  constructor(place: Placement, start: number, end: number) {
    this.place = place;
    this.start = start;
    this.end = end;
  }

  get span(): Span {
    return { start: this.place.offset + this.start, end: this.place.offset + this.end };
  }
}

export class PlacedScalar extends Placed implements ScalarNode {
  readonly kind = 'scalar';
  readonly value: string | number | boolean | null;
  readonly source: SourceText;
  readonly style: ScalarNode['style'];

  constructor(
    place: Placement,
    start: number,
    end: number,
    value: string | number | boolean | null,
    source: SourceText,
    style: ScalarNode['style'],
  ) {
    super(place, start, end);
    this.value = value;
    this.source = source;
    this.style = style;
  }
}

export class PlacedList extends Placed implements ListNode {
  readonly kind = 'list';
  readonly items: readonly Node[];
  readonly flow: boolean;

  constructor(place: Placement, start: number, end: number, items: readonly Node[], flow: boolean) {
    super(place, start, end);
    this.items = items;
    this.flow = flow;
  }
}

export class PlacedMapping extends Placed implements MappingNode {
  readonly kind = 'mapping';
  readonly entries: readonly Entry[];
  readonly flow: boolean;
  declare readonly tag?: string;
  declare readonly merged?: readonly MappingNode[];

  constructor(
    place: Placement,
    start: number,
    end: number,
    entries: readonly Entry[],
    flow: boolean,
    rest: Pick<MappingNode, 'tag' | 'merged'> = {},
  ) {
    super(place, start, end);
    this.entries = entries;
    this.flow = flow;
    if (rest.tag !== undefined) this.tag = rest.tag;
    if (rest.merged !== undefined) this.merged = rest.merged;
  }
}

export class PlacedEntry implements Entry {
  readonly key: ScalarNode;
  readonly value: Node | undefined;
  private readonly place: Placement;
  private readonly start: number;
  private readonly end: number;

  constructor(place: Placement, start: number, end: number, key: ScalarNode, value: Node | undefined) {
    this.place = place;
    this.start = start;
    this.end = end;
    this.key = key;
    this.value = value;
  }

  get span(): Span {
    return { start: this.place.offset + this.start, end: this.place.offset + this.end };
  }
}

/** Something that knows where it stands. */
export interface Located {
  readonly span: Span;
}

/** From the first to the last part of something that is put together from pieces. */
export class Reach implements Located {
  private readonly first: Located;
  private readonly last: Located;

  constructor(first: Located, last: Located) {
    this.first = first;
    this.last = last;
  }

  get span(): Span {
    return { start: this.first.span.start, end: this.last.span.end };
  }
}

/** A block mapping put together from pieces. */
export class JoinedMapping implements MappingNode {
  readonly kind = 'mapping';
  readonly syntax = 'yaml';
  readonly flow = false;
  readonly entries: readonly Entry[];
  declare readonly merged?: readonly MappingNode[];
  private readonly reach: Located;

  constructor(entries: readonly Entry[], merged: readonly MappingNode[], reach: Located) {
    this.entries = entries;
    if (merged.length > 0) this.merged = merged;
    this.reach = reach;
  }

  get span(): Span {
    return this.reach.span;
  }
}

/** A block list put together from pieces. */
export class JoinedList implements ListNode {
  readonly kind = 'list';
  readonly syntax = 'yaml';
  readonly flow = false;
  readonly items: readonly Node[];
  private readonly reach: Located;

  constructor(items: readonly Node[], reach: Located) {
    this.items = items;
    this.reach = reach;
  }

  get span(): Span {
    return this.reach.span;
  }
}

/** An entry of which the value is not there, or is put together from pieces. */
export class JoinedEntry implements Entry {
  readonly key: ScalarNode;
  readonly value: Node | undefined;

  constructor(key: ScalarNode, value: Node | undefined) {
    this.key = key;
    this.value = value;
  }

  get span(): Span {
    return { start: this.key.span.start, end: (this.value ?? this.key).span.end };
  }
}
