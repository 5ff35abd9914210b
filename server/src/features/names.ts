import { functionOf } from '../readers/cloudformation/values.ts';
import { spanOf } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';
import {
  entriesOf,
  entryOf,
  stringOf,
  valueOf,
  type Entry,
  type MappingNode,
  type Node,
  type Tree,
} from '../tree/node.ts';

/** Something that a file names so that the rest of it can speak of it. */
export interface Declared {
  /** The key where the name is given, with its quotes. */
  readonly key: Span;
  /** The name alone. */
  readonly word: Span;
  /** All of it, the name first. */
  readonly whole: Span;
}

/** A word that speaks of something declared. */
export interface NameUse {
  /** The name alone. */
  readonly word: Span;
  /** The text around it that means the same thing: `${Role.Arn}` around `Role`. */
  readonly reach: Span;
  readonly to:
    | { readonly kind: 'name'; readonly space: NameSpace; readonly name: string; readonly attribute?: Attribute }
    | { readonly kind: 'place'; readonly declared: Declared }
    /** A place in another file, by its path and the keys that lead to it. */
    | { readonly kind: 'pointer'; readonly path: string; readonly keys: readonly string[] };
}

/** What of the thing is meant: `Outputs.Id` of a nested stack. */
interface Attribute {
  readonly name: string;
  readonly word: Span;
}

/** Resources and parameters share their names; conditions and maps have their own. */
export type NameSpace = 'logical' | 'condition' | 'map';

const known = new WeakMap<Tree, readonly NameUse[]>();

/**
 * The names that a template or an OpenAPI document uses: `Ref`, `GetAtt`, `${X}` in `Sub`, `DependsOn`, conditions and maps, `$ref` and
 * `security`. A use of something that is not declared in the tree is told as well: another file may declare it.
 */
export function usesIn(tree: Tree): readonly NameUse[] {
  let uses = known.get(tree) as NameUse[] | undefined;
  if (uses) return uses;
  uses = [];
  const walk: Walk = { uses, offset: undefined, seen: new Set() };
  for (const document of tree.documents) descend(document, undefined, walk);
  known.set(tree, uses);
  return uses;
}

/** Those whose reach holds a place, without a look at the rest of the tree. */
export function usesAt(tree: Tree, offset: number): readonly NameUse[] {
  const walk: Walk = { uses: [], offset, seen: new Set() };
  for (const document of tree.documents) descend(document, undefined, walk);
  return walk.uses.filter(({ reach }) => reach.start <= offset && offset <= reach.end);
}

const sections: readonly (readonly [section: string, space: NameSpace])[] = [
  ['Parameters', 'logical'],
  ['Resources', 'logical'],
  ['Conditions', 'condition'],
  ['Mappings', 'map'],
];

/** The thing of that name in a tree. */
export function declaredIn(tree: Tree, space: NameSpace, name: string): Declared | undefined {
  for (const document of tree.documents)
    for (const [section, own] of sections) {
      const declared = own === space ? entryAt(document, [section, name]) : undefined;
      if (declared) return declared;
    }
  return undefined;
}

/** The thing whose name is given at a place. */
export function declaredUnder(tree: Tree, offset: number): Declared | undefined {
  for (const document of tree.documents)
    for (const [section] of sections)
      for (const entry of entriesOf(valueOf(document, section)))
        if (entry.key.span.start <= offset && offset <= entry.key.span.end) return declaredBy(entry);
  return undefined;
}

/** The entry at the end of a path of keys, from the root of the tree's first document. */
export function declaredAt(tree: Tree, keys: readonly string[]): Declared | undefined {
  const [root] = tree.documents;
  if (root && keys.length === 0) {
    const start = { start: root.span.start, end: root.span.start };
    return { key: start, word: start, whole: root.span };
  }
  return entryAt(root, keys);
}

interface Walk {
  readonly uses: NameUse[];
  /** Only what holds this place is walked. */
  readonly offset: number | undefined;
  /** An alias stands for the node of its anchor: it is read once, where the anchor is. */
  readonly seen: Set<Node>;
}

function descend(node: Node | undefined, definition: MappingNode | undefined, walk: Walk): void {
  if (!node || node.kind === 'scalar') return;
  const { offset, seen } = walk;
  if (offset !== undefined && (node.span.start > offset || node.span.end < offset)) return;
  if (seen.has(node)) return;
  seen.add(node);
  if (node.kind === 'list') {
    for (const item of node.items) descend(item, definition, walk);
    return;
  }
  const root = isDefinition(node) ? node : definition;
  readCall(node, walk.uses);
  for (const { key, value } of node.entries) {
    readEntry(key.source.text, value, node, root, walk.uses);
    descend(value, root, walk);
  }
}

function isDefinition({ entries }: MappingNode): boolean {
  return (
    entries.some(({ key }) => key.source.text === 'paths') &&
    entries.some(({ key }) => key.source.text === 'openapi' || key.source.text === 'swagger')
  );
}

