import type { Catalog } from '../catalog/catalog.ts';
import { matchesWildcard } from '../catalog/wildcard.ts';

/** Wildcards are sought for so many actions of a service; no policy in use lists more. */
const most = 400;

/**
 * Few wildcards that cover just what a list of entries covers, as far as the catalog knows: each with the entries that it stands for,
 * by their place in the list. An entry that no wildcard helps to shorten is in none of them.
 */
export function foldedActions(
  entries: readonly (string | undefined)[],
  catalog: Catalog,
): ReadonlyMap<string, readonly number[]> {
  const byService = new Map<string, number[]>();
  for (const [index, entry] of entries.entries()) {
    const colon = entry?.indexOf(':') ?? -1;
    if (entry === undefined || colon < 0) continue;
    const service = entry.slice(0, colon).toLowerCase();
    byService.set(service, [...(byService.get(service) ?? []), index]);
  }
  const folds = new Map<string, readonly number[]>();
  for (const [service, indexes] of byService) {
    const names = indexes.map((index) => (entries[index] ?? '').slice(service.length + 1));
    for (const [pattern, places] of foldedNames(service, names, catalog))
      folds.set(
        `${service}:${pattern}`,
        places.map((place) => indexes[place] ?? 0),
      );
  }
  return folds;
}

function foldedNames(
  service: string,
  names: readonly string[],
  catalog: Catalog,
): ReadonlyMap<string, readonly number[]> {
  const all = catalog.actionsOf(service) ?? [];
  const wanted = new Set(names.flatMap((name) => catalog.actionsMatching(`${service}:${name}`)));
  if (names.length < 2 || wanted.size < 2 || wanted.size > most) return new Map();
  const others = all.filter((action) => !wanted.has(action)).map(({ name }) => name.toLowerCase());
  const candidates = patternsFor(
    [...wanted].map(({ name }) => name),
    others,
  );
  return shortestCover(candidates.map((pattern) => ({ pattern, places: placesCovered(pattern, names) })));
}

/** The entries that add nothing beside a pattern: actions that it matches, and wildcards that it is wider than. */
function placesCovered(pattern: string, names: readonly string[]): readonly number[] {
  const lower = pattern.toLowerCase();
  return names.flatMap((name, place) => (matchesWildcard(lower, name.toLowerCase()) ? [place] : []));
}

interface Candidate {
  readonly pattern: string;
  readonly places: readonly number[];
}

/** Takes the pattern that stands for the most entries again and again, then leaves out what the later ones made needless. */
function shortestCover(candidates: readonly Candidate[]): ReadonlyMap<string, readonly number[]> {
  const left = new Set(candidates.flatMap(({ places }) => places));
  const taken: Candidate[] = [];
  for (;;) {
    let best: Candidate | undefined;
    let gain = 1;
    for (const candidate of candidates) {
      const fresh = candidate.places.filter((place) => left.has(place)).length;
      const isShorter = best !== undefined && fresh === gain && candidate.pattern.length < best.pattern.length;
      if (fresh > gain || isShorter) [best, gain] = [candidate, fresh];
    }
    if (!best) break;
    taken.push(best);
    for (const place of best.places) left.delete(place);
  }
  const needed = taken.filter(
    ({ places }, i) => !places.every((place) => taken.some((other, k) => k > i && other.places.includes(place))),
  );
  const covered = new Set<number>();
  return new Map(
    needed.map(({ pattern, places }) => {
      const own = places.filter((place) => !covered.has(place));
      for (const place of own) covered.add(place);
      return [pattern, own] as const;
    }),
  );
}

/**
 * What a person would write: wildcards at whole words, `Get*`, `*Tagging`, `Get*Tagging`, of those that match none of the others. The
 * shortest come first.
 */
function patternsFor(names: readonly string[], others: readonly string[]): readonly string[] {
  if (others.length === 0) return ['*'];
  const tailsByHead = new Map<string, Set<string>>([['', new Set()]]);
  for (const name of names) {
    const words = name.split(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/);
    const tails = words.slice(1).map((_, i) => words.slice(i + 1).join(''));
    for (const tail of tails) tailsByHead.get('')?.add(tail);
    let head = '';
    for (const word of words) {
      head += word;
      const known = tailsByHead.get(head) ?? new Set<string>();
      tailsByHead.set(head, known.add(''));
      for (const tail of tails) if (head.length + tail.length < name.length) known.add(tail);
    }
  }
  const patterns: string[] = [];
  for (const [head, tails] of tailsByHead) {
    // Most patterns are told apart by their heads already.
    const begun = others.filter((other) => other.startsWith(head.toLowerCase()));
    for (const tail of tails) {
      const end = tail.toLowerCase();
      const meets = begun.some((other) => other.length >= head.length + end.length && other.endsWith(end));
      if (!meets) patterns.push(`${head}*${tail}`);
    }
  }
  return patterns.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
}
