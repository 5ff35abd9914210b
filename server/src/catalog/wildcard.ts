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

/** Beyond this many steps the answer is yes, which claims nothing. */
const mostSteps = 1_000_000;

/** Whether some text is covered by both patterns. Compares characters as they are. */
export function mayMeet(a: string, b: string): boolean {
  const least = Math.min(a.length, b.length);
  let same = 0;
  // What stands before the first wildcard of either tells most pairs apart.
  for (; same < least; same++) {
    const mine = a.charCodeAt(same);
    const theirs = b.charCodeAt(same);
    if (mine === star || theirs === star) break;
    if (mine !== theirs && mine !== one && theirs !== one) return false;
  }
  const left = a.slice(same);
  const right = b.slice(same);
  if (left.length * right.length > mostSteps) return true;
  const width = right.length + 1;
  let row = new Uint8Array(width);
  let next = new Uint8Array(width);
  row[0] = 1;
  for (let i = 0; i <= left.length; i++) {
    next.fill(0);
    const mine = left.charCodeAt(i);
    for (let j = 0; j < width; j++) {
      if (!row[j]) continue;
      if (i === left.length && j === right.length) return true;
      const theirs = right.charCodeAt(j);
      if (i < left.length && (mine === star || theirs === star)) next[j] = 1;
      if (j < right.length && (mine === star || theirs === star)) row[j + 1] = 1;
      const both = i < left.length && j < right.length;
      if (both && (mine === theirs || mine === one || theirs === one)) next[j + 1] = 1;
    }
    [row, next] = [next, row];
  }
  return false;
}

const star = 42;
const one = 63;
