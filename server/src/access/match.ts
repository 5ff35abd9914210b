import { literalOf, splitText, type Reference, type TextPart, type TextValue } from '../model/text-value.ts';

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

type Token =
  | { readonly kind: 'char'; readonly code: number }
  | { readonly kind: 'star' }
  | { readonly kind: 'one' }
  /**
   * A text of unknown letters. Named ones equal only themselves; `distinct` ones surely differ from other distinct ones. An `open` one
   * stands for each of the requests that a question is about (any stage, any value of a path parameter), not for one text.
   */
  | {
      readonly kind: 'hole';
      readonly name: string | undefined;
      readonly distinct: boolean;
      readonly narrow: boolean;
      readonly open: boolean;
    };

/**
 * Does the pattern cover the text, where both may have holes? Yes: whatever the holes hold. No: whatever they hold. Both sides' holes
 * of one name hold the same text.
 */
export function coversText(pattern: TextValue, text: TextValue): Answer {
  const left = literalOf(pattern);
  const right = literalOf(text);
  if (left !== undefined && right !== undefined) return covers(left, right) ? 'yes' : 'no';
  if (isSameReference(pattern, text)) return 'yes';
  const p = tokensOf(pattern, true);
  const t = tokensOf(text, false);
  if (p.length * t.length > 4_000_000) return 'maybe';
  if (walk(p, t, surelyStep)) return 'yes';
  return walk(p, t, possiblyStep) ? 'maybe' : 'no';
}

/**
 * The same for ARNs, field by field: a `*` in one of the first five fields stays inside its field, in the sixth it crosses `:` and
 * `/` (facts: how IAM matches). A lone `*` covers everything; an ARN of fewer fields is completed with wildcards.
 */
export function coversArn(pattern: TextValue, target: TextValue): Answer {
  const whole = literalOf(pattern);
  if (whole === '*') return 'yes';
  const left = splitText(pattern, ':', 6);
  const right = splitText(target, ':', 6);
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
    if (field === 'no') return hasWideHole(left) || hasWideHole(right) ? mayCoverWhole(pattern, target) : 'no';
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

/** A hole that may hold a colon moves the fields behind it, unless it stands in the last one. */
function hasWideHole(fields: readonly TextValue[]): boolean {
  const first = fields.length < 6 ? fields : fields.slice(0, 5);
  return first.some(({ parts }) => parts.some((part) => part.kind !== 'literal' && !isNarrowPart(part)));
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
  const left = splitText(one, ':', 6);
  const right = splitText(other, ':', 6);
  if (left.length < 6 || right.length < 6) return equalsText(one, other);
  const byField = allOf(
    left.map((mine, i) => {
      const theirs = right[i];
      return !theirs || (i === 1 && isOnePartition(mine, theirs)) ? 'yes' : equalsText(mine, theirs);
    }),
  );
  return byField === 'no' && (hasWideHole(left) || hasWideHole(right)) ? equalsText(one, other) : byField;
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
  const a = tokensOf(withCase ? one : inLowerCase(one), false);
  const b = tokensOf(withCase ? other : inLowerCase(other), false);
  if (a.length * b.length > 4_000_000) return 'maybe';
  if (walk(a, b, surelyStep)) return 'yes';
  return walk(a, b, possiblyStep) ? 'maybe' : 'no';
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
  const left = splitText(pattern, ':', 6);
  const right = splitText(target, ':', 6);
  if (right.length < 6 || literalOf(left[0]) !== 'arn') return false;
  return right.every((theirs, i) => {
    const mine = left[i];
    return !mine || (i === 1 && isOnePartition(mine, theirs)) || surelyCoversSomeText(mine, theirs);
  });
}

/** The same for texts that are no ARNs. */
export function surelyCoversSomeText(pattern: TextValue, text: TextValue): boolean {
  const p = tokensOf(pattern, true);
  const t = tokensOf(text, false);
  return p.length * t.length <= 4_000_000 && walk(p, t, someStep);
}

function isSameReference(a: TextValue, b: TextValue): boolean {
  const [mine, theirs] = [a.parts[0], b.parts[0]];
  if (a.parts.length !== 1 || b.parts.length !== 1) return false;
  return mine?.kind === 'reference' && theirs?.kind === 'reference' && nameOf(mine.to) === nameOf(theirs.to);
}

function tokensOf(value: TextValue, wild: boolean): Token[] {
  return value.parts.flatMap((part) => tokensOfPart(part, wild));
}

function tokensOfPart(part: TextPart, wild: boolean): Token[] {
  switch (part.kind) {
    case 'literal': {
      const out: Token[] = [];
      for (let i = 0; i < part.source.text.length; i++) {
        const code = part.source.text.charCodeAt(i);
        out.push(
          wild && code === 42 ? { kind: 'star' } : wild && code === 63 ? { kind: 'one' } : { kind: 'char', code },
        );
      }
      return out;
    }
    case 'reference': {
      const { to } = part;
      if (isLetter(to)) return [{ kind: 'char', code: to.name.charCodeAt(0) }];
      return [{ kind: 'hole', name: nameOf(to), distinct: isDistinct(to), narrow: isNarrow(to), open: isOpen(to) }];
    }
    case 'choice':
      return [{ kind: 'hole', name: undefined, distinct: false, narrow: false, open: false }];
    case 'unknown':
      // `{proxy+}`: the rest of a path.
      return [
        { kind: 'hole', name: undefined, distinct: false, narrow: false, open: /^\{[^}]*\}$/.test(part.written) },
      ];
  }
}

