import { candidatesOf } from '../graph/build.ts';
import { resolverOf } from '../graph/resolve.ts';
import { isOneStack, nestedIn, outputOf } from '../graph/stacks.ts';
import type { Unit } from '../graph/unit.ts';
import type { Span } from '../text/span.ts';
import { declaredAt, declaredIn, usesAt, usesIn, type Declared, type NameUse } from './names.ts';
import { unitWires, wire, type Target, type Wire } from './unit-wires.ts';
import type { Workspace } from './workspace.ts';

/** The wires that begin in one file, or at one place of it: its names, its links to other files, and what its things are joined to. */
export function wiresFrom(workspace: Workspace, unit: Unit, uri: string, offset?: number): readonly Wire[] {
  const isHere = ({ reach }: { readonly reach: Span }): boolean =>
    offset === undefined || (reach.start <= offset && offset <= reach.end);
  const tree = workspace.treeOf(uri);
  const names = tree ? (offset === undefined ? usesIn(tree) : usesAt(tree, offset)) : [];
  return [
    ...names.flatMap((use) => nameWires(use, workspace, unit, uri)),
    ...stackWires(workspace, unit, uri).filter(isHere),
    ...linkWires(workspace, unit, uri).filter(isHere),
    ...unitWires(unit).filter((one) => one.from.uri === uri && isHere(one)),
  ];
}

/** All wires of a unit. */
export function wiresOf(workspace: Workspace, unit: Unit): readonly Wire[] {
  return unit.files.flatMap(({ uri }) => wiresFrom(workspace, unit, uri));
}

function nameWires(use: NameUse, workspace: Workspace, unit: Unit, uri: string): readonly Wire[] {
  const to = (): readonly Target[] => {
    const found = thingNamed(use, workspace, unit, uri);
    return found ? [found] : [];
  };
  const own = { ...wire('names', uri, use.word, to), reach: use.reach };
  const attribute = use.to.kind === 'name' ? use.to.attribute : undefined;
  const output = use.to.kind === 'name' ? outputOf(unit.stacks, uri, use.to.name, attribute?.name) : undefined;
  return attribute && output
    ? [own, wire('names', uri, attribute.word, () => [placeOf(output.uri, output.key)])]
    : [own];
}

/** What a stack hands in names the parameter of the nested template. */
function stackWires(workspace: Workspace, unit: Unit, uri: string): readonly Wire[] {
  const links = unit.files.find((file) => file.uri === uri)?.links ?? [];
  return links.flatMap((link) => {
    const nested = link.kind === 'nested-template' ? nestedIn(unit.stacks, uri, link.stack) : undefined;
    if (link.kind !== 'nested-template' || !nested) return [];
    return link.parameters.map(({ name, key }) =>
      wire('names', uri, key, () => {
        const tree = workspace.treeOf(nested.uri);
        const declared = tree && declaredIn(tree, 'logical', name);
        return declared ? [targetOf(nested.uri, declared)] : [];
      }),
    );
  });
}

function placeOf(uri: string, span: Span): Target {
  return { uri, span, whole: span };
}

function thingNamed({ to }: NameUse, workspace: Workspace, unit: Unit, uri: string): Target | undefined {
  switch (to.kind) {
    case 'place':
      return targetOf(uri, to.declared);
    case 'pointer': {
      const file = resolvedPath(uri, to.path);
      const tree = workspace.treeOf(file);
      const declared = tree && declaredAt(tree, to.keys);
      return declared && targetOf(file, declared);
    }
    case 'name': {
      // A definition that a template includes speaks of the template's resources.
      const others = unit.files.map((one) => one.uri).filter((one) => one !== uri && isOneStack(one, uri, unit.stacks));
      for (const file of [uri, ...others]) {
        const tree = workspace.treeOf(file);
        const declared = tree && declaredIn(tree, to.space, to.name);
        if (declared) return targetOf(file, declared);
      }
      return to.space === 'logical' ? thingUnwritten(to.name, unit, uri) : undefined;
    }
  }
}

/** What SAM makes by itself stands at the name of what it is made for: the role of a function, the API of events that name none. */
function thingUnwritten(id: string, unit: Unit, uri: string): Target | undefined {
  const resolver = resolverOf(unit);
  const made = resolver.role(id, uri) ?? resolver.function(id, uri) ?? resolver.api(id, uri);
  return made && { uri: made.uri, span: made.key, whole: made.key };
}

/** To the files that a file names. */
export function linkWires(workspace: Workspace, unit: Unit, uri: string): readonly Wire[] {
  const facts = unit.files.find((file) => file.uri === uri);
  if (!facts) return [];
  return facts.links.map((link) =>
    wire('names', uri, link.span, () => {
      const target = candidatesOf(uri, link).find((one) => workspace.has(one));
      const there = target === undefined ? undefined : workspace.factsOf(target);
      if (target === undefined) return [];
      if (link.kind === 'policy')
        return (there?.policies ?? []).slice(0, 1).map(({ span, statementKey }) => ({
          uri: target,
          span: statementKey ?? { start: span.start, end: span.start },
          whole: span,
        }));
      if (link.kind === 'nested-template') return [placeOf(target, { start: 0, end: 0 })];
      const api = there?.apis.find(({ id }) => id === '');
      const whole = workspace.treeOf(target)?.documents[0]?.span;
      return api ? [{ uri: target, span: api.key, whole: whole ?? api.key }] : [];
    }),
  );
}

function targetOf(uri: string, { key, whole }: Declared): Target {
  return { uri, span: key, whole };
}

function resolvedPath(uri: string, path: string): string {
  const segments = uri.slice(0, uri.lastIndexOf('/')).split('/');
  for (const step of path.split('/')) {
    if (step === '..') segments.pop();
    else if (step !== '.' && step !== '') segments.push(encodeURIComponent(step));
  }
  return segments.join('/');
}
