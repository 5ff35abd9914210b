import type { Span } from '../text/span.ts';
import type { Syntax } from './node.ts';

/** What stands between the nodes of a tree: comments, line ends, commas, and other marks (colons, dashes, anchors, tags). */
export interface Trivia extends Span {
  readonly kind: 'comment' | 'newline' | 'comma' | 'mark';
}

/** Reads the text between two nodes. Nothing in it may be a part of a scalar. */
export function triviaOf(text: string, from: number, to: number, syntax: Syntax): readonly Trivia[] {
  const found: Trivia[] = [];
  let at = from;
  while (at < to) {
    const char = text[at] ?? '';
    if (char === ' ' || char === '\t' || char === '\uFEFF') {
      at++;
      continue;
    }
    const start = at;
    let kind: Trivia['kind'] = 'mark';
    if (char === '\n' || char === '\r') {
      kind = 'newline';
      at += char === '\r' && text[at + 1] === '\n' ? 2 : 1;
    } else if (char === ',') {
      kind = 'comma';
      at++;
    } else if (syntax === 'json' && text.startsWith('/*', at)) {
      kind = 'comment';
      const close = text.indexOf('*/', at + 2);
      at = close < 0 ? to : Math.min(to, close + 2);
    } else if (syntax === 'json' ? text.startsWith('//', at) : char === '#' && isBlank(text[at - 1])) {
      kind = 'comment';
      at = Math.min(to, lineEnd(text, at));
      while (at > start && (text[at - 1] === ' ' || text[at - 1] === '\t')) at--;
    } else if (char === ':' || char === '-' || char === '?') {
      at++;
    } else {
      while (at < to && !isBlank(text[at]) && text[at] !== ',') at++;
    }
    found.push({ kind, start, end: at });
  }
  return found;
}

function isBlank(char: string | undefined): boolean {
  return char === undefined || char === ' ' || char === '\t' || char === '\n' || char === '\r' || char === '\uFEFF';
}

/** The offset of the first character of the line that holds `at`; a byte order mark belongs to no line. */
export function lineStart(text: string, at: number): number {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  return at <= 0 ? firstOffset(text) : start === 0 ? firstOffset(text) : start;
}

/** The offset where the line that holds `at` ends, before its line end. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  if (end < 0) return text.length;
  return end > at && text[end - 1] === '\r' ? end - 1 : end;
}

/** The offset of the first character of the following line; the text's length when there is none. */
export function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** How many characters stand before `at` on its line. */
export function columnOf(text: string, at: number): number {
  return at - lineStart(text, at);
}

/** The white space at the start of the line that holds `at`. */
export function indentOf(text: string, at: number): string {
  const start = lineStart(text, at);
  let end = start;
  while (text[end] === ' ' || text[end] === '\t') end++;
  return text.slice(start, end);
}

/** True when only white space stands before `at` on its line. */
export function isFirstOnLine(text: string, at: number): boolean {
  return text.slice(lineStart(text, at), at).trim() === '';
}

function firstOffset(text: string): number {
  return text.charCodeAt(0) === 0xfeff ? 1 : 0;
}

/** True when a comment stands anywhere in a text of JSON. */
export function holdsJsonComment(text: string): boolean {
  for (const { 0: piece } of text.matchAll(/"(?:[^"\\\r\n]|\\.)*"|\/[/*]/g)) if (piece.startsWith('/')) return true;
  return false;
}
