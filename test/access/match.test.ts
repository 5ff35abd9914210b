import assert from 'node:assert/strict';
import fc from 'fast-check';
import { covers, coversArn, coversText, surelyCoversSomeText, type Answer } from '../../server/src/access/match.ts';
import type { Reference, TextPart, TextValue } from '../../server/src/model/text-value.ts';

const nowhere = { start: 0, end: 0 };

function text(...parts: readonly (string | Reference | undefined)[]): TextValue {
  return {
    span: nowhere,
    at: nowhere,
    parts: parts.map((part): TextPart => {
      if (part === undefined) return { kind: 'unknown', span: nowhere, written: '${?}' };
      return typeof part === 'string'
        ? { kind: 'literal', source: { text: part, span: nowhere } }
        : { kind: 'reference', span: nowhere, to: part };
    }),
  };
}

/** The plainest matcher there is: tries every split. */
function plainly(pattern: string, value: string): boolean {
  if (pattern === '') return value === '';
  const rest = pattern.slice(1);
  if (pattern[0] === '*')
    return Array.from({ length: value.length + 1 }, (_, i) => i).some((i) => plainly(rest, value.slice(i)));
  return value !== '' && (pattern[0] === '?' || pattern[0] === value[0]) && plainly(rest, value.slice(1));
}

const letters = (set: string, most: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...set), { maxLength: most }).map((list) => list.join(''));

describe('access/match', () => {
  it('covers a text as the plain matcher does', () => {
    fc.assert(
      fc.property(
        letters('ab/*?', 8),
        letters('ab/', 10),
        (pattern, value) => covers(pattern, value) === plainly(pattern, value),
      ),
    );
  });

  it('stays fast where a naive matcher would not', () => {
    const pattern = 'a*'.repeat(10_000) + 'b';
    assert.equal(covers(pattern, 'a'.repeat(20_000)), false);
  });

  it('answers of texts with holes hold for every filling', () => {
    const holes = ['X', 'Y'] as const;
    const part = fc.oneof(letters('ab*', 3), fc.constantFrom(...holes));
    const side = fc.array(part, { maxLength: 4 });
    const asText = (parts: readonly string[]): TextValue =>
      text(...parts.map((one) => (one === 'X' || one === 'Y' ? ({ kind: 'parameter', name: one } as const) : one)));
    const filled = (parts: readonly string[], filling: Record<string, string>): string =>
      parts.map((one) => (one === 'X' || one === 'Y' ? (filling[one] ?? '') : one)).join('');
    fc.assert(
      fc.property(
        side,
        side.map((parts) => parts.map((one) => one.replaceAll('*', 'b'))),
        letters('ab', 3),
        letters('ab', 3),
        (pattern, value, x, y) => {
          const filling = { X: x, Y: y };
          const answer = coversText(asText(pattern), asText(value));
          const truth = plainly(filled(pattern, filling), filled(value, filling));
          return answer === 'maybe' || (answer === 'yes') === truth;
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('answers of texts with names that hold no slash hold for every such filling', () => {
    const part = fc.oneof(letters('ab*/', 4), fc.constantFrom('AWS::X', 'AWS::Y'));
    const side = fc.array(part, { maxLength: 6 });
    const isName = (one: string): boolean => one.startsWith('AWS::');
    const asText = (parts: readonly string[]): TextValue =>
      text(...parts.map((one) => (isName(one) ? ({ kind: 'pseudo', name: one } as const) : one)));
    fc.assert(
      fc.property(
        side,
        side.map((parts) => parts.map((one) => one.replaceAll('*', '/'))),
        letters('ab', 3),
        letters('ab', 3),
        (pattern, value, x, y) => {
          const filled = (parts: readonly string[]): string =>
            parts.map((one) => (one === 'AWS::X' ? x : one === 'AWS::Y' ? y : one)).join('');
          const answer = coversText(asText(pattern), asText(value));
          const truth = plainly(filled(pattern), filled(value));
          return answer === 'maybe' || (answer === 'yes') === truth;
        },
      ),
      { numRuns: 4000 },
    );
  });

  it('tells whether some of the requests are covered', () => {
    const verb: Reference = { kind: 'pseudo', name: 'any verb' };
    const words = (most: number): readonly string[] =>
      most === 0 ? [''] : ['', ...words(most - 1).flatMap((rest) => [`a${rest}`, `b${rest}`])];
    const verbs = [...new Set(words(4))];
    const sides = fc.tuple(letters('ab/', 3), letters('ab/', 3), letters('ab/', 3));
    fc.assert(
      fc.property(letters('ab*?/', 4), sides, (pattern, [before, between, after]) => {
        const target = text(before, verb, between, verb, after);
        const ways = verbs.flatMap((one) => verbs.map((other) => before + one + between + other + after));
        return surelyCoversSomeText(text(pattern), target) === ways.some((way) => plainly(pattern, way));
      }),
      { numRuns: 300 },
    );
  });

  const api: Reference = { kind: 'logical', id: 'Api' };
  const other: Reference = { kind: 'logical', id: 'Other' };
  const region: Reference = { kind: 'pseudo', name: 'AWS::Region' };
  const given: Reference = { kind: 'parameter', name: 'Given' };
  const table: readonly [string, TextValue, TextValue, Answer][] = [
    ['a lone star covers all', text('*'), text('arn:aws:s3:::pets'), 'yes'],
    ['a star in a field stays in it', text('arn:aws:lambda:*:1:x'), text('arn:aws:lambda:r:2:1:x'), 'no'],
    [
      'a star in the last field crosses colons',
      text('arn:aws:lambda:r:1:function:*'),
      text('arn:aws:lambda:r:1:function:pets:prod'),
      'yes',
    ],
    ['fewer fields are completed', text('arn:aws:sqs'), text('arn:aws:sqs:r:1:queue'), 'yes'],
    [
      'a name that is made is no other',
      text('arn:aws:execute-api:r:1:', other, '/*'),
      text('arn:aws:execute-api:r:1:', api, '/x'),
      'no',
    ],
    ['the same name', text('arn:aws:execute-api:r:1:', api, '/*'), text('arn:aws:execute-api:r:1:', api, '/x'), 'yes'],
    ['a name and a text', text('arn:aws:execute-api:r:1:a1b2/*'), text('arn:aws:execute-api:r:1:', api, '/x'), 'maybe'],
    [
      'a region does not reach into the next field',
      text('arn:aws:lambda:', region, ':1:x'),
      text('arn:aws:lambda:us-east-1:2:x'),
      'no',
    ],
    ['a parameter may be anything', text(given), text('arn:aws:lambda:us-east-1:2:x'), 'maybe'],
    ['a parameter within', text('arn:aws:s3:::', given, '/*'), text('arn:aws:s3:::pets/a'), 'maybe'],
    ['too short a path', text('arn:aws:execute-api:r:1:', api), text('arn:aws:execute-api:r:1:', api, '/x'), 'no'],
    ['bare text', text('pets'), text('arn:aws:s3:::pets'), 'no'],
  ];
  for (const [name, pattern, target, answer] of table) {
    it(`ARN: ${name}`, () => assert.equal(coversArn(pattern, target), answer));
  }
});
