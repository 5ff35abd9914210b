/**
 * Whether a pattern in which `*` is any run of characters and `?` one character covers the whole text. Compares characters as they
 * are: callers that compare without case lower both first.
 *
 * Only the last `*` is ever reconsidered, so the work is bounded by pattern length times text length, whatever the pattern.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let starAt = -1;
  let starEnd = 0;
  while (t < text.length) {
    const wanted = pattern[p];
    if (wanted === '*') {
      starAt = p++;
      starEnd = t;
    } else if (wanted === '?' || wanted === text[t]) {
      p++;
      t++;
    } else if (starAt >= 0) {
      p = starAt + 1;
      t = ++starEnd;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** Whether the text holds `*` or `?`. */
export function hasWildcard(text: string): boolean {
  return text.includes('*') || text.includes('?');
}
