import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import {
  defaultPaths,
  filesOf,
  fixedPathOf,
  pathOf,
  printFixture,
  readFixture,
  type Fixture,
  type Part,
} from './fixture.ts';
import { printMarks, readMarks, takeCursor, type Mark } from './marks.ts';

describe('fixtures', () => {
  const example = `# breadth/whole-service

## A star after the service name in a JSON policy

The statement allows, so every action of the service is granted.

\`\`\`json
{
  "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" }
                                               ^^^^ warning: "s3:*" allows all 4 s3 actions
}
\`\`\`

\`\`\`json fix="Allow only reads: s3:Get*"
{
  "Statement": { "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" }
}
\`\`\`

## The cause is in another file

\`\`\`settings
trust/*: on
\`\`\`

\`\`\`hcl roles.tf
resource "aws_iam_role" "app" {}
^^^^^^^^ warning trust/anyone-may-assume: a mark may begin at column 0
                         ^^^ info: role "app" is never assumed
\`\`\`

\`\`\`yaml api/openapi.yaml
credentials: arn:aws:iam::123456789012:role/App
                                            ~~~ related: a role of that name in other case is used here
\`\`\`

\`\`\`hover
words
\`\`\`
`;

  it('read the example of the style guide', () => {
    const [first, second] = readFixture(example).cases;
    assert(first && second);
    const [file] = filesOf(first);
    assert(file);
    assert.equal(pathOf(file), 'policy.json');
    assert(!file.text.includes('^'));
    assert.deepEqual(file.marks, [
      { line: 1, from: 47, to: 51, kind: 'warning', message: '"s3:*" allows all 4 s3 actions' },
    ]);
    const fix = first.parts.find((part) => part.kind === 'fix');
    assert(fix);
    assert.equal(fix.title, 'Allow only reads: s3:Get*');
    assert.equal(fixedPathOf(fix, [file]), 'policy.json');
    assert.deepEqual(filesOf(second).map(pathOf), ['roles.tf', 'api/openapi.yaml']);
    assert.deepEqual(filesOf(second)[0]?.marks[0], {
      line: 0,
      from: 0,
      to: 8,
      kind: 'warning',
      rule: 'trust/anyone-may-assume',
      message: 'a mark may begin at column 0',
    });
    assert.deepEqual(
      second.parts.flatMap((part) => (part.kind === 'prose' ? [] : [part.kind])),
      ['settings', 'file', 'file', 'answer'],
    );
  });

  it('print what they read', () => assert.equal(printFixture(readFixture(example)), example));

  it('keep carets that are text', () => {
    const text = 'a\n^ b\n^^^ note: this\n^^ related: with the wrong pen\n~~ warning: as well\n^ error:none\n';
    assert.deepEqual(readMarks(text), { text, marks: [] });
  });

  it('refuse to print what they could not read', () => {
    const mark: Mark = { line: 0, from: 0, to: 1, kind: 'error', message: 'm' };
    assert.throws(() => printMarks('abc\n ^ error: text\n', []), /reads like a mark/);
    assert.throws(() => printMarks('abc\n', [{ ...mark, to: 0 }]), /stands on nothing/);
    assert.throws(() => printMarks('abc\n', [{ ...mark, to: 4 }]), /past the end/);
    assert.throws(() => printMarks('abc\n', [{ ...mark, line: 2 }]), /line 2/);
    assert.throws(() => printMarks('abc\n', [{ ...mark, message: 'two\nlines' }]), /one clean line/);
    assert.throws(() => readFixture('# a/b\n\n## c\n\n```json\n{}\n'), /line 5: the block has no end/);
    assert.throws(() => readFixture('# a/b\n\n## c\n\n```json fix=x\n{}\n```\n'), /line 5: not understood/);
    assert.throws(() => readFixture('# a/b\n\n## c\n\n## c\n'), /second case/);
    assert.throws(() => readFixture('# a/b\n\n## c\n\n```json\n  ^^ error: m\n```\n'), /line 5: .*under no line/);
  });

  it('keep tabs in the blanks of a mark', () => {
    const marked = '\t"a": "s3:*"\n\t      ^^^^ error: m\n';
    const { text, marks } = readMarks(marked);
    assert.equal(marks[0]?.from, 7);
    assert.equal(printMarks(text, marks), marked);
  });

  it('find the cursor', () => {
    assert.deepEqual(takeCursor('ab<|>c'), { text: 'abc', offset: 2 });
    assert.throws(() => takeCursor('abc'));
    assert.throws(() => takeCursor('<|>a<|>'));
  });

  it('print the exact inverse of reading, whatever they hold', () => {
    fc.assert(
      fc.property(fixtures, (fixture) => {
        const printed = printFixture(fixture);
        const read = readFixture(printed);
        assert.deepEqual(read, fixture);
        assert.equal(printFixture(read), printed);
      }),
      { numRuns: 500 },
    );
  });
});

