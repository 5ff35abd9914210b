import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseDocument } from 'yaml';
import { spanOf } from '../../server/src/text/source-text.ts';
import { entriesOf, valueOf, type Node, type ScalarNode } from '../../server/src/tree/node.ts';
import { parseYaml } from '../../server/src/tree/yaml.ts';
import { assertPlaced, entriesIn, valuesOf } from './tree-view.ts';

interface Reading {
  readonly values: unknown;
  readonly problems: readonly string[];
  readonly root: Node;
  readonly scalar: (...path: string[]) => ScalarNode;
  /** The text of the file at the span of the node with that path. */
  readonly at: (...path: string[]) => string;
}

function read(text: string): Reading {
  const tree = parseYaml(text);
  assertPlaced(tree, text);
  const [root] = tree.documents;
  assert.ok(root);
  const node = (path: readonly string[]): Node => valueOf(root, ...path) ?? assert.fail(`no ${path.join('.')}`);
  return {
    values: valuesOf(root),
    problems: tree.problems.map(({ span, message }) => `${text.slice(span.start, span.end)}: ${message}`),
    root,
    scalar: (...path) => {
      const found = node(path);
      return found.kind === 'scalar' ? found : assert.fail('no scalar');
    },
    at: (...path) => {
      const { start, end } = node(path).span;
      return text.slice(start, end);
    },
  };
}

/** Where each character of a scalar was written. */
function origins(text: string, scalar: ScalarNode): string[] {
  return Array.from({ length: scalar.source.text.length }, (_, i) => {
    const { start, end } = spanOf(scalar.source, i, i + 1);
    return text.slice(start, end);
  });
}

describe('parseYaml: values', () => {
  it('reads plain texts as CloudFormation does', () => {
    const text = [
      'a: [yes, no, on, off, 2012-10-17, 1:30, 1_000, ., 0x, v1, Yes]',
      'b: [true, False, TRUE, null, ~, Null]',
      'c: [1, -1, +1, 0.5, .5, 1., 1e3, 0x1F, 0o17, 010]',
      'd: ["1", \'true\', ""]',
      'e:',
      'f: !!str 12',
    ].join('\n');
    assert.deepEqual(read(text).values, {
      a: ['yes', 'no', 'on', 'off', '2012-10-17', '1:30', '1_000', '.', '0x', 'v1', 'Yes'],
      b: [true, false, true, null, null, null],
      c: [1, -1, 1, 0.5, 0.5, 1, 1000, 31, 15, 10],
      d: ['1', 'true', ''],
      e: null,
      f: '12',
    });
  });

  it('keeps numbers and the like as they are written', () => {
    const { root } = read('Principal: 012345678901\n');
    const node = valueOf(root, 'Principal');
    assert.ok(node?.kind === 'scalar');
    assert.equal(node.source.text, '012345678901');
  });

  it('reads CloudFormation tags as their long forms', () => {
    const text = [
      'a: !Ref Role',
      'b: !GetAtt Role.Arn',
      'c: !Join [":", [a, !Ref b]]',
      'd: !If',
      '  - Condition',
      '  - !Sub "${x}"',
      '  - !Ref AWS::NoValue',
      'e: !Condition C',
      'f: !Transform',
      '  Name: AWS::Include',
      'g: !Ref',
      'h: !Sub',
      '  - |',
      '    ${x}',
      '  - {x: y}',
      '',
    ].join('\n');
    const { values, problems, root, at } = read(text);
    assert.deepEqual(problems, []);
    assert.deepEqual(values, {
      a: { Ref: 'Role' },
      b: { 'Fn::GetAtt': 'Role.Arn' },
      c: { 'Fn::Join': [':', ['a', { Ref: 'b' }]] },
      d: { 'Fn::If': ['Condition', { 'Fn::Sub': '${x}' }, { Ref: 'AWS::NoValue' }] },
      e: { Condition: 'C' },
      f: { 'Fn::Transform': { Name: 'AWS::Include' } },
      g: { Ref: null },
      h: { 'Fn::Sub': ['${x}\n', { x: 'y' }] },
    });
    assert.equal(at('a'), '!Ref Role');
    const ref = valueOf(root, 'a');
    assert.ok(ref?.kind === 'mapping');
    assert.equal(ref.tag, '!Ref');
    const key = ref.entries[0]?.key;
    assert.deepEqual(key?.span, { start: 3, end: 7 });
    assert.deepEqual(key && spanOf(key.source, 1, 2), { start: 3, end: 7 });
  });

  it('resolves anchors to the node itself, and merge keys', () => {
    const text = 'base: &b {x: 1, y: 2}\nother: &o {y: 3, z: 4}\nuse: *b\nmix:\n  <<: [*b, *o]\n  x: 9\n';
    const { root, problems } = read(text);
    assert.deepEqual(problems, []);
    assert.equal(valueOf(root, 'use'), valueOf(root, 'base'));
    const mix = entriesOf(valueOf(root, 'mix')).map(({ key, value }) => [key.source.text, valuesOf(value)]);
    assert.deepEqual(mix, [
      ['x', 9],
      ['y', 2],
      ['z', 4],
    ]);
    const use = entriesIn(parseYaml(text)).find(({ key }) => key.source.text === 'use');
    assert.equal(text.slice(use?.span.start, use?.span.end), 'use: *b');
  });

  it('reads several documents', () => {
    const text = '%YAML 1.2\n---\na: 1\n...\n# between\n---\nb: 2\n--- !Ref c\n--- |\n text\n---\n';
    const tree = parseYaml(text);
    assert.deepEqual(tree.problems, []);
    assert.deepEqual(tree.documents.map(valuesOf), [{ a: 1 }, { b: 2 }, { Ref: 'c' }, 'text\n']);
    for (const empty of ['', '\n', '# comment\n', '---\n', '\uFEFF']) assert.deepEqual(parseYaml(empty).documents, []);
  });

  it('keeps both of two equal keys', () => {
    const keys = entriesIn(parseYaml('a: 1\nb: 2\na: 3\n')).map(({ key }) => key.source.text);
    assert.deepEqual(keys, ['a', 'b', 'a']);
  });
});

