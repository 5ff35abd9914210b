import { literalOf, type TextPart, type TextValue } from '../model/text-value.ts';
import { sliceOf } from '../text/source-text.ts';
import { valuesOf, type Context } from './context.ts';

/** Policy variables count with this version only: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
export function hasVariables(version: TextValue | undefined): boolean | undefined {
  if (!version) return false;
  const text = literalOf(version);
  return text === undefined ? undefined : text === '2012-10-17';
}

/**
 * The text with its policy variables replaced by what the request holds: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, and
 * `${*}`, `${?}`, `${$}` for the letters themselves. A variable that nobody knows becomes a hole. Undefined when a variable without a
 * default surely has no value: then the text matches nothing.
 */
export function withVariables(value: TextValue, context: Context): TextValue | undefined {
  if (!value.parts.some((part) => part.kind === 'literal' && part.source.text.includes('$'))) return value;
  const parts: TextPart[] = [];
  // A variable that a hole stands in the middle of: nobody knows which one it is.
  let isCut = false;
  for (const part of joined(value.parts)) {
    if (part.kind !== 'literal') {
      if (!isCut) parts.push(part);
      continue;
    }
    const { source } = part;
    const close = isCut ? source.text.indexOf('}') : -1;
    if (isCut && close < 0) continue;
    let from = close + 1;
    isCut = false;
    for (const match of source.text.matchAll(/\$\{([^{}]*)(\}|$)/g)) {
      if (match.index < from) continue;
      if (match.index > from) parts.push({ kind: 'literal', source: sliceOf(source, from, match.index) });
      from = match.index + match[0].length;
      if (match[2] === '') {
        isCut = true;
        parts.push({ kind: 'unknown', span: value.span, written: match[0] });
        continue;
      }
      const standsFor = variable((match[1] ?? '').trim(), match[0], value, context);
      if (!standsFor) return undefined;
      parts.push(...standsFor);
    }
    if (from < source.text.length) parts.push({ kind: 'literal', source: sliceOf(source, from, source.text.length) });
  }
  return { ...value, parts };
}

/** Neighbouring letters as one text: `Fn::Join` may put a variable together. */
function joined(parts: readonly TextPart[]): readonly TextPart[] {
  const out: TextPart[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (part.kind === 'literal' && last?.kind === 'literal')
      out[out.length - 1] = {
        kind: 'literal',
        source: { text: last.source.text + part.source.text, span: last.source.span },
      };
    else out.push(part);
  }
  return out;
}

function variable(
  inside: string,
  written: string,
  { span }: TextValue,
  context: Context,
): readonly TextPart[] | undefined {
  if (inside === '*' || inside === '?' || inside === '$') return lettersOf(inside, span);
  const [, name = inside, fallback] = /^(.*?)\s*,\s*'(.*)'$/s.exec(inside) ?? [];
  const known = valuesOf(context, name);
  if (!known) return [{ kind: 'unknown', span, written }];
  const [only, second] = known;
  if (!only) return fallback === undefined ? undefined : lettersOf(fallback, span);
  // Which of several values is meant is not said.
  if (second) return [{ kind: 'unknown', span, written }];
  return only.parts.flatMap((part) => (part.kind === 'literal' ? lettersOf(part.source.text, span) : [part]));
}

/** A text whose `*` and `?` are letters, not wildcards. */
function lettersOf(text: string, span: TextValue['span']): readonly TextPart[] {
  return text
    .split(/([*?])/)
    .filter((piece) => piece !== '')
    .map((piece) =>
      piece === '*' || piece === '?'
        ? { kind: 'reference', span, to: { kind: 'pseudo', name: piece } }
        : { kind: 'literal', source: { text: piece, span } },
    );
}
