import assert from 'node:assert/strict';
import fc from 'fast-check';
import { spanOf } from '../../server/src/text/source-text.ts';
import { embeddedTree } from '../../server/src/tree/embedded.ts';
import { parseEmbeddedJson } from '../../server/src/tree/json.ts';
import { valueOf, type Node, type Tree } from '../../server/src/tree/node.ts';
import { parseTree } from '../../server/src/tree/parse.ts';
import { assertPlaced, nodesOf, valuesOf } from './tree-view.ts';

function inner(node: Node | undefined): Tree {
  assert.ok(node?.kind === 'scalar');
  const tree = embeddedTree(node);
  assert.ok(tree);
  return tree;
}

/** The written text of a node that is found by its path. */
function written(text: string, tree: Tree, ...path: string[]): string | undefined {
  const span = valueOf(tree.documents[0], ...path)?.span;
  return span && text.slice(span.start, span.end);
}

describe('a document inside a text', () => {
  it('in a block scalar has its spans in the file', () => {
    const text = 'Policy: |\n  {\n    "Action": "s3:*",\n    "Resource": ["*"]\n  }\n';
    for (const crlf of [text, text.replace(/\n/g, '\r\n')]) {
      const tree = inner(valueOf(parseTree(crlf, 'yaml').documents[0], 'Policy'));
      assert.deepEqual(valuesOf(tree.documents[0]), { Action: 's3:*', Resource: ['*'] });
      assert.equal(written(crlf, tree, 'Action'), '"s3:*"');
      assert.equal(written(crlf, tree, 'Resource'), '["*"]');
      assertPlaced(tree, crlf);
    }
  });

  it('in a folded scalar and in quotes', () => {
    for (const text of [
      'Policy: >\n  {\n  "Action":\n  "s3:*"}\n',
      `Policy: '{"Action": "s3:*"}'\n`,
      'Policy: "{\\"Action\\":\\n \\"s3:*\\"}"\n',
    ]) {
      const tree = inner(valueOf(parseTree(text, 'yaml').documents[0], 'Policy'));
      assert.match(written(text, tree, 'Action') ?? '', /^\\?"s3:\*\\?"$/);
    }
  });

  it('in an escaped string, and in another one there', () => {
    const values = { Action: 's3:*', Name: 'tab\t"quoted"' };
    const once = JSON.stringify({ Policy: JSON.stringify(values) });
    const twice = JSON.stringify({ Outer: once });
    const tree = inner(valueOf(parseTree(once, 'json').documents[0], 'Policy'));
    assert.deepEqual(valuesOf(tree.documents[0]), values);
    assert.equal(written(once, tree, 'Action'), '\\"s3:*\\"');
    const deeper = inner(
      valueOf(inner(valueOf(parseTree(twice, 'json').documents[0], 'Outer')).documents[0], 'Policy'),
    );
    assert.deepEqual(valuesOf(deeper.documents[0]), values);
    const node = valueOf(deeper.documents[0], 'Action');
    assert.ok(node?.kind === 'scalar');
    const service = spanOf(node.source, 0, 2);
    assert.equal(twice.slice(service.start, service.end), 's3');
  });

  it('that is percent-encoded', () => {
    const document = '{"Version":"2012-10-17","Action":"s3:*é"}';
    const text = JSON.stringify({ PolicyDocument: encodeURIComponent(document) });
    const tree = inner(valueOf(parseTree(text, 'json').documents[0], 'PolicyDocument'));
    assert.deepEqual(valuesOf(tree.documents[0]), JSON.parse(document));
    assert.equal(written(text, tree, 'Action'), '%22s3%3A*%C3%A9%22');
    const node = valueOf(tree.documents[0], 'Action');
    assert.ok(node?.kind === 'scalar');
    const letter = spanOf(node.source, 4, 5);
    assert.equal(text.slice(letter.start, letter.end), '%C3%A9');
  });

  it('as part of another text, such as a shell argument', () => {
    const text = `aws iam create-role --document '{"Action": "a\\tb"}'`;
    const start = text.indexOf('{');
    const source = { text: text.slice(start, -1), span: { start, end: text.length - 1 } };
    const tree = parseEmbeddedJson(source);
    assert.equal(written(text, tree, 'Action'), '"a\\tb"');
    assertPlaced(tree, text);
  });

  it('stands where it is written, however it is written', () => {
    const carriers: readonly ((json: string) => readonly [string, 'json' | 'yaml'])[] = [
      (json) => [JSON.stringify({ a: json }), 'json'],
      (json) => [`a: ${JSON.stringify(json)}\n`, 'yaml'],
      (json) => [`a: '${json.replace(/'/g, "''").replace(/\n/g, '\n  ')}'\n`, 'yaml'],
      (json) => [`a: |\n${json.replace(/^/gm, '    ')}\n`, 'yaml'],
      (json) => [JSON.stringify({ a: encodeURIComponent(json) }), 'json'],
    ];
    const word = fc.string({ unit: fc.constantFrom('a', 's3:*', ' ', '"', '\\', "'", 'é', '😀', '\n', '%', '/') });
    fc.assert(
      fc.property(fc.dictionary(word, fc.array(word)), fc.constantFrom(...carriers), (values, carrier) => {
        const [text, syntax] = carrier(JSON.stringify(values, null, 1));
        const tree = inner(valueOf(parseTree(text, syntax).documents[0], 'a'));
        assert.deepEqual(tree.problems, []);
        assertPlaced(tree, text);
        assert.deepEqual(valuesOf(tree.documents[0]), JSON.parse(JSON.stringify(values)));
        for (const document of tree.documents) {
          for (const node of nodesOf(document)) {
            if (node.kind !== 'scalar' || !node.source.text.startsWith('s3:*')) continue;
            const { start, end } = spanOf(node.source, 0, 2);
            assert.equal(text.slice(start, end), 's3');
          }
        }
      }),
    );
  });

  it('is not seen in other texts', () => {
    for (const text of ['{{resolve:ssm:x}}', '[a-z]+', '${Role}', 'text {"a": 1}', '%7Bbroken%C3', '%zz']) {
      const node = parseTree(JSON.stringify(text), 'json').documents[0];
      assert.ok(node?.kind === 'scalar');
      assert.equal(embeddedTree(node), undefined, text);
    }
  });

  it('may be half typed', () => {
    const text = 'Policy: |\n  {"Action": "s3:*", "Resource":\n';
    const tree = inner(valueOf(parseTree(text, 'yaml').documents[0], 'Policy'));
    assert.deepEqual(valuesOf(tree.documents[0]), { Action: 's3:*', Resource: undefined });
    assert.notEqual(tree.problems.length, 0);
  });
});