describe('parseYaml: where a text comes from', () => {
  it('in quotes', () => {
    const text = `a: 'it''s'\nb: "x\\u00e9\\ty"\n`;
    const { scalar, at } = read(text);
    assert.deepEqual(origins(text, scalar('a')), ['i', 't', "''", 's']);
    assert.deepEqual(origins(text, scalar('b')), ['x', '\\u00e9', '\\t', 'y']);
    assert.equal(at('a'), `'it''s'`);
  });

  it('over several lines', () => {
    for (const newline of ['\n', '\r\n']) {
      const text = ['a: one  ', '   two', '', '   three', 'b: "one \\', '   two', '   three"', ''].join(newline);
      const { scalar } = read(text);
      assert.equal(scalar('a').value, 'one two\nthree');
      assert.equal(scalar('b').value, 'one two three');
      const two = spanOf(scalar('a').source, 4, 7);
      assert.equal(text.slice(two.start, two.end), 'two');
      const three = spanOf(scalar('b').source, 8, 13);
      assert.equal(text.slice(three.start, three.end), 'three');
    }
  });

  it('in block scalars', () => {
    for (const newline of ['\n', '\r\n']) {
      const text = [
        'a: |  # comment',
        '    one',
        '      two',
        '',
        'b: >-',
        '  one',
        '  two',
        '',
        '  three',
        'c: 1',
        '',
      ].join(newline);
      const { scalar, at } = read(text);
      assert.equal(scalar('a').value, 'one\n  two\n');
      assert.equal(scalar('b').value, 'one two\nthree');
      assert.ok(at('a').endsWith('  two'));
      const two = spanOf(scalar('a').source, 6, 9);
      assert.equal(text.slice(two.start, two.end), 'two');
      const three = spanOf(scalar('b').source, 8, 13);
      assert.equal(text.slice(three.start, three.end), 'three');
      const fold = spanOf(scalar('b').source, 3, 4);
      assert.equal(text.slice(fold.start, fold.end), `${newline}  `);
    }
  });

  it('decodes any block scalar as the library does', () => {
    const line = fc.constantFrom('', ' ', '   ', 'a', ' a', '  b c', '\tt', '# no comment', 'k: v', '- i', 'é 😀');
    const header = fc.tuple(fc.constantFrom('|', '>'), fc.constantFrom('', '-', '+'), fc.constantFrom('', '2'));
    const sample = fc.tuple(header, fc.array(line, { maxLength: 8 }), fc.constantFrom('', 'end: 1\n'), fc.boolean());
    fc.assert(
      fc.property(sample, ([[style, chomp, indent], lines, end, crlf]) => {
        const written = [`k: ${style}${indent}${chomp}`, ...lines.map((text) => (text === '' ? '' : `  ${text}`)), end];
        const text = crlf ? written.join('\r\n') : written.join('\n');
        const expected = parseDocument(text);
        if (expected.errors.length > 0) return;
        assert.deepEqual(read(text).values, expected.toJS());
      }),
      { numRuns: 300 },
    );
  });

  it('decodes any text in quotes as the library does', () => {
    const piece = fc.constantFrom(
      'a',
      ' ',
      "''",
      '\\n',
      '\\"',
      '\\x41',
      '\\U0001F600',
      '\n ',
      '\n\n  ',
      '\\\n  ',
      '\t',
      '😀',
      ': ',
      '#',
    );
    fc.assert(
      fc.property(fc.constantFrom('"', "'", ''), fc.array(piece, { maxLength: 12 }), (quote, pieces) => {
        const text = `k: ${quote}${pieces.join('')}${quote}\n`;
        const expected = parseDocument(text);
        if (expected.errors.length > 0 || expected.warnings.length > 0) return;
        assert.deepEqual(read(text).values, expected.toJS());
      }),
      { numRuns: 300 },
    );
  });

  it('counts a byte order mark, and characters as UTF-16 units', () => {
    const text = '\uFEFFa: 😀x\nb: y\n';
    const { at } = read(text);
    assert.equal(at('b'), 'y');
    assert.equal(at('a'), '😀x');
  });
});

