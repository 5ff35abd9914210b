import type { Stage } from '../model/facts.ts';
import { literalOf, splitText, type TextPart, type TextValue } from '../model/text-value.ts';

/** The parameters that name a stage, each with its file: a stage's name holds no slash, so neither do they. */
export function stageParametersIn(stages: readonly Pick<Stage, 'name' | 'uri'>[]): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (value: TextValue | undefined, uri: string): void => {
    for (const part of value?.parts ?? []) {
      if (part.kind === 'reference' && part.to.kind === 'parameter')
        found.add(nameIn(part.to.uri ?? uri, part.to.name));
      if (part.kind === 'choice') for (const option of part.options) walk(option, uri);
    }
  };
  for (const { name, uri } of stages) walk(name, uri);
  return found;
}

function nameIn(uri: string, parameter: string): string {
  return `${uri} ${parameter}`;
}

/**
 * The text with its stage parameters as such: those that name a stage somewhere, and those that stand where an execute-api ARN names
 * one, between the API's id and a verb.
 */
export function withStageParameters(value: TextValue, uri: string, known: ReadonlySet<string>): TextValue {
  if (!value.parts.some(isParameter)) return value;
  const inPlace = partsInPlaceOfStage(value);
  let isSame = true;
  const parts = value.parts.map((part): TextPart => {
    if (part.kind !== 'reference' || part.to.kind !== 'parameter' || part.to.narrow) return part;
    const isInPlace = inPlace.has(part) && !/[*?/:]/.test(part.to.default ?? '');
    if (!isInPlace && !known.has(nameIn(part.to.uri ?? uri, part.to.name))) return part;
    isSame = false;
    return { ...part, to: { ...part.to, narrow: true } };
  });
  return isSame ? value : { ...value, parts };
}

function isParameter(part: TextPart): boolean {
  return part.kind === 'reference' && part.to.kind === 'parameter';
}

const verb = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/;

function partsInPlaceOfStage(value: TextValue): ReadonlySet<TextPart> {
  const fields = splitText(value, ':', 6);
  const isShort = literalOf(fields[0]) === 'execute-api' && fields.length === 2;
  if (!isShort && literalOf(fields[2]) !== 'execute-api') return new Set();
  const resource = fields[isShort ? 1 : 5];
  const [, stage, method] = resource ? splitText(resource, '/', 4) : [];
  return new Set(verb.test(literalOf(method) ?? '') ? stage?.parts : []);
}
