import { unknownText, type TextValue } from '../model/text-value.ts';

/**
 * What is known of the condition keys that a request carries, by key in lower case. No values: the key surely is not there. A key that
 * is not in the map may be there or not. A value that nobody knows is a text with a hole.
 */
export type Context = ReadonlyMap<string, readonly TextValue[]>;

/** The values of a key, written in any case; `aws:principaltag/*` speaks for all keys that begin so. */
export function valuesOf(context: Context, key: string): readonly TextValue[] | undefined {
  const name = key.toLowerCase();
  return context.get(name) ?? (name.includes('/') ? context.get(name.replace(/\/.*$/s, '/*')) : undefined);
}

const nowhere = { start: 0, end: 0 };

/** A value that stands in no file. */
export function textOf(value: string): TextValue {
  return {
    span: nowhere,
    at: nowhere,
    parts: [{ kind: 'literal', source: { text: value, span: nowhere } }],
  };
}

/** The value of a key that surely is there, though nobody knows with which value. */
export const anyValue: TextValue = unknownText({ span: nowhere, at: nowhere });

/** What the asker states (`aws:SourceIp` is `192.0.2.1`) comes before what is known otherwise. */
export function contextOf(
  known: Iterable<readonly [string, readonly TextValue[]]>,
  stated: ReadonlyMap<string, readonly string[]> = new Map(),
): Context {
  const out = new Map<string, readonly TextValue[]>();
  for (const [key, values] of known) out.set(key.toLowerCase(), values);
  for (const [key, values] of stated) out.set(key.toLowerCase(), values.map(textOf));
  return out;
}