describe('parseYaml: half-typed text', () => {
  const cases: readonly (readonly [string, unknown])[] = [
    [
      'Statement:\n  - Effect: Allow\n    Action:\n    Resource: x\n',
      { Statement: [{ Effect: 'Allow', Action: null, Resource: 'x' }] },
    ],
    ['Effect: Allow\nAct\nResource: x\n', { Effect: 'Allow', Act: undefined, Resource: 'x' }],
    ['Effect: Allow\nAction: s3:\nResource: x\n', { Effect: 'Allow', Action: 's3:', Resource: 'x' }],
    ['Action: "s3:Get\nResource: x\nId: "y"\n', { Action: 's3:Get', Resource: 'x', Id: 'y' }],
    ["Action: 's3:Get\nResource: x\n", { Action: 's3:Get', Resource: 'x' }],
    ['Action: [s3:Get, "s3:P\nResource: x\n', { Action: ['s3:Get', 's3:P'], Resource: 'x' }],
    ['Principal: { Service: a\nResource: x\n', { Principal: { Service: 'a' }, Resource: 'x' }],
    ['Resource: *\nId: y\n', { Resource: '*', Id: 'y' }],
    ['A:\n  x: 1\n foo\n  y: 2\nB: 3\n', { A: { x: 1, foo: undefined, y: 2 }, B: 3 }],
    [
      '- Effect: Allow\n  Action: s3:\n  Resource: x\n- Eff\n',
      [{ Effect: 'Allow', Action: 's3:', Resource: 'x' }, 'Eff'],
    ],
    ['Role: !Re\nB: !\nC: x\n', { Role: { 'Fn::Re': null }, B: null, C: 'x' }],
    ['A: |\nB: >x\n  y\nC: 1\n', { A: '', B: 'y\n', C: 1 }],
    ['A: @b\nB: 1\n', { A: '@b', B: 1 }],
    ['Key: value\n  sub: 1\nB: 2\n', { Key: { sub: 1 }, B: 2 }],
    ['A: {{ template }}\nB: 2\n', undefined],
    ['A: x\n\tB: y\nC: z\n', undefined],
  ];
  for (const [text, values] of cases) {
    it(`understands ${JSON.stringify(text)}`, () => {
      const reading = read(text);
      if (values !== undefined) assert.deepEqual(reading.values, values);
    });
  }

  it('says what is wrong, where it is', () => {
    assert.deepEqual(read('a: "x\nb: [1\nc\nd: *e\nf: s3:\n').problems, [
      '"x: a text that begins with " is not closed',
      '[: a [ that is not closed',
      'c: no colon after "c"',
      '*e: no anchor "e" stands before this alias',
      's3:: "s3:" needs quotes',
    ]);
  });

  it('reads any beginning of a template', () => {
    const text = [
      'Resources:',
      '  Role: # comment',
      '    Type: AWS::IAM::Role',
      '    Properties: &p',
      '      Doc: {"Version": "2012-10-17", "Statement": [{"Effect": !Ref E}]}',
      '      Text: !Sub |',
      '        ${A}: "b"',
      "      'quoted key': [a, 'b', *p]",
      '      List:',
      '      - ? x',
      '        : y',
      '--- # next',
      '- - a',
      '',
    ].join('\n');
    for (let end = 0; end <= text.length; end++) assertPlaced(parseYaml(text.slice(0, end), 20), text);
  });
});

