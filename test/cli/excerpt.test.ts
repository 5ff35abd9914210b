import { strict as assert } from 'node:assert';
import { excerptOf, printable } from '../../server/src/cli/excerpt.ts';

/** The excerpt as it is printed: the line, and the underline. */
function shown(text: string, word: string, columns = 100): string[] {
  const start = text.indexOf(word);
  const { line, column, width } = excerptOf(text, { start, end: start + word.length }, columns);
  return [line, ' '.repeat(column) + '^'.repeat(width)];
}

describe('excerpt of a line', () => {
  it('is the line that holds the span, however lines end', () => {
    for (const end of ['\n', '\r\n', '\r'])
      assert.deepEqual(shown(['one', '  two three', 'four'].join(end), 'three'), ['  two three', '      ^^^^^']);
  });

  it('has blanks for tabs', () => {
    assert.deepEqual(shown('\t"a":\t"b"', '"b"'), ['    "a":    "b"', '            ^^^']);
  });

  it('counts the columns that wide letters take', () => {
    assert.deepEqual(shown('name: 日本語 x', 'x'), ['name: 日本語 x', '             ^']);
    assert.deepEqual(shown('name: 日本語', '本'), ['name: 日本語', '        ^^']);
    assert.deepEqual(shown('a 👩‍👩‍👧 b', 'b'), ['a 👩‍👩‍👧 b', '     ^']);
    assert.deepEqual(shown('cafe\u0301 x', 'x'), ['cafe\u0301 x', '     ^']);
  });

  it('shows characters that would command the terminal', () => {
    assert.deepEqual(shown('a\u001b[31m b', 'b'), ['a\u241b[31m b', '       ^']);
    assert.equal(printable('x\u202ey\nz'), 'x<U+202E>y\u240az');
  });

  it('leaves a byte order mark out', () => {
    assert.deepEqual(shown('\uFEFF{"a": 1}', '"a"'), ['{"a": 1}', ' ^^^']);
  });

  it('is cut around the span where the line is long', () => {
    const text = `${'a'.repeat(500)} here ${'b'.repeat(500)}`;
    const [line = '', underline = ''] = shown(text, 'here', 60);
    assert.equal(line.length, 60);
    assert.match(line, /^\.\.\.a+ here b+\.\.\.$/);
    assert.equal(underline.length, line.indexOf('here') + 4);
    assert.equal(line.slice(underline.indexOf('^'), underline.length), 'here');
  });

  it('is cut at one end only where the span is near the other', () => {
    assert.deepEqual(shown(`here ${'b'.repeat(500)}`, 'here', 40), [`here ${'b'.repeat(29)}...`, '^^^^']);
    assert.match(shown(`${'b'.repeat(500)} here`, 'here', 40)[0] ?? '', /^\.\.\.b+ here$/);
  });

  it('shows the beginning of a span that is wider than the line may be', () => {
    const [line = '', underline = ''] = shown(`x ${'y'.repeat(300)} z`, 'y'.repeat(300), 40);
    assert(line.length <= 40, line);
    assert(underline.length <= 40, underline);
    assert.match(underline, /\^{30}/);
  });

  it('does not take a file of one line apart', () => {
    const text = `${'{"a":1},'.repeat(500_000)}here${'{"a":1},'.repeat(500_000)}`;
    const before = performance.now();
    assert.match(shown(text, 'here', 80)[0] ?? '', /here/);
    assert(performance.now() - before < 1000);
  });

  it('underlines one column for an empty span, and one line for a span of several', () => {
    assert.deepEqual(excerptOf('abc', { start: 3, end: 3 }, 80), { line: 'abc', column: 3, width: 1 });
    assert.deepEqual(excerptOf('abc\ndef', { start: 1, end: 6 }, 80), { line: 'abc', column: 1, width: 2 });
  });
});
