import { touches } from '../text/span.ts';
import type { Span } from '../text/span.ts';
import type { TextEdit } from '../text/edit.ts';
import type { EntryPlace, Pending } from './editor-operation.ts';
import type { Effect, Plan } from './editor-plan.ts';
import { planOf } from './editor-plan.ts';
import { Habits, lineEndOf } from './habits.ts';
import type { Location } from './locate.ts';
import { locationAt } from './locate.ts';
import type { Syntax, Tree } from './node.ts';
import { parseTree, type Parsed } from './parse.ts';
import { PieceTable } from './piece-table.ts';
import type { Plain } from './plain.ts';
import { changedAt, isSamePlain, PlainReader } from './plain.ts';

/**
 * Edits of one text for operations that take effect in their order. Those that do not touch each other are planned on the same
 * text; for the others the text is read anew in between. What comes out is read once more and held against what was wanted.
 */
export function editText(text: string, tree: Tree, operations: readonly Pending[]): readonly TextEdit[] | undefined {
  // A text as a block is the nicer way, and not always possible where it lands.
  return attempt(text, tree, operations, true) ?? attempt(text, tree, operations, false);
}

function attempt(
  text: string,
  tree: Tree,
  operations: readonly Pending[],
  literals: boolean,
): readonly TextEdit[] | undefined {
  if (tree.syntax === 'hcl') return undefined;
  const { syntax } = tree;
  const table = new PieceTable(text);
  let wanted = plainOf(tree);
  let now = tree;
  let pending = operations;
  while (pending.length > 0) {
    const edits: TextEdit[] = [];
    const taken: Footprint[] = [];
    const postponed: Footprint[] = [];
    const rest: Pending[] = [];
    const effects: Effect[] = [];
    const site = {
      text: table.text,
      syntax: now.syntax === 'json' ? ('json' as const) : syntax,
      habits: new Habits(table.text, now.documents, lineEndOf(text)),
      literals,
    };
    for (const one of pending) {
      const location = locationAt(now, one.path, one.key);
      const plan = location && planOf(site, one.operation, location);
      // What cannot be done yet may be possible after those before it.
      if (!plan && taken.length === 0) return undefined;
      const footprint = footprintOf(one, location, plan, table.text.length);
      if (
        !plan ||
        postponed.some((other) => isSameContainer(other, footprint) || meet(other, footprint)) ||
        !fits(taken, footprint)
      ) {
        postponed.push(footprint);
        rest.push(one);
        continue;
      }
      taken.push(footprint);
      edits.push(...plan.edits);
      effects.push(plan.effect);
    }
    table.apply(edits);
    now = readAnew(tree, syntax, table.text);
    let moved: readonly Pending[] | undefined = rest;
    for (let i = 0; i < effects.length; i++) {
      const effect = effects[i];
      if (!effect) continue;
      wanted = changedAt(wanted, effect.path, (part) => effect.change(part, effect.index));
      const later = effects.slice(i + 1).map((other) => effectAfter(effect, other));
      for (const [index, other] of later.entries()) {
        if (!other) return undefined;
        effects[i + 1 + index] = other;
      }
      moved = moved && movedBy(effect, moved);
    }
    if (!moved) return undefined;
    pending = moved;
  }
  if (now.problems.length > tree.problems.length || !isSamePlain(plainOf(now), wanted)) return undefined;
  return table.edits();
}

/** For a tree whose text is edited on trial: the last trial and its tree, from which the next one takes what is the same. */
const trials = new WeakMap<Tree, Parsed>();

/** Reads what became of a tree's text. What was read anew from the same tree before must not be used afterwards. */
function readAnew(origin: Tree, syntax: Syntax, text: string): Tree {
  const tree = parseTree(text, syntax, trials.get(origin));
  trials.set(origin, { text, tree });
  return tree;
}

/** What an operation touches. */
interface Footprint {
  readonly hull: Span | undefined;
  readonly container: Plan['container'];
  readonly path: readonly number[];
  readonly kind: Effect['kind'] | undefined;
}

function footprintOf(one: Pending, location: Location | undefined, plan: Plan | undefined, length: number): Footprint {
  if (!plan) return { hull: { start: 0, end: length }, container: undefined, path: one.path, kind: undefined };
  const spans = plan.edits.map((edit) => edit.span);
  // What a value is set to counts even where nothing has to be written.
  if (plan.effect.kind === 'set' && location?.node) spans.push(location.node.span);
  return { hull: hullOf(spans), container: plan.container, path: one.path, kind: plan.effect.kind };
}

/** True when an operation can be planned on the same text as those taken before it. */
function fits(taken: readonly Footprint[], one: Footprint): boolean {
  if (taken.some((other) => meet(other, one))) return false;
  const { container } = one;
  if (!container || one.kind !== 'remove') return true;
  // Something has to be left, or the brackets and commas are another matter.
  const removed = taken.filter((other) => other.kind === 'remove' && isSameContainer(other, one)).length;
  return removed === 0 || removed + 1 < container.parts;
}

