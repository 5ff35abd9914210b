import { literalOf, printed, type TextPart, type TextValue } from '../model/text-value.ts';
import type { Value } from '../text/change.ts';

/**
 * A text as a template writes it: bare letters, Ref, Fn::GetAtt or Fn::Sub. Undefined where a part of it cannot be written again (a
 * choice by condition, what is not known), or not in that file: the name of another stack's.
 */
export function templateValueOf(value: TextValue, uri: string): Value | undefined {
  const literal = literalOf(value);
  if (literal !== undefined) return literal;
  if (!value.parts.every((part) => isWritable(part, uri))) return undefined;
  const [only, second] = value.parts;
  if (only?.kind === 'reference' && !second) return referenceValue(only);
  const text = subTextOf(value, uri);
  return text === undefined ? undefined : { 'Fn::Sub': text };
}

/** The same as the text of an Fn::Sub. */
export function subTextOf(value: TextValue, uri: string): string | undefined {
  if (!value.parts.every((part) => isWritable(part, uri))) return undefined;
  return value.parts
    .map((part) =>
      part.kind === 'literal' ? part.source.text.replaceAll('${', '${!') : printed({ ...value, parts: [part] }),
    )
    .join('');
}

/** Not what is known at the deployment or at a request only, and no name that no attribute gives. */
function isWritable(part: TextPart, uri: string): boolean {
  if (part.kind !== 'reference') return part.kind === 'literal';
  if (part.to.uri !== undefined && part.to.uri !== uri) return false;
  return part.to.kind === 'logical' ? part.to.attribute !== '(name)' : !part.to.name.startsWith('any ');
}

function referenceValue({ to }: Extract<TextPart, { kind: 'reference' }>): Value {
  if (to.kind !== 'logical') return { Ref: to.name };
  // SAM's own attribute, the alias it makes, is written as a Ref.
  if (to.attribute === 'Alias') return { Ref: `${to.id}.Alias` };
  return to.attribute === undefined ? { Ref: to.id } : { 'Fn::GetAtt': [to.id, to.attribute] };
}

/** `arn:aws:execute-api:region:account:api` and what follows the API's id, as Fn::Sub writes it. */
export function executeApiArnText(apiId: string, suffix: string): string {
  return 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${' + apiId + '}' + suffix;
}
