import { sliceOf, spanOf, type SourceText } from '../text/source-text.ts';
import { parseEmbeddedJson } from './json.ts';
import type { ScalarNode, Tree } from './node.ts';

/**
 * The JSON document that a text holds: as it is, in a block scalar, quotes or an escaped string, or percent-encoded, as
 * `aws iam get-role-policy` prints it. All spans are those of the file, so a document inside a document can be asked for likewise.
 * Undefined for text that does not begin like a JSON object or list. The tree is made anew each time and does not move with its file.
 */
export function embeddedTree(scalar: ScalarNode): Tree | undefined {
  if (typeof scalar.value !== 'string' || isCutOff(scalar)) return undefined;
  const { text } = scalar.source;
  if (beginsLikeJson(text)) return parseEmbeddedJson(scalar.source);
  if (!/^\s*%(?:7[Bb]|5[Bb])/.test(text)) return undefined;
  const decoded = decodePercent(scalar.source);
  return decoded && beginsLikeJson(decoded.text) ? parseEmbeddedJson(decoded) : undefined;
}

/** Without its closing quote: other readers of YAML, which mind no indentation there, may see more of the text. */
function isCutOff({ syntax, style, span, source }: ScalarNode): boolean {
  return syntax === 'yaml' && (style === 'single' || style === 'double') && span.end === source.span.end;
}

/** An object with a key or nothing, or a list of values; not `{{template}}` or `[a-z]`. */
function beginsLikeJson(text: string): boolean {
  return /^\s*(?:\{\s*(?:["}]|\/[/*]|$)|\[\s*(?:["{[\]\d-]|\/[/*]|$))/.test(text);
}

/** The text that percent-encoding stands for, mapped to where it was written. Undefined when it is no valid UTF-8. */
function decodePercent(source: SourceText): SourceText | undefined {
  let text = '';
  const runs: number[] = [];
  let at = 0;
  const letters = (to: number): void => {
    if (to <= at) return;
    const part = sliceOf(source, at, to);
    const partRuns = part.runs ?? [0, part.span.start, part.span.end];
    for (let i = 0; i < partRuns.length; i += 3)
      runs.push(text.length + (partRuns[i] ?? 0), partRuns[i + 1] ?? 0, partRuns[i + 2] ?? 0);
    text += part.text;
  };
  // One character: a byte, or the first byte of several and those that go on.
  for (const match of source.text.matchAll(/%[89A-Fa-f][\dA-Fa-f](?:%[89ABab][\dA-Fa-f])*|%[0-7][\dA-Fa-f]/g)) {
    const char = decodedCharacter(match[0]);
    if (char === undefined) return undefined;
    letters(match.index);
    at = match.index + match[0].length;
    const span = spanOf(source, match.index, at);
    runs.push(text.length, span.start, span.end);
    text += char;
  }
  letters(source.text.length);
  return { text, span: source.span, runs };
}

function decodedCharacter(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
