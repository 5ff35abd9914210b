import type { TextEdit } from '../text/edit.ts';
import { applyEdits } from '../text/edit.ts';

type Piece = { readonly from: number; readonly to: number } | { readonly text: string };

/** A text under several rounds of edits, which comes out as one list of edits of the text as it was. */
export class PieceTable {
  readonly #original: string;
  #pieces: readonly Piece[];
  #text: string;

  constructor(text: string) {
    this.#original = text;
    this.#text = text;
    this.#pieces = [{ from: 0, to: text.length }];
  }

  get text(): string {
    return this.#text;
  }

  /** Applies edits whose spans refer to `text`. */
  apply(edits: readonly TextEdit[]): void {
    this.#text = applyEdits(this.#text, edits);
    const ordered = edits.map((edit, index) => ({ edit, index }));
    ordered.sort(
      (a, b) => a.edit.span.start - b.edit.span.start || a.edit.span.end - b.edit.span.end || a.index - b.index,
    );
    const pieces: Piece[] = [];
    const source = [...this.#pieces];
    let at = 0;
    const take = (to: number, keep: boolean): void => {
      while (at < to) {
        const piece = source.shift();
        if (!piece) return;
        const length = lengthOf(piece);
        const used = Math.min(length, to - at);
        if (used < length) source.unshift(part(piece, used, length));
        if (keep) pieces.push(part(piece, 0, used));
        at += used;
      }
    };
    for (const { edit } of ordered) {
      take(edit.span.start, true);
      take(edit.span.end, false);
      if (edit.newText !== '') pieces.push({ text: edit.newText });
    }
    take(Infinity, true);
    this.#pieces = pieces;
  }

  /** The edits that make the original text into this one, none of which repeats what stands there already. */
  edits(): readonly TextEdit[] {
    const edits: TextEdit[] = [];
    let at = 0;
    let added = '';
    const close = (to: number): void => {
      const edit = trimmed(this.#original, { span: { start: at, end: to }, newText: added });
      if (edit) edits.push(edit);
      added = '';
    };
    for (const piece of this.#pieces) {
      if ('text' in piece) {
        added += piece.text;
        continue;
      }
      close(piece.from);
      at = piece.to;
    }
    close(this.#original.length);
    return edits;
  }
}

function lengthOf(piece: Piece): number {
  return 'text' in piece ? piece.text.length : piece.to - piece.from;
}

function part(piece: Piece, from: number, to: number): Piece {
  return 'text' in piece ? { text: piece.text.slice(from, to) } : { from: piece.from + from, to: piece.from + to };
}

/** Without the letters that are the same before and after; undefined when nothing is left. */
function trimmed(original: string, { span, newText }: TextEdit): TextEdit | undefined {
  const old = original.slice(span.start, span.end);
  const most = Math.min(old.length, newText.length);
  let head = 0;
  while (head < most && old[head] === newText[head]) head++;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === newText[newText.length - 1 - tail]) tail++;
  // A line end of two characters and a letter of two units stay whole.
  while (head > 0 && splitsPair(original, span.start + head)) head--;
  while (tail > 0 && splitsPair(original, span.end - tail)) tail--;
  if (old.length === head + tail && newText.length === head + tail) return undefined;
  return {
    span: { start: span.start + head, end: span.end - tail },
    newText: newText.slice(head, newText.length - tail),
  };
}

function splitsPair(text: string, at: number): boolean {
  if (text[at - 1] === '\r' && text[at] === '\n') return true;
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  return before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000;
}
