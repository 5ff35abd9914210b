/** How many letters to put in, take out or change to come from one text to the other; of long texts their length. */
export function editDistance(a: string, b: string): number {
  if (a.length > 100 || b.length > 200) return Math.max(a.length, b.length);
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/**
 * The candidate that takes the fewest letters to reach, compared without case; undefined when none is like it: more than a third of
 * its letters, or `most`, would change, or two candidates are as near.
 */
export function nearestOf(text: string, candidates: Iterable<string>, most = 4): string | undefined {
  const lower = text.toLowerCase();
  let least = Math.min(most, Math.floor(text.length / 3)) + 1;
  let best: string | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - text.length) >= least + 1) continue;
    const distance = editDistance(lower, candidate.toLowerCase());
    if (distance < least) {
      best = candidate;
      least = distance;
    } else if (distance === least && best !== undefined) {
      best = undefined;
    }
  }
  return best;
}
