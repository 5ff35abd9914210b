import type { Unit } from '../graph/unit.ts';
import type { Span } from '../text/span.ts';
import { declaredUnder } from './names.ts';
import { distinct, ofPolicy, type Target, type Wire } from './unit-wires.ts';
import { wiresFrom } from './wires.ts';
import type { Workspace } from './workspace.ts';

export interface Definition {
  /** The word that leads there. */
  readonly origin: Span;
  readonly targets: readonly Target[];
}

/**
 * Where the word at a place leads: to what it names, or, from the name of a thing, on along its wires. A name from which no wire goes
 * on leads to itself, which editors take for the wish to see who speaks of it. Undefined where no word leads anywhere.
 */
export function definition(workspace: Workspace, uri: string, offset: number): Definition | undefined {
  const unit = workspace.unitOf(uri);
  if (!unit) return undefined;
  const here = wiresAt(workspace, unit, uri, offset);
  for (const group of [here.filter(({ kind }) => kind === 'names'), here.filter(({ kind }) => kind === 'leads')]) {
    const [first] = group;
    const targets = first ? group.filter(({ reach }) => isSame(reach, first.reach)).flatMap((wire) => wire.to()) : [];
    if (first && targets.length > 0) return { origin: first.reach, targets: distinct(targets) };
  }
  const own = thingAt(workspace, unit, uri, offset);
  return own && { origin: own.span, targets: [own] };
}

/** The wires whose word is at a place and that lead somewhere, the narrowest first. */
export function wiresAt(workspace: Workspace, unit: Unit, uri: string, offset: number): readonly Wire[] {
  return [...wiresFrom(workspace, unit, uri, offset)]
    .sort((a, b) => a.reach.end - a.reach.start - (b.reach.end - b.reach.start))
    .filter((wire) => wire.to().length > 0);
}

/** The thing whose name is at a place. */
export function thingAt(workspace: Workspace, unit: Unit, uri: string, offset: number): Target | undefined {
  const isHere = ({ start, end }: Span): boolean => start <= offset && offset <= end;
  const tree = workspace.treeOf(uri);
  const declared = tree && declaredUnder(tree, offset);
  if (declared) return { uri, span: declared.key, whole: declared.whole };
  const facts = unit.files.find((file) => file.uri === uri);
  // An output is spoken of by the template that nests this one.
  const outputs = unit.stacks?.deployedBy.has(uri) ? facts?.outputs : undefined;
  const things = facts ? [...facts.routes, ...facts.authorizers, ...facts.apis, ...(outputs ?? [])] : [];
  const named = things.find(({ key }) => isHere(key));
  if (named) return { uri, span: named.key, whole: named.key };
  const policies = unit.policies.filter(({ use, document }) => (use?.uri ?? document.uri) === uri).map(ofPolicy);
  return policies.find((target) => target.uri === uri && isHere(target.span));
}

function isSame(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}
