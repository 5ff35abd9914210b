import type { TestReading, ValueReading } from './reading.ts';

/** What a test with a star for its value asks in truth: that the request has the key, that it has not, or nothing at all. */
export type StarMeaning = 'present' | 'absent' | 'always' | 'never';

/** Undefined for a test without a star that covers every value. */
export function starMeaning(
  test: TestReading,
): { readonly meaning: StarMeaning; readonly star: ValueReading } | undefined {
  const { operator } = test;
  if (!operator?.wild) return undefined;
  const star = test.values.find(({ text }) => /^\*+$/.test(text));
  if (!star || test.test.conditional) return undefined;
  const { qualifier, ifExists, negated } = operator;
  if (negated) return { meaning: qualifier === 'ForAnyValue' ? 'never' : 'absent', star };
  return { meaning: ifExists || qualifier === 'ForAllValues' ? 'always' : 'present', star };
}
