import type { Unit } from '../graph/unit.ts';
import { contains, type Place, type Span } from '../text/span.ts';
import type { Tree } from '../tree/node.ts';
import { thingAt, wiresAt } from './definition.ts';
import { declaredIn, declaredUnder, usesAt, usesIn, type Declared, type NameUse } from './names.ts';
import { distinct, type Target } from './unit-wires.ts';
import { linkWires, wiresOf } from './wires.ts';
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
  const named = thingsMeantAt(workspace, unit, uri, offset);
  const things = named.length > 0 ? named : filesAround(workspace, unit, uri, offset);
  if (things.length === 0) return undefined;
  const all = wiresOf(workspace, unit);
  return { things, places: narrowest(all.flatMap((wire) => (wire.leadsTo(things) ? [wire.from] : []))) };
}

/** The name at a place and every word of the file that means the same: cheap, as editors ask whenever the cursor moves. */
export function highlights(workspace: Workspace, uri: string, offset: number): readonly Span[] {
  const tree = workspace.treeOf(uri);
  if (!tree) return [];
  const [use] = usesAt(tree, offset);
  const thing = declaredUnder(tree, offset) ?? (use && declaredBy(use, tree));
  if (!thing) return [];
  const words = usesIn(tree).filter((one) => declaredBy(one, tree)?.key.start === thing.key.start);
  return [thing.word, ...words.map(({ word }) => word)].sort((a, b) => a.start - b.start);
}

function declaredBy({ to }: NameUse, tree: Tree): Declared | undefined {
  if (to.kind === 'place') return to.declared;
  return to.kind === 'name' ? declaredIn(tree, to.space, to.name) : undefined;
}

function thingsMeantAt(workspace: Workspace, unit: Unit, uri: string, offset: number): readonly Target[] {
  const own = thingAt(workspace, unit, uri, offset);
  if (own) return [own];
  const first = wiresAt(workspace, unit, uri, offset).find(({ kind }) => kind === 'names');
  if (first) return first.to();
  const tree = workspace.treeOf(uri);
  for (const { to } of tree ? usesIn(tree) : [])
    if (to.kind === 'place' && holds(to.declared.key, offset))
      return [{ uri, span: to.declared.key, whole: to.declared.whole }];
  return [];
}

/** What other files name of this one as a whole. */
function filesAround(workspace: Workspace, unit: Unit, uri: string, offset: number): readonly Target[] {
  const links = unit.files.flatMap((file) => (file.uri === uri ? [] : linkWires(workspace, unit, file.uri)));
  const targets = links.flatMap((wire) => wire.to());
  return distinct(targets.filter((one) => one.uri === uri && holds(one.whole, offset)));
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
