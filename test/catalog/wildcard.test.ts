import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { hasWildcard, matchesWildcard } from '../../server/src/catalog/wildcard.ts';

/** The definition itself, exponential and plainly right. */
function covers(pattern: string, text: string): boolean {
  const [head] = pattern;
  if (head === undefined) return text === '';
  if (head === '*') return covers(pattern.slice(1), text) || (text !== '' && covers(pattern, text.slice(1)));
  return text !== '' && (head === '?' || head === text[0]) && covers(pattern.slice(1), text.slice(1));
}

describe('matchesWildcard', () => {
  it('agrees with the definition', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, (p, t) => matchesWildcard(p, t) === covers(p, t)),
      { numRuns: 5000 },
    );
  });

  it('covers a text by the text itself with parts replaced by wildcards', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 5 })), fc.nat(), (parts, seed) => {
        const pattern = parts
          .map((part, at) => ((seed >> (at % 30)) & 1 ? '*' : part.replaceAll(/[*?]/g, '?')))
          .join('');
        return matchesWildcard(pattern, parts.join(''));
      }),
    );
  });

  it('takes no exponential time on many stars', () => {
    const before = performance.now();
    assert.equal(matchesWildcard('a*b*'.repeat(5000), `${'ab'.repeat(4999)}a`), false);
    assert.equal(matchesWildcard(`${'*a'.repeat(10_000)}b`, 'a'.repeat(5000)), false);
    assert.ok(performance.now() - before < 5000);
  });

  it('sees stars and question marks', () => {
    assert.equal(hasWildcard('Get*'), true);
    assert.equal(hasWildcard('Get?bject'), true);
    assert.equal(hasWildcard('GetObject'), false);
  });
});
