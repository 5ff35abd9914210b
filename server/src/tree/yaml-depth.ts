import type { Span } from '../text/span.ts';

/** How deep collections may lie in one another: enough for any template, and safe for whoever walks the tree. */
export const DEEPEST = 256;

/**
 * Blanks out what lies too deep, so that reading needs no more stack than a template does; offsets stay. Counts brackets and steps
 * of indentation without regard to quotes: text that holds more than 256 open brackets is taken for nesting.
 */
export function maskDepths(text: string): { readonly text: string; readonly masked: Span | undefined } {
  if (text.length < DEEPEST) return { text, masked: undefined };
  const hidden: Span[] = [];
  const steps: { readonly indent: number; readonly weight: number }[] = [];
  let blockDepth = 0;
  let brackets = 0;
  /** Keys and dashes since the last comma or bracket; out of place they nest as well. */
  let flowSteps = 0;
  let bracketIndent = 0;
  let hiddenFrom = -1;
  for (let start = 0; start < text.length;) {
    const lf = text.indexOf('\n', start);
    const end = lf === -1 ? text.length : lf;
    let at = start;
    while (text.charCodeAt(at) === 32) at++;
    const blank = at >= end || text.charCodeAt(at) === 13;
    if (!blank) {
      // As in YAML, a line that is not indented more than the one with the bracket is no longer inside.
      if (brackets > 0 && at - start <= bracketIndent && !isCloser(text.charCodeAt(at))) brackets = 0;
      while (steps.length > 0 && (steps.at(-1)?.indent ?? 0) >= at - start) blockDepth -= steps.pop()?.weight ?? 0;
    }
    let weight = 1;
    for (let i = at; i < end; i++) {
      const code = text.charCodeAt(i);
      if (code === 91 || code === 123) {
        if (brackets === 0) bracketIndent = at - start;
        brackets++;
        flowSteps = 0;
      } else if (isCloser(code)) {
        brackets = Math.max(0, brackets - 1);
        flowSteps = 0;
      } else if (code === 44) {
        flowSteps = 0;
      } else if (isStep(code) && (isBlank(text.charCodeAt(i + 1)) || isQuote(text.charCodeAt(i - 1)))) {
        if (brackets === 0) weight++;
        else flowSteps++;
      }
      const deep = blockDepth + weight + brackets + flowSteps > DEEPEST;
      if (deep && hiddenFrom === -1) hiddenFrom = i;
      if (!deep && hiddenFrom !== -1) {
        hidden.push({ start: hiddenFrom, end: i });
        hiddenFrom = -1;
      }
    }
    if (!blank) {
      steps.push({ indent: at - start, weight });
      blockDepth += weight;
    }
    start = end + 1;
  }
  if (hiddenFrom !== -1) hidden.push({ start: hiddenFrom, end: text.length });
  const first = hidden[0];
  if (!first) return { text, masked: undefined };
  let out = '';
  let at = 0;
  for (const span of hidden) {
    out += text.slice(at, span.start) + text.slice(span.start, span.end).replace(/[^\r\n]/g, ' ');
    at = span.end;
  }
  return { text: out + text.slice(at), masked: first };
}

function isCloser(code: number): boolean {
  return code === 93 || code === 125;
}

/** The indicators - : ? */
function isStep(code: number): boolean {
  return code === 45 || code === 58 || code === 63;
}

function isQuote(code: number): boolean {
  return code === 34 || code === 39;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13 || Number.isNaN(code);
}
