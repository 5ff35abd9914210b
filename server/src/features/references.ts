import type { Place, Span } from '../text/span.ts';
import { contains } from '../text/span.ts';
import { declaredIn, namesIn, type Declared, type NameUse } from './names.ts';
import { distinct, thingAt, wiresAt } from './definition.ts';
import type { Target } from './unit-wires.ts';
import { wiresFrom, wiresOf } from './wires.ts';
import type { Workspace } from './workspace.ts';

/** The things that the word at a place means, and everything that speaks of them or leads to them. */
export interface References {
  readonly things: readonly Target[];
  readonly places: readonly Place[];
}

/**
 * Who speaks of the thing at a place, or of the one that the word there names: the other end of every wire. Inside of a policy file or
 * a definition, where no word is one, the whole of it is meant. Undefined where there is nothing that can be spoken of.
 */
export function references(workspace: Workspace, uri: string, offset: number): References | undefined {
  const unit = workspace.unitOf(uri);
  if (!unit) return undefined;
  const all = wiresOf(workspace, unit);
  const things = meantAt(workspace, uri, offset);
  if (things.length > 0)
    return { things, places: narrowest(all.flatMap((wire) => (leadsTo(wire.to(), things) ? [wire.from] : []))) };
  const around = distinct(
    all.flatMap((wire) =>
      wire.to().filter((one) => one.uri === uri && wire.from.uri !== uri && holds(one.whole, offset)),
    ),
  );
  if (around.length === 0) return undefined;
  return { things: around, places: narrowest(all.flatMap((wire) => (leadsTo(wire.to(), around) ? [wire.from] : []))) };
}

/** The name at a place and every word of the file that means the same: cheap, as editors ask whenever the cursor moves. */
export function highlights(workspace: Workspace, uri: string, offset: number): readonly Span[] {
  const tree = workspace.treeOf(uri);
  if (!tree) return [];
  const { declared, uses } = namesIn(tree);
  const own = (use: NameUse): Declared | undefined =>
    use.to.kind === 'name'
      ? declaredIn(tree, use.to.space, use.to.name)
      : use.to.kind === 'place'
        ? use.to.declared
        : undefined;
  const named = [...declared.values()].find(({ key }) => holds(key, offset));
  const use = uses.find(({ reach }) => holds(reach, offset));
  const thing = named ?? (use && own(use));
  if (!thing) return [];
  const words = uses.filter((one) => own(one)?.key.start === thing.key.start).map(({ word }) => word);
  return [thing.key, ...words].sort((a, b) => a.start - b.start);
}

function meantAt(workspace: Workspace, uri: string, offset: number): readonly Target[] {
  const unit = workspace.unitOf(uri);
  if (!unit) return [];
  const own = thingAt(workspace, unit, uri, offset);
  if (own) return [own];
  const [first] = wiresAt(
    wiresFrom(workspace, unit, uri).filter(({ kind }) => kind === 'names'),
    offset,
  );
  if (first) return first.to();
  const targets = wiresOf(workspace, unit).flatMap((wire) => wire.to());
  return distinct(targets.filter((one) => one.uri === uri && holds(one.span, offset)));
}

function leadsTo(targets: readonly Target[], things: readonly Target[]): boolean {
  return targets.some((target) =>
    things.some((thing) => thing.uri === target.uri && thing.span.start === target.span.start),
  );
}

/** A word inside of another that leads to the same thing stands for both. */
function narrowest(places: readonly Place[]): readonly Place[] {
  const out = places.filter(
    (place, i) =>
      !places.some(
        (other, j) =>
          i !== j &&
          other.uri === place.uri &&
          contains(place.span, other.span) &&
          (j < i || !contains(other.span, place.span)),
      ),
  );
  return [...out].sort((a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : a.span.start - b.span.start));
}

function holds(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}
