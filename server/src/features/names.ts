import { functionOf } from '../readers/cloudformation/values.ts';
import { spanOf } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';
import { entriesOf, entryOf, stringOf, valueOf, type MappingNode, type Node, type Tree } from '../tree/node.ts';

/** Something that a file names so that the rest of it can speak of it. */
export interface Declared {
  /** The name where it is given. */
  readonly key: Span;
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
    | { readonly kind: 'name'; readonly space: NameSpace; readonly name: string }
    | { readonly kind: 'place'; readonly declared: Declared }
    /** A place in another file, by its path and the keys that lead to it. */
    | { readonly kind: 'pointer'; readonly path: string; readonly keys: readonly string[] };
}

/** Resources and parameters share their names; conditions and maps have their own. */
export type NameSpace = 'logical' | 'condition' | 'map';

export interface Names {
  readonly declared: ReadonlyMap<string, Declared>;
  readonly uses: readonly NameUse[];
}

const known = new WeakMap<Tree, Names>();

/**
 * The names that a template or an OpenAPI document gives and uses: `Ref`, `GetAtt`, `${X}` in `Sub`, `DependsOn`, conditions and maps,
 * `$ref` and `security`. A use of something that is not declared in the tree is told as well: another file may declare it.
 */
export function namesIn(tree: Tree): Names {
  let names = known.get(tree);
  if (!names) known.set(tree, (names = gather(tree)));
  return names;
}

/** The thing of that name in a tree. */
export function declaredIn(tree: Tree, space: NameSpace, name: string): Declared | undefined {
  return namesIn(tree).declared.get(`${space} ${name}`);
}

/** The entry at the end of a path of keys, from the root of the tree's first document. */
export function declaredAt(tree: Tree, keys: readonly string[]): Declared | undefined {
  const [root] = tree.documents;
  if (root && keys.length === 0) return { key: { start: root.span.start, end: root.span.start }, whole: root.span };
  return entryAt(root, keys);
}

const sections: readonly (readonly [section: string, space: NameSpace])[] = [
  ['Parameters', 'logical'],
  ['Resources', 'logical'],
  ['Conditions', 'condition'],
  ['Mappings', 'map'],
];

function gather(tree: Tree): Names {
  const declared = new Map<string, Declared>();
  const uses: NameUse[] = [];
  // An alias stands for the node of its anchor: it is read once, where the anchor is.
  const seen = new Set<Node>();
  for (const document of tree.documents) {
    for (const [section, space] of sections)
      for (const { key, span } of entriesOf(valueOf(document, section)))
        declared.set(`${space} ${key.source.text}`, { key: key.source.span, whole: span });
    walk(document, undefined, uses, seen);
  }
  return { declared, uses };
}

function walk(node: Node | undefined, definition: MappingNode | undefined, uses: NameUse[], seen: Set<Node>): void {
  if (!node || node.kind === 'scalar' || seen.has(node)) return;
  seen.add(node);
  if (node.kind === 'list') {
    for (const item of node.items) walk(item, definition, uses, seen);
    return;
  }
  const root = isDefinition(node) ? node : definition;
  readCall(node, uses);
  for (const { key, value } of node.entries) {
    readEntry(key.source.text, value, node, root, uses);
    walk(value, root, uses, seen);
  }
}

function isDefinition(node: MappingNode): boolean {
  return entryOf(node, 'paths') !== undefined && Boolean(entryOf(node, 'openapi') ?? entryOf(node, 'swagger'));
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
      pushName(argument.kind === 'list' ? argument.items[0] : argument, 'logical', uses);
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
  uses.push({ word, reach: node.source.span, to: { kind: 'name', space, name } });
}

function readSub(argument: Node, uses: NameUse[]): void {
  const text = argument.kind === 'list' ? argument.items[0] : argument;
  const variables = argument.kind === 'list' ? argument.items[1] : undefined;
  if (text?.kind !== 'scalar') return;
  for (const match of text.source.text.matchAll(/\$\{(\s*)([^!}.\s][^}.\s]*)[^}]*\}/g)) {
    const [whole, blank = '', name = ''] = match;
    const start = match.index + 2 + blank.length;
    const variable = entryOf(variables, whole.slice(2, -1).trim());
    uses.push({
      word: spanOf(text.source, start, start + name.length),
      reach: spanOf(text.source, match.index, match.index + whole.length),
      to: variable
        ? { kind: 'place', declared: { key: variable.key.source.span, whole: variable.span } }
        : { kind: 'name', space: 'logical', name },
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
  return entry && { key: entry.key.source.span, whole: entry.span };
}
