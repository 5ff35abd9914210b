import assert from 'node:assert/strict';
import fc from 'fast-check';
import { spanOf } from '../../server/src/text/source-text.ts';
import { parseJson } from '../../server/src/tree/json.ts';
import { valueOf, type Node } from '../../server/src/tree/node.ts';
import { parseTree, syntaxOf } from '../../server/src/tree/parse.ts';
import { assertPlaced, entriesIn, valuesOf } from './tree-view.ts';

function read(text: string): { readonly values: unknown; readonly problems: readonly string[]; readonly root: Node } {
  const tree = parseJson(text);
  assertPlaced(tree, text);
  const [root] = tree.documents;
  assert.ok(root);
  const problems = tree.problems.map(({ span, message }) => `${text.slice(span.start, span.end)}: ${message}`);
  return { values: valuesOf(root), problems, root };
}

describe('parseJson', () => {
  it('reads what JSON.parse reads, to the same values', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 2, '\t'), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent);
        // Keys that are written twice, or that an object hides, are no matter of syntax.
        if (text.includes('__proto__')) return;
        const { values, problems } = read(text);
        assert.deepEqual(problems, []);
        assert.deepEqual(values, JSON.parse(text));
      }),
    );
  });

  it('maps every letter of an escaped text to where it was written', () => {
    const text = '{"a": "x\\u00e9\\n\\ud83d\\ude00\\/z"}';
    const node = valueOf(read(text).root, 'a');
    assert.ok(node?.kind === 'scalar');
    assert.equal(node.value, 'xé\n😀/z');
    const written = [...'xé\n'].map((_, i) => spanOf(node.source, i, i + 1));
    assert.deepEqual(
      written.map(({ start, end }) => text.slice(start, end)),
      ['x', '\\u00e9', '\\n'],
    );
    const face = spanOf(node.source, 3, 5);
    assert.equal(text.slice(face.start, face.end), '\\ud83d\\ude00');
    const end = spanOf(node.source, 5, 7);
    assert.equal(text.slice(end.start, end.end), '\\/z');
  });

  it('counts a byte order mark', () => {
    const { root, problems } = read('\uFEFF{"a": 1}');
    assert.deepEqual(problems, []);
    assert.deepEqual(root.span, { start: 1, end: 9 });
  });

  it('accepts comments and commas at the end', () => {
    const { values, problems } = read('// head\n{"a": [1, 2,], /* c */ "b": {},}\n');
    assert.deepEqual(problems, []);
    assert.deepEqual(values, { a: [1, 2], b: {} });
  });

  it('keeps both of two equal keys, and numbers as they are written', () => {
    const tree = parseJson('{"a": 1.0, "a": 1e3}');
    assert.deepEqual(
      entriesIn(tree).map(({ value }) => value?.kind === 'scalar' && value.source.text),
      ['1.0', '1e3'],
    );
  });

  const halfTyped: readonly (readonly [string, unknown])[] = [
    ['{"Action":', { Action: undefined }],
    ['{"Action": , "Effect": "Allow"}', { Action: undefined, Effect: 'Allow' }],
    ['{"Action":\n "Effect": "Allow"}', { Action: undefined, Effect: 'Allow' }],
    ['{"Action"\n "Effect": "Allow"}', { Action: undefined, Effect: 'Allow' }],
    ['{"Action": "s3:Get\n, "Effect": "Allow"}', { Action: 's3:Get', Effect: 'Allow' }],
    ['{"Action": ["s3:Get", \n "Effect": "Allow"}', { Action: ['s3:Get'], Effect: 'Allow' }],
    ['{"Action": ["s3:Get" "s3:Put"], "Effect": "Allow"}', { Action: ['s3:Get', 's3:Put'], Effect: 'Allow' }],
    ['{"Statement": [{"Effect": "Allow", ], "Version": "1"}', { Statement: [{ Effect: 'Allow' }], Version: '1' }],
    ['{"Effect": Allow, "Action": "a"}', { Effect: 'Allow', Action: 'a' }],
    ['{Effect: "Allow"}', { Effect: 'Allow' }],
    ['{"a": 1, , "b": 2}', { a: 1, b: 2 }],
    ['}, {"a": 1}', { a: 1 }],
  ];
  for (const [text, values] of halfTyped) {
    it(`understands ${JSON.stringify(text)}`, () => {
      const result = read(text);
      assert.deepEqual(result.values, values);
      assert.notDeepEqual(result.problems, []);
    });
  }

  it('names what is wrong, where it is', () => {
    assert.deepEqual(read('{"a": "\\q", "b" 2, /*').problems, [
      '"\\q": JSON knows no such escape',
      '"b": no colon after "b"',
      '2: no comma before this',
      '2: a key without quotes',
      '2: no colon after "2"',
      '{: a { that is not closed',
      '/*: a comment that is not closed',
    ]);
  });

  it('leaves out what lies too deep', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const deep = `{"deep": ${open.repeat(10_000)}${close.repeat(10_000)}, "after": 1}`;
      const { root, problems } = read(deep.replace(':}', ': 0}'));
      assert.deepEqual(valuesOf(valueOf(root, 'after')), 1);
      assert.deepEqual(problems, [`${open.charAt(0)}: nested too deep to be read`]);
    }
  });

  it('has no document for text that holds nothing', () => {
    for (const text of ['', ' \n', '// only a comment']) assert.deepEqual(parseJson(text).documents, []);
  });
});

describe('parseTree', () => {
  it('reads JSON in a file that may hold YAML as JSON, whole or half typed', () => {
    assert.equal(parseTree('{\n\t"Resources": {}\n}', 'yaml').documents[0]?.syntax, 'json');
    assert.equal(parseTree('{\n"Resources": {', 'yaml').documents[0]?.syntax, 'json');
    assert.equal(parseTree('{"a": b, c: !Ref d}', 'yaml').documents[0]?.syntax, 'yaml');
  });

  it('knows a syntax by the name of a file', () => {
    assert.deepEqual(['a.json', 'a.jsonc', 'a.YAML', 'b.yml', 'c.template', 'd.sh', 'Makefile'].map(syntaxOf), [
      'json',
      'json',
      'yaml',
      'yaml',
      'yaml',
      undefined,
      undefined,
    ]);
  });
});