function nameOf(to: Reference): string {
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
function isNarrow(to: Reference): boolean {
  return to.kind === 'pseudo' ? to.name !== 'AWS::StackId' : isDistinct(to);
}

type Step = (p: Token | undefined, t: Token | undefined) => number;
const advancePattern = 1;
const advanceText = 2;
const advanceBoth = 4;

const surelyStep: Step = (p, t) => {
  if (p?.kind === 'star') return t ? advancePattern | advanceText : advancePattern;
  if (!p || !t) return 0;
  if (p.kind === 'one') return t.kind === 'char' ? advanceBoth : 0;
  if (p.kind === 'char') return t.kind === 'char' && t.code === p.code ? advanceBoth : 0;
  return t.kind === 'hole' && p.name !== undefined && p.name === t.name ? advanceBoth : 0;
};

const possiblyStep: Step = (p, t) => {
  let out = 0;
  if (p?.kind === 'star' || p?.kind === 'hole') {
    out |= advancePattern;
    if (t && (p.kind === 'star' || mayHold(p, t))) out |= advanceText;
  }
  if (t?.kind === 'hole') {
    out |= advanceText;
    if (p && p.kind !== 'star' && mayHold(t, p)) out |= advancePattern;
    // A hole of one side that surely differs from the other side's must be filled by letters, which a distinct name is not.
    if (p?.kind === 'hole' && p.distinct && t.distinct && p.name !== t.name) out = 0;
  }
  if (p?.kind === 'char' && t?.kind === 'char' && p.code === t.code) out |= advanceBoth;
  if (p?.kind === 'one' && t?.kind === 'char') out |= advanceBoth;
  return out;
};

const someStep: Step = (p, t) => {
  if (t?.kind !== 'hole' || !t.open || p?.kind === 'star') return surelyStep(p, t);
  if (p?.kind === 'one') return advancePattern | advanceText;
  return p?.kind === 'char' && mayHold(t, p) ? advancePattern | advanceText : advanceText;
};

function mayHold(hole: Extract<Token, { kind: 'hole' }>, token: Token): boolean {
  if (token.kind === 'char') return !hole.narrow || (token.code !== 58 && token.code !== 47);
  if (token.kind === 'hole') return !(hole.distinct && token.distinct && hole.name !== token.name);
  return true;
}

/** Reachability over the grid of both token lists. */
function walk(p: readonly Token[], t: readonly Token[], step: Step): boolean {
  const width = t.length + 1;
  let row = new Uint8Array(width);
  let next = new Uint8Array(width);
  row[0] = 1;
  for (let i = 0; i <= p.length; i++) {
    next.fill(0);
    for (let j = 0; j < width; j++) {
      if (!row[j]) continue;
      if (i === p.length && j === t.length) return true;
      const moves = step(p[i], t[j]);
      if (moves & advancePattern && i < p.length) next[j] = 1;
      if (moves & advanceText && j < t.length) row[j + 1] = 1;
      if (moves & advanceBoth) next[j + 1] = 1;
    }
    [row, next] = [next, row];
  }
  return false;
}
