import type { TextPart, TextValue } from '../model/text-value.ts';

/** The text with its letters in capitals, holes and places kept: words that API Gateway takes in any case (`awsSigv4` aside) are compared so. */
export function inCapitals(value: TextValue): TextValue;
export function inCapitals(value: TextValue | undefined): TextValue | undefined;
export function inCapitals(value: TextValue | undefined): TextValue | undefined {
  return value && { ...value, parts: value.parts.map(partInCapitals) };
}

function partInCapitals(part: TextPart): TextPart {
  if (part.kind === 'choice') return { ...part, options: part.options.map((option) => inCapitals(option)) };
  if (part.kind !== 'literal') return part;
  // Letter by letter, so that the places of the letters stay true.
  const text = part.source.text.replace(/[a-z]/g, (letter) => letter.toUpperCase());
  const { span, runs } = part.source;
  return { ...part, source: { text, span, ...(runs ? { runs } : {}) } };
}
