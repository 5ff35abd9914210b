import assert from 'node:assert/strict';
import fc from 'fast-check';
import { valueOf } from '../../server/src/tree/node.ts';
import { parseYaml, reparseYaml } from '../../server/src/tree/yaml.ts';
import { assertPlaced, viewOf } from './tree-view.ts';

const key = fc.constantFrom('Type', 'Action', 'Resource', 'a', 'Fn::Sub', '"quoted key"', '/pets/{id}', '200', '<<');
const plain = fc.constantFrom(
  'AWS::IAM::Role',
  's3:*',
  '!Sub "arn:${AWS::Partition}:x"',
  '!GetAtt Role.Arn',
  "'it''s'",
  '"a\\u0041\\n"',
  '[a, b, {c: d}]',
  '{ Service: lambda.amazonaws.com }',
  '12',
  'true',
  '&x { b: 1 }',
  '*x',
  '&y text',
  '*y',
  '',
  '# only a comment',
  'text with a # in it',
  '😀 emoji',
);

/** Lines of a value that takes several, at that indentation. */
const long = fc.constantFrom<readonly string[]>(
  ['|', '  key: in a block', '', '  - item', '    deeper'],
  ['>-', '  folded', '  text', '', '   more'],
  ['"quoted over', '  two: lines"'],
  ['plain over', '  two lines'],
  ['[', '  a,', '  b: c', ']'],
  ['{"Version": "2012-10-17",', '  "Statement": []', '  }'],
  ['!If', '  - Condition', '  - !Ref A', '  - b'],
  ['', '  - Effect: Allow', '    Action: s3:*', '  - Effect: Deny'],
  ['', '- same column', '- again'],
  ['&anchor', '  a: b'],
);

const block = (depth: number): fc.Arbitrary<readonly string[]> => {
  const value: fc.Arbitrary<readonly string[]> =
    depth === 0
      ? fc.oneof(
          plain.map((text) => [text]),
          long,
        )
      : fc.oneof(
          { depthSize: 'small' },
          plain.map((text) => [text]),
          long,
          block(depth - 1).map((lines) => ['', ...lines.map((line) => (line === '' ? '' : `  ${line}`))]),
        );
  const entry = fc.tuple(key, value, fc.constantFrom('', '', '', '\n', '# comment')).map(([name, lines, after]) => {
    const [first = '', ...rest] = lines;
    return [`${name}: ${first}`.trimEnd(), ...rest, ...(after === '' ? [] : [after.trim()])];
  });
  return fc.array(entry, { minLength: 1, maxLength: 5 }).map((entries) => entries.flat());
};

const template = fc
  .tuple(
    fc.constantFrom('', '---\n', '# head\n', '\uFEFF', '%YAML 1.2\n---\n'),
    fc.array(block(2), { minLength: 1, maxLength: 2 }),
    fc.boolean(),
  )
  .map(([head, documents, crlf]) => {
    const text = head + documents.map((lines) => lines.join('\n')).join('\n---\n') + '\n';
    return crlf ? text.replace(/\n/g, '\r\n') : text;
  });

const edit = fc.record({
  at: fc.nat(),
  remove: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(3), fc.nat(80)),
  insert: fc.constantFrom(
    '',
    'x',
    '"',
    "'",
    '|',
    '>',
    '&x ',
    '*x',
    '#',
    ' #',
    ':',
    ': ',
    '- ',
    '-',
    '{',
    '}',
    '[',
    ']',
    ',',
    '\n',
    '  ',
    ' ',
    '\t',
    '\n  a: b\n',
    '---\n',
    '\n...\n',
    '<<: *x',
    '!Ref ',
    '? ',
    '\r\n',
    '\\',
  ),
});

/** More, for a longer look: RUNS=2000. */
const numRuns = Number(process.env.RUNS ?? 40);

describe('the cutting of long YAML files', () => {
  it('gives after any edits the tree that reading the whole text gives', () => {
    fc.assert(
      fc.property(
        template,
        fc.array(edit, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(0, 60, 1024),
        (start, edits, cutFrom) => {
          let text = start;
          let tree = parseYaml(text);
          for (const { at, remove, insert } of edits) {
            const from = at % (text.length + 1);
            text = text.slice(0, from) + insert + text.slice(from + remove);
            tree = reparseYaml(tree, text, cutFrom);
            assert.deepEqual(viewOf(tree), viewOf(parseYaml(text, cutFrom)));
            assertPlaced(tree, text);
          }
        },
      ),
      { numRuns },
    );
  }).timeout(0);

  it('gives for text without problems the tree that reading it uncut gives', () => {
    fc.assert(
      fc.property(template, (text) => {
        const uncut = parseYaml(text, Infinity);
        if (uncut.problems.length > 0) return;
        assert.deepEqual(viewOf(parseYaml(text, 0)), viewOf(uncut));
      }),
      { numRuns },
    );
  }).timeout(0);

  it('keeps the nodes of entries whose text did not change', () => {
    const resource = (name: string): string =>
      `  ${name}:\n    Type: AWS::IAM::Role\n    Description: ${'text '.repeat(300)}\n`;
    const text = `Resources:\n${['A', 'B', 'C', 'D'].map(resource).join('')}`;
    const before = parseYaml(text);
    const [a, b, d] = ['A', 'B', 'D'].map((name) => valueOf(before.documents[0], 'Resources', name, 'Type'));
    assert.ok(a && b && d);
    const at = text.indexOf('  B:') + 3;
    const after = reparseYaml(before, `${text.slice(0, at)}xyz${text.slice(at)}`);
    assert.equal(valueOf(after.documents[0], 'Resources', 'A', 'Type'), a);
    assert.equal(valueOf(after.documents[0], 'Resources', 'D', 'Type'), d);
    assert.equal(d.span.start, text.lastIndexOf('AWS::IAM::Role') + 3);
    const renamed = valueOf(after.documents[0], 'Resources', 'Bxyz', 'Type');
    assert.deepEqual(renamed?.span, { start: text.indexOf('AWS', at) + 3, end: text.indexOf('AWS', at) + 17 });
  });

  it('follows an anchor into another entry when the anchor changes', () => {
    const filler = `Filler: ${'text '.repeat(300)}\n`;
    const before = parseYaml(`A: &a one\n${filler}B: *a\n`);
    const after = reparseYaml(before, `A: &a two\n${filler}B: *a\n`);
    assert.equal(valueOf(after.documents[0], 'B'), valueOf(after.documents[0], 'A'));
  });
});