const lineText = fc.string({
  unit: fc.constantFrom('a', '"', ':', ' ', '\t', '^', '~', '`', '#', '😀', 'é'),
  maxLength: 12,
});
const word = fc.stringMatching(/^[a-z]{1,8}$/);
const plainText = fc.stringMatching(/^[a-zA-Z"*:$]([a-z "*:^]{0,12}[a-z"*])?$/);

const markedText = fc.array(lineText, { maxLength: 5 }).chain((lines) => {
  const spans = lines.flatMap((line, number) =>
    line.length === 0
      ? []
      : [
          fc.tuple(fc.nat(line.length - 1), fc.integer({ min: 1, max: 4 })).map(([from, length]) => ({
            line: number,
            from,
            to: Math.min(from + length, line.length),
          })),
        ],
  );
  const marks: fc.Arbitrary<Mark[]> =
    spans.length === 0
      ? fc.constant([])
      : fc
          .array(
            fc.record({
              at: fc.oneof(...spans),
              kind: fc.constantFrom(
                'error' as const,
                'warning' as const,
                'info' as const,
                'hint' as const,
                'related' as const,
              ),
              rule: fc.option(fc.constantFrom('trust/a', 'breadth/any-api'), { nil: undefined }),
              message: plainText,
            }),
            { maxLength: 4 },
          )
          .map((list) =>
            list.map(({ at, kind, rule, message }) => ({
              ...at,
              kind,
              ...(rule === undefined || kind === 'related' ? {} : { rule }),
              message,
            })),
          );
  const text = lines.map((line) => line + '\n').join('');
  // The order of marks is the one of their places: what was printed once has it.
  return marks.map((list) => ({ text, marks: readMarks(printMarks(text, list)).marks }));
});

const fence = fc.constant('`'.repeat(16));
const path = fc.tuple(word, word).map(([a, b]) => `${a}/${b}.json`);
const language = fc.constantFrom(...Object.keys(defaultPaths));
const content = fc
  .array(
    lineText.map((line) => line + '\n'),
    { maxLength: 4 },
  )
  .map((lines) => lines.join(''));

const block: fc.Arbitrary<Part> = fc.oneof(
  fc
    .tuple(fence, language, fc.option(path, { nil: undefined }), markedText)
    .map(([fence, language, path, marked]): Part => ({ kind: 'file', fence, language, path, ...marked })),
  fc
    .tuple(fence, language, fc.option(path, { nil: undefined }), plainText, content)
    .map(([fence, language, path, title, text]): Part => ({ kind: 'fix', fence, language, path, title, text })),
  fc.tuple(fence, content).map(([fence, text]): Part => ({ kind: 'settings', fence, language: 'settings', text })),
  fc.tuple(fence, content).map(([fence, text]): Part => ({ kind: 'answer', fence, language: 'hover', text })),
);
const prose = fc
  .array(
    fc.oneof(
      fc.constant('\n'),
      plainText.map((line) => `${line}\n`),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((lines): Part => ({ kind: 'prose', text: lines.join('') }));

const fixtures: fc.Arbitrary<Fixture> = fc
  .record({
    id: fc.tuple(word, word).map(([a, b]) => `${a}/${b}`),
    intro: fc.array(plainText, { maxLength: 2 }).map((lines) => lines.map((line) => `${line}\n`).join('')),
    cases: fc.uniqueArray(
      fc.record({
        title: plainText,
        parts: fc.array(fc.tuple(fc.option(prose, { nil: undefined }), block), { maxLength: 4 }),
      }),
      { selector: ({ title }) => title, maxLength: 3 },
    ),
  })
  .map(({ cases, ...rest }) => ({
    ...rest,
    cases: cases.map(({ title, parts }) => ({
      title,
      parts: parts.flatMap(([before, part]) => (before ? [before, part] : [part])),
    })),
  }));
