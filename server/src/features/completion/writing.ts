import type { Value } from '../../text/change.ts';
import type { TextEdit } from '../../text/edit.ts';
import { Habits, lineEndOf } from '../../tree/habits.ts';
import { entryLines, renderBlock, type BlockStyle } from '../../tree/render-block.ts';
import { renderFlow, type FlowStyle } from '../../tree/render-flow.ts';
import { jsonScalar, yamlString } from '../../tree/render-scalar.ts';
import { columnOf, indentOf, isFirstOnLine, lineStart } from '../../tree/trivia.ts';
import { writtenOf } from '../../tree/written-of.ts';
import type { Written } from '../../tree/written.ts';
import type { Put } from './offer.ts';
import type { Spot } from './spot.ts';

/** The edits of an offer; texts may hold tab stops. */
export interface Placed {
  /** In place of the word; on one line, around the cursor. */
  readonly edit: TextEdit;
  /** The comma that is missing before it. */
  readonly before: TextEdit | undefined;
  /** What stands before the typed letters in the edit's span: a quote. */
  readonly filterPrefix: string;
}

/** Writes offers at a spot in the way of its file: quotes, tags, indentation, commas. */
export class Writing {
  readonly #spot: Spot;
  /** The text of the file, without the mark. */
  readonly #text: string;
  readonly #habits: Habits;
  readonly #before: TextEdit | undefined;
  readonly #comma: string;
  #style: FlowStyle | undefined;
  #blockStyle: BlockStyle | undefined;

  constructor(spot: Spot, text: string) {
    this.#spot = spot;
    this.#text = text;
    this.#habits = new Habits(spot.draft.text, spot.roots, lineEndOf(text));
    this.#before = this.#commaBefore();
    this.#comma = this.#wantsCommaAfter() ? ',' : '';
  }

  /** Undefined for what this place cannot hold. */
  place(put: Put): Placed | undefined {
    const { word } = this.#spot;
    const newText = this.#written(put);
    if (newText === undefined) return undefined;
    if (word.isEscaped) {
      const inner = JSON.stringify(newText).slice(1, -1);
      return 'text' in put
        ? { edit: { span: word.span, newText: inner }, before: undefined, filterPrefix: '\\"' }
        : undefined;
    }
    const blank = word.reading.wantsBlank ? ' ' : '';
    const quote = /^["']/.exec(this.#text.slice(word.span.start, word.span.end))?.[0] ?? '';
    return {
      edit: { span: word.span, newText: blank + newText + this.#comma },
      before: this.#before,
      filterPrefix: quote,
    };
  }

  #written(put: Put): string | undefined {
    const { word } = this.#spot;
    if (word.isKey && 'key' in put) return this.#hasColon() ? this.#key(put.key) : this.#entry(put.key, put.value);
    const dash = this.#dash();
    if (!word.isValue || dash === undefined) return undefined;
    const value =
      'text' in put ? this.#scalar(put.text) : this.#value('key' in put ? { [put.key]: put.value } : put.value);
    return value === undefined ? undefined : dash + value;
  }

  /** Of a list on lines, where the cursor stands below the dashes; undefined where it stands below something else. */
  #dash(): string | undefined {
    const { word, draft } = this.#spot;
    const { start } = word.span;
    if (!word.list || word.list.flow || !isFirstOnLine(this.#text, start)) return '';
    return columnOf(this.#text, start) === columnOf(draft.text, word.list.span.start) ? '- ' : undefined;
  }

  #hasColon(): boolean {
    const { word } = this.#spot;
    return /^\s*:/.test(this.#text.slice(word.span.end, word.span.end + 200));
  }

  get #isJson(): boolean {
    return this.#spot.word.node.syntax === 'json';
  }

  #flow(): FlowStyle {
    return (this.#style ??= this.#isJson ? this.#json() : this.#block().flow);
  }

  /** The mark itself is the only sign of a habit in a file that has just been begun. */
  #json(): FlowStyle {
    const style = this.#habits.json(this.#spot.near, false);
    const isTight = /"\s*:\S/.test(this.#text);
    const afterColon = isTight ? style.afterColon : ' ';
    return { ...style, afterColon, afterComma: isTight ? style.afterComma : ' ' };
  }

  /** On one line. */
  #inLine(): FlowStyle {
    const style = this.#flow();
    const insideBraces = this.#isJson && !/\{["[]/.test(this.#text) ? ' ' : style.insideBraces;
    return { ...style, layout: 'line', scalarListsInLine: true, insideBraces };
  }

