import type { Span } from '../text/span.ts';

const comment = /(?:#|\/\/)[^\n]*?\bgrantlens-ignore((?:[ \t,]+[a-z]+\/[a-z-]+)*)/g;

/**
 * A comment `grantlens-ignore <rule> <rule>` (without a name: every rule) silences its own line, and, when it stands alone on its
 * line, the next line that is not blank or a comment. Returns the question "is this rule silenced at this span?".
 */
export function ignoresIn(text: string): (rule: string, span: Span) => boolean {
  if (!text.includes('grantlens-ignore')) return () => false;
  const silenced: { readonly span: Span; readonly rules: readonly string[] }[] = [];
  for (const match of text.matchAll(comment)) {
    const rules = (match[1] ?? '').split(/[ \t,]+/).filter(Boolean);
    const lineStart = text.lastIndexOf('\n', match.index) + 1;
    let end = endOfLine(text, match.index);
    if (text.slice(lineStart, match.index).trim() === '') {
      do end = endOfLine(text, end + 1);
      while (end < text.length && /^\s*(#.*|\/\/.*)?\r?$/.test(text.slice(text.lastIndexOf('\n', end - 1) + 1, end)));
    }
    silenced.push({ span: { start: lineStart, end }, rules });
  }
  return (rule, span) =>
    silenced.some(
      (one) =>
        one.span.start <= span.start &&
        span.start < one.span.end &&
        (one.rules.length === 0 || one.rules.includes(rule)),
    );
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 ? text.length : at;
}
