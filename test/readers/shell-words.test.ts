import assert from 'node:assert/strict';
import fc from 'fast-check';
import { printed } from '../../server/src/model/text-value.ts';
import { shellCommands, textOfWord } from '../../server/src/readers/shell-words.ts';
import type { SourceText } from '../../server/src/text/source-text.ts';

function wholeText(text: string): SourceText {
  return { text, span: { start: 0, end: text.length } };
}

function wordsOf(text: string): string[][] {
  const source = wholeText(text);
  return shellCommands(text).map((command) => command.words.map((word) => printed(textOfWord(source, word))));
}

describe('shell words', () => {
  const table: readonly (readonly [string, string[][]])[] = [
    ['aws iam list-roles', [['aws', 'iam', 'list-roles']]],
    ['a \'b c\' "d e"', [['a', 'b c', 'd e']]],
    ['a "say \\"hi\\"" \\$x', [['a', 'say "hi"', '$x']]],
    ['a \\\n  b \\\r\n\tc', [['a', 'b', 'c']]],
    ['a # not this\nb', [['a'], ['b']]],
    ['a#b', [['a#b']]],
    ['a && b || c; d | e & f', [['a'], ['b'], ['c'], ['d'], ['e'], ['f']]],
    ['if ! a; then b; fi', [['if', '!', 'a'], ['then', 'b'], ['fi']]],
    ['f() {\n  a\n}', [['f'], ['{'], ['a'], ['}']]],
    ['`(a`b', [['a'], ['`(a`b']]],
    [
      'X=$(a b) c',
      [
        ['a', 'b'],
        ['X=$(a b)', 'c'],
      ],
    ],
    ['X="$(a "b c")"', [['a', 'b c'], ['X=$(a "b c")']]],
    [
      'X=`a b` c',
      [
        ['a', 'b'],
        ['X=`a b`', 'c'],
      ],
    ],
    ['a $((1 << 2)) b', [['a', '$((1 << 2))', 'b']]],
    ['a ${x:-{}} $y "$z"', [['a', '${x:-{}}', '$y', '$z']]],
    ['a ${{ github.sha }} b', [['a', '${{ github.sha }}', 'b']]],
    ["a $'b\\n\\'c'", [['a', "b\n'c"]]],
    ['a > f 2>&1 <g b', [['a', '2', 'b']]],
    ['cat <<EOF > f\nbody $x\nEOF\nb', [['cat'], ['b']]],
    ["cat <<-'EOF'\n\tbody\n\tEOF\nb", [['cat'], ['b']]],
    ["a 'open", [['a', 'open']]],
    ['a "open $(b', [['b'], ['a', 'open $(b']]],
    ['', []],
  ];
  for (const [text, words] of table) it(JSON.stringify(text), () => assert.deepEqual(wordsOf(text), words));

  it('tells the names of files and the text of here-documents', () => {
    const text = 'cat > x.json <<\'EOF\' | tee y\n{ "$a" }\nEOF\n';
    const [cat, tee] = shellCommands(text);
    assert.deepEqual(
      cat?.outputs.map((word) => text.slice(word.start, word.end)),
      ['x.json'],
    );
    assert.equal(cat?.pipedInto, tee);
    assert.deepEqual(cat?.heredocs[0]?.pieces, [
      { kind: 'letters', start: text.indexOf('{'), end: text.indexOf('}') + 2 },
    ]);
  });

  it('takes any text, and every word stands where it says', () => {
    const letters = fc.constantFrom(...'ab \n\t\'"\\$(){}`<>|&;#=-EOF'.split(''), '<<EOF\n', '$(', '${', '\r\n', '"$(');
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        for (const command of shellCommands(text))
          for (const word of command.words) {
            assert.ok(0 <= word.start && word.start < word.end && word.end <= text.length);
            let at = word.start;
            for (const piece of word.pieces) {
              assert.ok(at <= piece.start && piece.start < piece.end && piece.end <= word.end, JSON.stringify(text));
              at = piece.end;
            }
          }
      }),
      { numRuns: 2000 },
    );
  });

  it('takes time in proportion to the length', () => {
    for (const piece of ['${', '$((', '$(', '`', '"', "'", '<<E\n', '"$(', '#\n', '\\\n', 'a=(', '${x'])
      shellCommands(piece.repeat(200_000));
    // A second on a free machine; what is quadratic takes many minutes.
  }).timeout(30_000);
});