function readCall(node: MappingNode, uses: NameUse[]): void {
  const call = functionOf(node);
  const argument = call?.argument;
  if (!call || !argument) return;
  switch (call.name) {
    case 'Ref':
      pushName(argument, 'logical', uses);
      break;
    case 'Fn::GetAtt':
      if (argument.kind === 'list') pushPair(argument.items, uses);
      else pushName(argument, 'logical', uses);
      break;
    case 'Fn::If':
      if (argument.kind === 'list') pushName(argument.items[0], 'condition', uses);
      break;
    case 'Fn::FindInMap':
      if (argument.kind === 'list') pushName(argument.items[0], 'map', uses);
      break;
    case 'Fn::Sub':
      readSub(argument, uses);
      break;
  }
}

function readEntry(
  key: string,
  value: Node | undefined,
  owner: MappingNode,
  root: MappingNode | undefined,
  uses: NameUse[],
): void {
  switch (key) {
    case 'DependsOn':
      for (const item of value?.kind === 'list' ? value.items : [value]) pushName(item, 'logical', uses);
      break;
    case 'Condition':
      pushName(value, 'condition', uses);
      break;
    case 'Id':
      // SAM's connectors name their ends so.
      if (owner.entries.length === 1 || entryOf(owner, 'Qualifier')) pushName(value, 'logical', uses);
      break;
    case '$ref':
      readPointer(value, root, uses);
      break;
    case 'security':
      if (root && value?.kind === 'list') for (const item of value.items) readSecurity(item, root, uses);
      break;
  }
}

/** `Name` and `Name.Attribute`. */
function pushName(node: Node | undefined, space: NameSpace, uses: NameUse[]): void {
  const text = stringOf(node);
  if (node?.kind !== 'scalar' || text === undefined || text === '') return;
  const dot = space === 'logical' ? text.indexOf('.') : -1;
  const name = dot < 0 ? text : text.slice(0, dot);
  const word = spanOf(node.source, 0, name.length);
  const attribute =
    dot < 0 ? {} : { attribute: { name: text.slice(dot + 1), word: spanOf(node.source, dot + 1, text.length) } };
  uses.push({ word, reach: node.source.span, to: { kind: 'name', space, name, ...attribute } });
}

/** `[Name, Attribute]` */
function pushPair([first, second]: readonly Node[], uses: NameUse[]): void {
  const name = stringOf(first);
  const attribute = stringOf(second);
  if (first?.kind !== 'scalar' || second?.kind !== 'scalar' || !name || attribute === undefined)
    return pushName(first, 'logical', uses);
  const { span } = first.source;
  uses.push({
    word: span,
    reach: span,
    to: { kind: 'name', space: 'logical', name, attribute: { name: attribute, word: second.source.span } },
  });
}

function readSub(argument: Node, uses: NameUse[]): void {
  const text = argument.kind === 'list' ? argument.items[0] : argument;
  const variables = argument.kind === 'list' ? argument.items[1] : undefined;
  if (text?.kind !== 'scalar') return;
  for (const match of text.source.text.matchAll(/\$\{(\s*)([^!}.\s][^}.\s]*)[^}]*\}/g)) {
    const [whole, blank = '', name = ''] = match;
    const start = match.index + 2 + blank.length;
    const end = start + name.length;
    const rest = /^\.([^}\s]+)/.exec(whole.slice(2 + blank.length + name.length))?.[1];
    const attribute =
      rest === undefined
        ? {}
        : { attribute: { name: rest, word: spanOf(text.source, end + 1, end + 1 + rest.length) } };
    const variable = entryOf(variables, whole.slice(2, -1).trim());
    uses.push({
      word: spanOf(text.source, start, end),
      reach: spanOf(text.source, match.index, match.index + whole.length),
      to: variable
        ? { kind: 'place', declared: declaredBy(variable) }
        : { kind: 'name', space: 'logical', name, ...attribute },
    });
  }
}

/** `#/components/schemas/Pet`, and the same of another file. */
function readPointer(value: Node | undefined, root: MappingNode | undefined, uses: NameUse[]): void {
  const text = stringOf(value);
  if (value?.kind !== 'scalar' || text === undefined) return;
  const [path = '', pointer = ''] = text.split('#', 2);
  if (/^[a-z][a-z0-9+.-]+:/i.test(path)) return;
  const keys = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const place = { word: value.source.span, reach: value.source.span };
  if (path !== '') {
    uses.push({ ...place, to: { kind: 'pointer', path, keys } });
    return;
  }
  const declared = entryAt(root, keys);
  if (declared) uses.push({ ...place, to: { kind: 'place', declared } });
}

function readSecurity(item: Node, root: MappingNode, uses: NameUse[]): void {
  for (const { key } of entriesOf(item)) {
    const name = key.source.text;
    const declared =
      entryAt(root, ['components', 'securitySchemes', name]) ?? entryAt(root, ['securityDefinitions', name]);
    const span = key.source.span;
    if (declared) uses.push({ word: span, reach: span, to: { kind: 'place', declared } });
  }
}

function entryAt(root: Node | undefined, keys: readonly string[]): Declared | undefined {
  const last = keys.at(-1);
  const entry = last === undefined ? undefined : entryOf(valueOf(root, ...keys.slice(0, -1)), last);
  return entry && declaredBy(entry);
}

function declaredBy({ key, span }: Entry): Declared {
  return { key: key.span, word: key.source.span, whole: span };
}
