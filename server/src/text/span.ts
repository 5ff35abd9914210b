/** A piece of a file: offsets in UTF-16 units from the start of the text as it is on disk (a byte order mark counts), end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A span of a named file. */
export interface Place {
  readonly uri: string;
  readonly span: Span;
}

export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** True when the spans share a character, or an empty one touches the other. */
export function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}
