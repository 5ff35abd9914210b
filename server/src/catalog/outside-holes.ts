/** A piece of a text and where it begins in it. */
export interface Piece {
  readonly text: string;
  readonly start: number;
}

/**
 * Parts a text at a one-character separator, but not inside `${...}`: `${AWS::Region}` stays whole. With a limit, the last piece is all the
 * rest, separators included. A hole that is never closed takes the rest.
 */
export function splitOutsideHoles(text: string, separator: string, limit = Infinity): readonly Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  for (let at = 0; at < text.length && pieces.length < limit - 1; at++) {
    if (text.startsWith('${', at)) {
      const end = text.indexOf('}', at);
      at = end < 0 ? text.length : end;
    } else if (text[at] === separator) {
      pieces.push({ text: text.slice(start, at), start });
      start = at + 1;
    }
  }
  pieces.push({ text: text.slice(start), start });
  return pieces;
}

/** The name inside the hole when the text is one hole and nothing else. */
export function soleHole(text: string): string | undefined {
  return text.startsWith('${') && text.indexOf('}') === text.length - 1 ? text.slice(2, -1) : undefined;
}

/** Whether the text has a hole somewhere. */
export function hasHole(text: string): boolean {
  return text.includes('${');
}
