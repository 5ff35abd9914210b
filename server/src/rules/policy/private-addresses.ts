import { isPrivate } from './ip-range.ts';
import type { TestReading, ValueReading } from './reading.ts';

/** How many of the ranges that `aws:SourceIp` is compared with are private, for one of the two operators. */
export function privateAddresses(
  test: TestReading,
  negated: boolean,
): { readonly share: 'all' | 'some'; readonly first: ValueReading } | undefined {
  const { operator, key, isWhole, values } = test;
  if (key !== 'aws:sourceip' || operator?.family !== 'IpAddress' || operator.negated !== negated) return undefined;
  const ranges = values.filter(({ text }) => isPrivate(text));
  const [first] = ranges;
  if (!first || !isWhole) return undefined;
  return { share: ranges.length === values.length ? 'all' : 'some', first };
}
