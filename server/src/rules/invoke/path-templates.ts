import { mayHoldSlash, type CallPattern } from '../../access/call-pattern.ts';
import { literalOf, literalSourceOf } from '../../model/text-value.ts';
import { sliceOf } from '../../text/source-text.ts';
import type { Span } from '../../text/span.ts';

/** A word of an API's definition that stands where a request has a word of its own. */
export interface PathTemplate {
  readonly text: string;
  readonly span: Span;
}

/** `{id}`, `{proxy+}` in the path, and `ANY` for a verb. Never `@connections/{connectionId}`, which is what API Gateway itself asks IAM about. */
export function templatesIn({ segments }: CallPattern): readonly PathTemplate[] {
  const [stage, verb] = segments;
  const out: PathTemplate[] = [];
  if (segments.some((segment) => literalOf(segment)?.startsWith('@connections'))) return out;
  const verbSource = verb && literalSourceOf(verb);
  if (stage && verbSource && isAny(verbSource.text, mayHoldSlash(stage)))
    out.push({ text: verbSource.text, span: verbSource.span });
  for (const segment of segments.slice(1)) {
    for (const part of segment.parts) {
      if (part.kind !== 'literal') continue;
      for (const match of part.source.text.matchAll(/(?<![{$])\{[\w.:-]+\+?\}(?!\})/g))
        out.push({ text: match[0], span: sliceOf(part.source, match.index, match.index + match[0].length).span });
    }
  }
  return out;
}

/** Behind a star `any` may be a part of a path. */
function isAny(word: string, isBehindStar: boolean): boolean {
  return word === 'ANY' || (!isBehindStar && word.toUpperCase() === 'ANY');
}
