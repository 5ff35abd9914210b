import { literalOf, splitText, type TextPart, type TextValue } from '../model/text-value.ts';
import {
  isNarrow,
  nameOfReference,
  one as oneLetter,
  patternTokens,
  star,
  textTokens,
  type Hole,
  type Token,
  type Tokens,
} from './text-tokens.ts';

/** Three values: a rule speaks only where the answer is sure. */
export type Answer = 'yes' | 'no' | 'maybe';

/** The least certain to hold: no before maybe before yes. */
export function allOf(answers: Iterable<Answer>): Answer {
  let out: Answer = 'yes';
  for (const answer of answers) {
    if (answer === 'no') return 'no';
    if (answer === 'maybe') out = 'maybe';
  }
  return out;
}

export function anyOf(answers: Iterable<Answer>): Answer {
  let out: Answer = 'no';
  for (const answer of answers) {
    if (answer === 'yes') return 'yes';
    if (answer === 'maybe') out = 'maybe';
  }
  return out;
}

/**
 * Does the wildcard pattern cover the text? `*` is any run of characters, `?` one character. Linear in practice and never worse than
 * the product of the lengths (one star is retried at a time).
 */
export function covers(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    const c = pattern.charCodeAt(p);
    if (p < pattern.length && c === 42) {
      star = p++;
      mark = t;
    } else if (p < pattern.length && (c === 63 || c === text.charCodeAt(t))) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (pattern.charCodeAt(p) === 42) p++;
  return p === pattern.length;
}

/**
 * Does the pattern cover the text, where both may have holes? Yes: whatever the holes hold. No: whatever they hold. Both sides' holes
 * of one name hold the same text.
 */
export function coversText(pattern: TextValue, text: TextValue): Answer {
  const left = literalOf(pattern);
  const right = literalOf(text);
  if (left !== undefined && right !== undefined) return covers(left, right) ? 'yes' : 'no';
  if (isSameReference(pattern, text)) return 'yes';
  return compare(patternTokens(pattern), textTokens(text));
}

/**
 * The same for ARNs, field by field: a `*` in one of the first five fields stays inside its field, in the sixth it crosses `:` and
 * `/` (facts: how IAM matches). A lone `*` covers everything; an ARN of fewer fields is completed with wildcards.
 */
export function coversArn(pattern: TextValue, target: TextValue): Answer {
  const whole = literalOf(pattern);
  if (whole === '*') return 'yes';
  const left = arnFieldsOf(pattern).fields;
  const right = arnFieldsOf(target).fields;
  const [arn] = left;
  if (right.length < 6 || !arn || literalOf(arn) !== 'arn') {
    // Bare text is no ARN and covers nothing; a text with holes may become one.
    if (whole !== undefined || !mayBecomeArn(pattern)) return right.length < 6 ? 'maybe' : 'no';
    return 'maybe';
  }
  let answer: Answer = 'yes';
  // The last field tells most pairs apart.
  for (let i = right.length - 1; i >= 0; i--) {
    const [mine, theirs] = [left[i], right[i]];
    const field = mine && theirs && !(i === 1 && isOnePartition(mine, theirs)) ? coversText(mine, theirs) : 'yes';
    if (field === 'no') return isWide(pattern, target) ? mayCoverWhole(pattern, target) : 'no';
    if (field === 'maybe') answer = 'maybe';
  }
  return answer;
}

/** Whether a text that begins with no `arn:` of its own may be an ARN, or the lone `*`, once its holes are filled. */
function mayBecomeArn(pattern: TextValue): boolean {
  const [first] = pattern.parts;
  if (first?.kind !== 'literal') return true;
  const { text } = first.source;
  return text.startsWith('arn:') || 'arn:'.startsWith(text) || /^\*+$/.test(text);
}

function isWide(pattern: TextValue, target: TextValue): boolean {
  return arnFieldsOf(pattern).hasWideHole || arnFieldsOf(target).hasWideHole;
}

function isNarrowPart(part: TextPart): boolean {
  return part.kind === 'reference' && isNarrow(part.to);
}

/** Wherever the fields may end: maybe, or a sure no. */
function mayCoverWhole(pattern: TextValue, target: TextValue): Answer {
  const completed: TextValue = { ...pattern, parts: [...pattern.parts, restOfArn] };
  return coversText(pattern, target) === 'no' && coversText(completed, target) === 'no' ? 'no' : 'maybe';
}

const restOfArn: TextPart = { kind: 'literal', source: { text: ':*', span: { start: 0, end: 0 } } };

/** Are both the same ARN? */
export function equalsArn(one: TextValue, other: TextValue): Answer {
  const left = arnFieldsOf(one).fields;
  const right = arnFieldsOf(other).fields;
  if (left.length < 6 || right.length < 6) return equalsText(one, other);
  const byField = allOf(
    left.map((mine, i) => {
      const theirs = right[i];
      return !theirs || (i === 1 && isOnePartition(mine, theirs)) ? 'yes' : equalsText(mine, theirs);
    }),
  );
  return byField === 'no' && isWide(one, other) ? equalsText(one, other) : byField;
}