  #scalar(text: string): string | undefined {
    if (this.#isJson) return jsonScalar({ kind: 'scalar', value: text });
    const { word } = this.#spot;
    const { style } = word.node;
    if (style === 'single' || style === 'double') return yamlString(text, style, style, word.inFlow);
    if (word.before + word.after !== '') return yamlString(text, 'plain', this.#flow().quote, word.inFlow);
    const written: Written = { kind: 'scalar', value: text };
    if (word.inFlow) return renderFlow(written, this.#flow())?.[0];
    return renderBlock(written, this.#block())?.head;
  }

  #key(key: string): string | undefined {
    if (this.#isJson) return jsonScalar({ kind: 'scalar', value: key });
    return yamlString(key, this.#keyStyle(), this.#flow().quote, this.#spot.word.inFlow);
  }

  #block(): BlockStyle {
    return (this.#blockStyle ??= this.#habits.yaml(this.#spot.near));
  }

  #keyStyle(): FlowStyle['keys'] {
    const { style } = this.#spot.word.node;
    return style === 'single' || style === 'double' ? style : this.#flow().keys;
  }

  #value(value: Value): string | undefined {
    const written = writtenOf(value, () => undefined)?.value;
    if (!written) return undefined;
    if (this.#isJson && !isFunction(value)) return this.#joined(renderFlow(written, this.#flow()), this.#indent());
    const block = this.#isJson || this.#spot.word.inFlow ? undefined : renderBlock(written, this.#block());
    if (block?.body.length === 0) return block.head;
    return renderFlow(written, this.#inLine())?.join('');
  }

  #entry(key: string, value: Value): string | undefined {
    const written = writtenOf(value, () => undefined)?.value;
    const keyText = this.#key(key);
    if (!written || keyText === undefined) return undefined;
    const { word } = this.#spot;
    if (this.#isJson || word.inFlow) {
      const style = this.#isJson && isFirstOnLine(this.#text, word.span.start) ? this.#flow() : this.#inLine();
      const lines = renderFlow(written, style);
      const colon = this.#isJson ? `:${style.afterColon}` : ': ';
      return lines && this.#joined([keyText + colon + (lines[0] ?? ''), ...lines.slice(1)], this.#indent());
    }
    const style = this.#block();
    const lines = entryLines(
      { key: { kind: 'scalar', value: key }, value: written },
      { ...style, flow: { ...style.flow, keys: this.#keyStyle() } },
    );
    return this.#joined(lines, ' '.repeat(columnOf(this.#text, word.span.start)));
  }

  #indent(): string {
    return indentOf(this.#text, this.#spot.word.span.start);
  }

  #joined(lines: readonly string[] | undefined, indent: string): string | undefined {
    return lines?.map((line, i) => (i === 0 || line === '' ? line : indent + line)).join(this.#habits.lineEnd);
  }

  /** In brackets, where something stands before the word that no comma ends. */
  #commaBefore(): TextEdit | undefined {
    const { word } = this.#spot;
    if (!this.#isJson || !(word.isKey || word.list)) return undefined;
    let at = word.span.start;
    while (at > 0 && /\s/.test(this.#text[at - 1] ?? '')) at--;
    if (!/["\]}\w]/.test(this.#text[at - 1] ?? '')) return undefined;
    if (/\/\/|\/\*/.test(this.#text.slice(lineStart(this.#text, at), at).replace(/"(?:[^"\\]|\\.)*"/g, '')))
      return undefined;
    return { span: { start: at, end: at }, newText: ',' };
  }

  #wantsCommaAfter(): boolean {
    const { word } = this.#spot;
    if (!this.#isJson || (word.isKey && this.#hasColon())) return false;
    return /^\s*["[{\d]/.test(this.#text.slice(word.span.end, word.span.end + 4000));
  }
}

function isFunction(value: Value): boolean {
  const [key, second] = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  return second === undefined && (key === 'Ref' || key?.startsWith('Fn::') === true);
}
