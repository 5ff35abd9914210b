import type { Reference, TextPart, TextValue } from '../model/text-value.ts';

/** One letter (its UTF-16 unit), a wildcard, or a hole. */
export type Token = number | Hole;

/** `*` and `?` of a pattern. */
export const star = -1;
export const one = -2;

/**
 * A text of unknown letters. Named ones equal only themselves; `distinct` ones surely differ from other distinct ones; `narrow` ones
 * hold neither `:` nor `/`. An `open` one stands for each of the requests that a question is about (any stage, any value of a path
 * parameter), not for one text.
 */
export interface Hole {
  readonly name: string | undefined;
  readonly distinct: boolean;
  readonly narrow: boolean;
  readonly open: boolean;
}

/** A text taken apart. */
export interface Tokens {
  readonly all: readonly Token[];
  /** The pieces between the slashes; undefined for a text with a hole that may hold slashes of its own. */
  readonly pieces: readonly (readonly Token[])[] | undefined;
}

const patterns = new WeakMap<TextValue, Tokens>();
const texts = new WeakMap<TextValue, Tokens>();

/** The tokens of a pattern, whose `*` and `?` are wildcards. Kept, as a text is held against many others. */
export function patternTokens(value: TextValue): Tokens {
  let tokens = patterns.get(value);
  if (!tokens) patterns.set(value, (tokens = tokensOf(value, true)));
  return tokens;
}

/** The tokens of a text, in which every letter means itself. */
export function textTokens(value: TextValue): Tokens {
  let tokens = texts.get(value);
  if (!tokens) texts.set(value, (tokens = tokensOf(value, false)));
  return tokens;
}

const slash = 47;

function tokensOf(value: TextValue, wild: boolean): Tokens {
  const all = listOf(value, wild);
  if (all.some((token) => typeof token === 'object' && !token.narrow)) return { all, pieces: undefined };
  const pieces: Token[][] = [[]];
  for (const token of all) {
    if (token === slash) pieces.push([]);
    else pieces.at(-1)?.push(token);
  }
  return { all, pieces };
}

function listOf(value: TextValue, wild: boolean): readonly Token[] {
  const out: Token[] = [];
  for (const part of value.parts) {
    if (part.kind !== 'literal') {
      out.push(tokenOf(part));
      continue;
    }
    const { text } = part.source;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      out.push(wild && code === 42 ? star : wild && code === 63 ? one : code);
    }
  }
  return out;
}

function tokenOf(part: Exclude<TextPart, { kind: 'literal' }>): Token {
  switch (part.kind) {
    case 'reference': {
      const { to } = part;
      if (isLetter(to)) return to.name.charCodeAt(0);
      return { name: nameOfReference(to), distinct: isDistinct(to), narrow: isNarrow(to), open: isOpen(to) };
    }
    case 'choice':
      return anything;
    case 'unknown':
      // `{proxy+}`: the rest of a path; `*`: the path of any request.
      return /^(?:\{[^}]*\}|\*)$/.test(part.written) ? restOfPath : anything;
  }
}

const anything: Hole = { name: undefined, distinct: false, narrow: false, open: false };
const restOfPath: Hole = { ...anything, open: true };

/** Equal for references that hold the same text. */
export function nameOfReference(to: Reference): string {
  const name = nameInStack(to);
  return to.uri === undefined ? name : `${name} ${to.uri}`;
}

function nameInStack(to: Reference): string {
  switch (to.kind) {
    case 'logical':
      return `${to.id}.${to.attribute ?? ''}`;
    case 'pseudo':
      return to.name;
    case 'parameter':
      return `parameter ${to.name}`;
  }
}

/** Names that CloudFormation makes are never those of another resource. */
function isDistinct(to: Reference): boolean {
  return to.kind === 'logical' && (to.attribute === undefined || to.made === true);
}

/** A letter that a policy writes as a variable, so that it is no wildcard: `${*}`. */
function isLetter(to: Reference): to is Extract<Reference, { kind: 'pseudo' }> {
  return to.kind === 'pseudo' && to.name.length === 1;
}

/** `any stage`, `any verb`, `any segment`: known only when a request is made. */
function isOpen(to: Reference): boolean {
  return to.kind === 'pseudo' && to.name.startsWith('any ');
}

/** What cannot hold `:` or `/`. */
export function isNarrow(to: Reference): boolean {
  switch (to.kind) {
    case 'pseudo':
      return to.name !== 'AWS::StackId';
    case 'parameter':
      return to.narrow === true;
    case 'logical':
      return isDistinct(to);
  }
}