/** A policy that names a partition is refused in any other, so where it is deployed `AWS::Partition` is that one. */
function isOnePartition(one: TextValue, other: TextValue): boolean {
  return (isPartition(one) && literalOf(other) !== undefined) || (isPartition(other) && literalOf(one) !== undefined);
}

function isPartition({ parts: [part, second] }: TextValue): boolean {
  return !second && part?.kind === 'reference' && part.to.kind === 'pseudo' && part.to.name === 'AWS::Partition';
}

/** Are both the same text? A `*` is a letter here. */
export function equalsText(one: TextValue, other: TextValue, withCase = true): Answer {
  const left = literalOf(one);
  const right = literalOf(other);
  if (left !== undefined && right !== undefined)
    return (withCase ? left === right : left.toLowerCase() === right.toLowerCase()) ? 'yes' : 'no';
  if (isSameReference(one, other)) return 'yes';
  return withCase
    ? compare(textTokens(one), textTokens(other))
    : compare(textTokens(inLowerCase(one)), textTokens(inLowerCase(other)));
}

/** The letters of a text in lower case; holes are left as they are. */
export function inLowerCase(value: TextValue): TextValue {
  return {
    ...value,
    parts: value.parts.map((part) =>
      part.kind === 'literal'
        ? { kind: 'literal', source: { text: part.source.text.toLowerCase(), span: part.source.span } }
        : part,
    ),
  };
}

/**
 * Whether the pattern surely covers some of the requests that the target stands for (one stage of any, one value of a path parameter),
 * whatever its other holes hold. Asked of a pattern that does not surely cover all of them.
 */
export function surelyCoversSome(pattern: TextValue, target: TextValue): boolean {
  if (literalOf(pattern) === '*') return true;
  const left = arnFieldsOf(pattern).fields;
  const right = arnFieldsOf(target).fields;
  if (right.length < 6 || literalOf(left[0]) !== 'arn') return false;
  return right.every((theirs, i) => {
    const mine = left[i];
    return !mine || (i === 1 && isOnePartition(mine, theirs)) || surelyCoversSomeText(mine, theirs);
  });
}

/** The same for texts that are no ARNs. */
export function surelyCoversSomeText(pattern: TextValue, text: TextValue): boolean {
  const p = patternTokens(pattern);
  const t = textTokens(text);
  return p.all.length * t.all.length <= 4_000_000 && walk(p.all, t.all, 0, someStep);
}

function isSameReference(a: TextValue, b: TextValue): boolean {
  const [mine, theirs] = [a.parts[0], b.parts[0]];
  if (a.parts.length !== 1 || b.parts.length !== 1) return false;
  return (
    mine?.kind === 'reference' &&
    theirs?.kind === 'reference' &&
    nameOfReference(mine.to) === nameOfReference(theirs.to)
  );
}

/** Whether the first text, as a pattern, covers the second. */
function compare(pattern: Tokens, text: Tokens): Answer {
  const [mine, theirs] = [pattern.pieces, text.pieces];
  if (!mine || !theirs || theirs.length > mine.length) return compareLists(pattern.all, text.all);
  // Every slash of the pattern stands for one of the text's, of which no hole has any.
  if (theirs.length < mine.length) return 'no';
  let answer: Answer = 'yes';
  for (let i = mine.length - 1; i >= 0; i--) {
    const piece = compareLists(mine[i] ?? [], theirs[i] ?? []);
    if (piece === 'no') return 'no';
    if (piece === 'maybe') answer = 'maybe';
  }
  return answer;
}

function compareLists(p: readonly Token[], t: readonly Token[]): Answer {
  if (surelyDiffer(p, t)) return 'no';
  const from = sharedStart(p, t);
  const left = p.length - from;
  if (left === 1 && p[from] === star) return 'yes';
  if (left === 0 && from === t.length) return 'yes';
  if (left * (t.length - from) > 4_000_000) return 'maybe';
  if (walk(p, t, from, surelyStep)) return 'yes';
  return walk(p, t, from, possiblyStep) ? 'maybe' : 'no';
}

/** How many tokens at the start are surely the same on both sides, whatever follows. */
function sharedStart(p: readonly Token[], t: readonly Token[]): number {
  let i = 0;
  while (i < p.length && i < t.length && isFixedPair(p[i], t[i])) i++;
  return i;
}

/** Equal letters, or the same name that holds no wildcards. */
function isFixedPair(p: Token | undefined, t: Token | undefined): boolean {
  if (typeof p === 'number') return p >= 0 && p === t;
  if (typeof t === 'number') return false;
  return p !== undefined && t !== undefined && p.narrow && p.name !== undefined && p.name === t.name;
}