describe('parseYaml: hostile text', () => {
  const size = 10_000;
  const fill = (text: string): string => text.repeat(size / text.length);
  const stairs = Array.from({ length: 400 }, (_, i) => `${' '.repeat(i)}a:\n`).join('');
  const texts: Readonly<Record<string, string>> = {
    brackets: fill('['),
    'braces with keys': fill('{a: '),
    'quoted keys in brackets': `{${fill('"a":')}\n}\n`,
    dashes: fill('- '),
    'keys on one line': fill('a: '),
    'explicit keys': fill('? '),
    stairs,
    'stairs after a bracket': `x: [\n${stairs}`,
    'blank lines in a block scalar': `a: |\n${fill('\n')}`,
    'open quotes': fill('a: "x\n'),
    'lines that are indented less': fill('  a: b\n c: d\n'),
    'documents of one letter': fill('--- a\n'),
    closers: fill(']'),
  };
  for (const [name, text] of Object.entries(texts)) {
    it(`${name} end in a tree of bounded depth`, () => {
      const tree = parseYaml(text);
      const height = (node: Node): number => {
        if (node.kind === 'scalar') return 1;
        const children = node.kind === 'list' ? node.items : node.entries.flatMap(({ value }) => value ?? []);
        return 1 + children.reduce((most, child) => Math.max(most, height(child)), 0);
      };
      for (const document of tree.documents) assert.ok(height(document) < 600);
    });
  }

  it('leaves out what lies too deep, and says so', () => {
    const { values, problems } = read(`a: ${'['.repeat(10_000)}${']'.repeat(10_000)}\nb: 1\n`);
    assert.equal((values as { b: unknown }).b, 1);
    assert.ok(problems.some((problem) => problem.endsWith('nested too deep to be read')));
  });

  it('an alias inside its own anchor is none', () => {
    const { problems } = read('a: &a\n  b: *a\n');
    assert.deepEqual(problems, ['*a: no anchor "a" stands before this alias']);
  });

  it('aliases that multiply are left out in time', () => {
    const names = 'abcdefghij'.split('');
    const lines = names.map((name, i) => {
      const item = i === 0 ? 'x' : `*${names[i - 1]}`;
      return `${name}: &${name} [${Array<string>(9).fill(item).join(', ')}]\n`;
    });
    const tree = parseYaml(lines.join(''));
    assert.ok(tree.problems.some(({ message }) => message.includes('stand for too much')));
    assert.ok(JSON.stringify(tree.documents.map(valuesOf)).length < 5_000_000);
  });
});
