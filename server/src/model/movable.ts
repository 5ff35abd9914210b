import type { Span } from '../text/span.ts';

/** A span of which its owner may change the numbers. */
interface OwnSpan {
  start: number;
  end: number;
}

/** A copy of plain data that shares no object with what it was copied from, so that its places can be moved where they are. */
export interface Movable<T> {
  readonly value: T;
  readonly places: Places;
}

/** Everything in some data that counts from the start of the file. */
export interface Places {
  readonly spans: readonly Span[];
  /** The `runs` of source texts. */
  readonly runs: readonly (readonly number[])[];
}

export function movable<T>(value: T): Movable<T> {
  const spans: OwnSpan[] = [];
  const runs: number[][] = [];
  const copies = new Map<object, unknown>();
  const copyOf = (one: unknown): unknown => {
    if (typeof one !== 'object' || one === null) return one;
    const known = copies.get(one);
    if (known !== undefined) return known;
    const copy = Array.isArray(one) ? one.map(copyOf) : copyOfObject(one);
    copies.set(one, copy);
    return copy;
  };
  const copyOfObject = (one: object): object => {
    // A source text may tell its place when it is asked, which is no property of its own.
    if ('text' in one && 'span' in one && !('kind' in one)) {
      const { text, span } = one;
      if (!('runs' in one) || !Array.isArray(one.runs)) return { text, span: copyOf(span) };
      const own = [...(one.runs as readonly number[])];
      runs.push(own);
      return { text, span: copyOf(span), runs: own };
    }
    if ('start' in one && 'end' in one && typeof one.start === 'number' && typeof one.end === 'number') {
      const span = { start: one.start, end: one.end };
      spans.push(span);
      return span;
    }
    const out: Record<string, unknown> = {};
    for (const key of Object.keys(one)) out[key] = copyOf((one as Record<string, unknown>)[key]);
    return out;
  };
  return { value: copyOf(value) as T, places: { spans, runs } };
}

/** Moves places of a movable copy. */
export function move({ spans, runs }: Places, by: number): void {
  for (const span of spans as readonly OwnSpan[]) {
    span.start += by;
    span.end += by;
  }
  for (const run of runs as readonly number[][])
    for (let i = 0; i < run.length; i += 3) {
      run[i + 1] = (run[i + 1] ?? 0) + by;
      run[i + 2] = (run[i + 2] ?? 0) + by;
    }
}