/** A quick look at both ends, which tells most pairs apart: letters before the first wildcard or hole that are not the same. */
function surelyDiffer(p: readonly Token[], t: readonly Token[]): boolean {
  const from = sharedStart(p, t);
  if (isLetterPair(p[from], t[from])) return true;
  let back = 1;
  while (back <= p.length && back <= t.length && isFixedPair(p.at(-back), t.at(-back))) back++;
  return back <= p.length && back <= t.length && isLetterPair(p.at(-back), t.at(-back));
}

function isLetterPair(p: Token | undefined, t: Token | undefined): boolean {
  return typeof p === 'number' && typeof t === 'number' && p >= 0 && p !== t;
}

type Step = (p: Token | undefined, t: Token | undefined) => number;
const advancePattern = 1;
const advanceText = 2;
const advanceBoth = 4;

const surelyStep: Step = (p, t) => {
  if (p === star) return t !== undefined ? advancePattern | advanceText : advancePattern;
  if (p === undefined || t === undefined) return 0;
  if (p === oneLetter) return typeof t === 'number' ? advanceBoth : 0;
  if (typeof p === 'number') return p === t ? advanceBoth : 0;
  return typeof t !== 'number' && p.name !== undefined && p.name === t.name ? advanceBoth : 0;
};

const possiblyStep: Step = (p, t) => {
  let out = 0;
  if (p === star) out |= t !== undefined ? advancePattern | advanceText : advancePattern;
  else if (typeof p === 'object') {
    out |= advancePattern;
    if (t !== undefined && mayHold(p, t)) out |= advanceText;
  }
  if (typeof t === 'object') {
    out |= advanceText;
    if (p !== undefined && p !== star && mayHold(t, p)) out |= advancePattern;
    // A hole of one side that surely differs from the other side's must be filled by letters, which a distinct name is not.
    if (typeof p === 'object' && p.distinct && t.distinct && p.name !== t.name) out = 0;
  }
  if (typeof p === 'number' && typeof t === 'number' && (p === t || p === oneLetter)) out |= advanceBoth;
  return out;
};

const someStep: Step = (p, t) => {
  if (typeof t !== 'object' || !t.open || p === star) return surelyStep(p, t);
  if (p === oneLetter) return advancePattern | advanceText;
  return typeof p === 'number' && mayHold(t, p) ? advancePattern | advanceText : advanceText;
};

function mayHold(hole: Hole, token: Token): boolean {
  if (typeof token === 'number') return !hole.narrow || (token !== 58 && token !== 47);
  return !(hole.distinct && token.distinct && hole.name !== token.name);
}

/** Reachability over the grid of both token lists, from the place where they begin to differ. */
function walk(p: readonly Token[], t: readonly Token[], from: number, step: Step): boolean {
  const width = t.length - from + 1;
  const height = p.length - from;
  let row = new Uint8Array(width);
  let next = new Uint8Array(width);
  row[0] = 1;
  for (let i = 0; i <= height; i++) {
    next.fill(0);
    let isAlive = false;
    for (let j = 0; j < width; j++) {
      if (!row[j]) continue;
      if (i === height && j === width - 1) return true;
      const moves = step(p[from + i], t[from + j]);
      if (moves === 0) continue;
      if (moves & advancePattern && i < height) next[j] = 1;
      if (moves & advanceText && j < width - 1) row[j + 1] = 1;
      if (moves & advanceBoth) next[j + 1] = 1;
      isAlive = true;
    }
    if (!isAlive) return false;
    [row, next] = [next, row];
  }
  return false;
}

/** The six fields of an ARN, or as many as there are. */
interface ArnFields {
  readonly fields: readonly TextValue[];
  /** A hole that may hold a colon moves the fields behind it, unless it stands in the last one. */
  readonly hasWideHole: boolean;
}

/** The sixth field of an ARN, where it surely begins behind the fifth colon: then one that does not match is a sure no. */
export function resourceOfWholeArn(arn: TextValue): TextValue | undefined {
  const { fields, hasWideHole } = arnFieldsOf(arn);
  return literalOf(fields[0]) === 'arn' && !hasWideHole ? fields[5] : undefined;
}

const taken = new WeakMap<TextValue, ArnFields>();

/** Kept, as a text is held against many others. */
function arnFieldsOf(arn: TextValue): ArnFields {
  let known = taken.get(arn);
  if (!known) {
    const fields = splitText(arn, ':', 6);
    const first = fields.length < 6 ? fields : fields.slice(0, 5);
    const hasWideHole = first.some(({ parts }) => parts.some((part) => part.kind !== 'literal' && !isNarrowPart(part)));
    taken.set(arn, (known = { fields, hasWideHole }));
  }
  return known;
}
