import { matchesWildcard } from '../../catalog/wildcard.ts';
import type { TextElement } from '../../model/policy.ts';
import { literalOf, type TextValue } from '../../model/text-value.ts';
import type { Issue } from './policy-rule.ts';

/** More comparisons than this are not made: a list so long is no one's own writing. */
const mostComparisons = 300_000;

interface Entry {
  readonly value: TextValue;
  readonly text: string;
  readonly folded: string;
  readonly isWild: boolean;
  readonly number: number;
  /** The number of an entry that covers it; itself while none is known. */
  parent: number;
  isCovered: boolean;
}

/**
 * Entries of one list that another entry covers, in groups: each group has one that covers the others, or the same text twice. `fold`
 * makes texts alike that AWS takes for one.
 */
export function redundantEntries(
  element: TextElement | undefined,
  fold: (text: string) => string,
  uri: string,
): readonly Issue[] | undefined {
  if (!element || element.values.length < 2 || element.conditional) return undefined;
  const entries = entriesOf(element, fold);
  if (!joinCovered(entries)) return undefined;
  const groups = new Map<number, Entry[]>();
  for (const [number, entry] of entries.entries()) {
    const root = rootOf(entries, number);
    const group = groups.get(root);
    if (group) group.push(entry);
    else groups.set(root, [entry]);
  }
  const issues: Issue[] = [];
  for (const group of groups.values()) if (group.length > 1) issues.push(issueOf(group, uri));
  return issues;
}

function entriesOf(element: TextElement, fold: (text: string) => string): readonly Entry[] {
  const entries: Entry[] = [];
  for (const value of element.values) {
    const text = literalOf(value);
    if (text === undefined) continue;
    const isWild = text.includes('*') || text.includes('?');
    const number = entries.length;
    entries.push({ value, text, folded: fold(text), isWild, number, parent: number, isCovered: false });
  }
  return entries;
}

/** Joins what covers each other; false when nothing does. */
function joinCovered(entries: readonly Entry[]): boolean {
  let found = false;
  const first = new Map<string, number>();
  for (const [number, entry] of entries.entries()) {
    const same = first.get(entry.folded);
    if (same === undefined) {
      first.set(entry.folded, number);
      continue;
    }
    entry.isCovered = found = true;
    join(entries, number, same);
  }
  const wild = entries.filter(({ isWild }) => isWild);
  if (wild.length === 0 || wild.length * entries.length > mostComparisons) return found;
  // What begins alike stands together.
  const sorted = [...entries].sort((a, b) => (a.folded < b.folded ? -1 : 1));
  for (const wide of wild) {
    const prefix = wide.folded.slice(0, wide.folded.search(/[*?]/));
    const hasOne = wide.folded.includes('?');
    for (let i = firstFrom(sorted, prefix); sorted[i]?.folded.startsWith(prefix); i++) {
      const narrow = sorted[i] as Entry;
      if (narrow.folded === wide.folded) continue;
      // To a matcher the star of the narrower text is a character like others, which ? would match as one.
      if (hasOne && narrow.folded.includes('*')) continue;
      if (!matchesWildcard(wide.folded, narrow.folded)) continue;
      narrow.isCovered = found = true;
      join(entries, narrow.number, wide.number);
    }
  }
  return found;
}

/** The place in a sorted list where texts that are not before `text` begin. */
function firstFrom(sorted: readonly Entry[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.folded ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

function join(entries: readonly Entry[], a: number, b: number): void {
  const [mine, theirs] = [entries[rootOf(entries, a)], rootOf(entries, b)];
  if (mine) mine.parent = theirs;
}

function rootOf(entries: readonly Entry[], number: number): number {
  let at = number;
  for (let up = entries[at]?.parent ?? at; up !== at; up = entries[at]?.parent ?? at) at = up;
  return at;
}

function issueOf(group: readonly Entry[], uri: string): Issue {
  const [first, ...rest] = group as [Entry, ...Entry[]];
  const covered = group.filter(({ isCovered }) => isCovered);
  const keeper = group.find(({ isCovered }) => !isCovered) ?? first;
  const [one = first, another] = covered;
  const message =
    one.folded === keeper.folded && !another
      ? `"${keeper.text}" stands here twice`
      : another
        ? `${covered.length} of these add nothing to "${keeper.text}", which covers them`
        : `"${one.text}" adds nothing to "${keeper.text}", which covers it`;
  return {
    span: first.value.span,
    message,
    related: rest.map(({ value, isCovered }) => ({
      uri,
      span: value.span,
      message: isCovered ? 'covered as well' : 'covers the others',
    })),
    fixes: () => [
      {
        title: covered.length === 1 ? `Remove "${one.text}"` : `Remove the ${covered.length} that add nothing`,
        changes: covered.map(({ value }) => ({ kind: 'remove' as const, uri, at: value.at })),
      },
    ],
  };
}