/** Operations meet when their edits touch, or when one works inside of the other. */
function meet(a: Footprint, b: Footprint): boolean {
  if (isOver(a, b) || isOver(b, a)) return true;
  if (a.kind === 'remove' && b.kind === 'remove' && isSameContainer(a, b)) {
    // Lines that are cut side by side are cut together.
    return !a.hull || !b.hull || (a.hull.start < b.hull.end && b.hull.start < a.hull.end);
  }
  if (!a.hull || !b.hull || !touches(a.hull, b.hull)) return isSameContainer(a, b) && (a.container?.parts ?? 0) <= 1;
  return !(
    isSameContainer(a, b) &&
    a.container?.stacks === true &&
    b.container?.stacks === true &&
    a.hull.start === b.hull.start
  );
}

function isSameContainer(a: Footprint, b: Footprint): boolean {
  return a.container !== undefined && b.container !== undefined && isSamePath(a.container.path, b.container.path);
}

function isSamePath(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((index, i) => b[i] === index);
}

/** True when one makes another value of a place that the other works in, be it only above its first line. */
function isOver(a: Footprint, b: Footprint): boolean {
  const whole = a.kind === 'set' || a.kind === 'wrap' || a.kind === 'remove';
  return whole && a.path.every((index, i) => b.path[i] === index);
}

function hullOf(spans: readonly Span[]): Span | undefined {
  if (spans.length === 0) return undefined;
  return {
    start: Math.min(...spans.map((span) => span.start)),
    end: Math.max(...spans.map((span) => span.end)),
  };
}

function plainOf(tree: Tree): Plain {
  const reader = new PlainReader();
  return tree.documents.map((document) => reader.read(document));
}

function movedBy(effect: Effect, pending: readonly Pending[]): readonly Pending[] | undefined {
  const moved: Pending[] = [];
  for (const one of pending) {
    const { operation } = one;
    const { kind } = operation;
    const path = pathAfter(effect, one.path, kind === 'add-item', one.key || kind === 'remove' || kind === 'rename');
    if (!path || (kind === 'replace' && isAnother(effect, path, one.key))) return undefined;
    if ((kind === 'add-entry' || kind === 'add-item') && operation.place && isSamePath(effect.path, one.path)) {
      moved.push({ ...one, path, operation: { ...operation, place: placeAfter(effect, operation.place) } });
    } else {
      moved.push({ ...one, path });
    }
  }
  return moved;
}

function placeAfter(effect: Effect, place: EntryPlace): EntryPlace | undefined {
  const { index, side } = place;
  switch (effect.kind) {
    case 'set':
      return undefined;
    case 'insert':
      return effect.index < index || (effect.index === index && side === 'ahead') ? { index: index + 1, side } : place;
    case 'remove':
      return effect.index < index ? { index: index - 1, side } : place;
    default:
      return place;
  }
}

/** An effect of the same round once another one has taken place. */
function effectAfter(effect: Effect, other: Effect): Effect | undefined {
  const path = pathAfter(effect, other.path, other.kind === 'wrap', false);
  if (!path) return undefined;
  const isMember = other.kind === 'insert' || other.kind === 'remove' || other.kind === 'rename';
  if (!isMember || !isSamePath(effect.path, other.path)) return { ...other, path };
  if (effect.kind === 'insert' && effect.index <= other.index) return { ...other, path, index: other.index + 1 };
  if (effect.kind === 'remove' && effect.index < other.index) return { ...other, path, index: other.index - 1 };
  if (effect.kind === 'remove' && effect.index === other.index && other.kind !== 'insert') return undefined;
  return { ...other, path };
}

/** True when the text at that path is another one now, so that offsets in the old one mean nothing. */
function isAnother(effect: Effect, path: readonly number[], key: boolean): boolean {
  const at = effect.kind === 'rename' ? [...effect.path, effect.index] : effect.path;
  return (key ? effect.kind === 'rename' : effect.kind === 'set') && isSamePath(at, path);
}

/**
 * Where a path leads once an effect has taken place; undefined when its node is gone.
 * @param list The node is wanted as a list: the one that a value was wrapped in.
 * @param member The path means the entry or item, not its value.
 */
function pathAfter(
  effect: Effect,
  path: readonly number[],
  list: boolean,
  member: boolean,
): readonly number[] | undefined {
  const { path: at } = effect;
  if (path.length < at.length || at.some((index, i) => path[i] !== index)) return path;
  const inside = path.length > at.length;
  switch (effect.kind) {
    case 'scalar':
    case 'rename':
      return path;
    case 'set':
      return inside ? undefined : path;
    case 'wrap':
      return inside || (!list && !member) ? [...at, 0, ...path.slice(at.length)] : path;
    case 'insert':
    case 'remove': {
      const index = path[at.length];
      if (index === undefined) return path;
      if (effect.kind === 'remove' && index === effect.index) return undefined;
      const shift = effect.kind === 'insert' ? (index >= effect.index ? 1 : 0) : index > effect.index ? -1 : 0;
      return [...at, index + shift, ...path.slice(at.length + 1)];
    }
  }
}
