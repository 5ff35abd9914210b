import type { Change, Value } from '../text/change.ts';
import { CopyOf } from '../text/change.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import { embeddedAround } from './editor-embedded.ts';
import type { EntryPlace, Operation, Pending } from './editor-operation.ts';
import { placeAmong } from './editor-operation.ts';
import { editText } from './editor-rounds.ts';
import type { Part } from './editor-scalar.ts';
import { decodedRange } from './editor-scalar.ts';
import type { Location } from './locate.ts';
import { isNull, isSameSpan, locationsAround, sharedNodes } from './locate.ts';
import type { Tree } from './node.ts';
import type { WrittenCopy } from './written-of.ts';
import { copyOfEntry, copyOfNode, writtenOf } from './written-of.ts';

const listFunctions = new Set(['Fn::If', 'Fn::Split', 'Fn::FindInMap', 'Fn::GetAZs', 'Fn::Cidr', 'Fn::Transform']);

export interface EditableFile {
  readonly uri: string;
  readonly text: string;
  /** Read from `text`. */
  readonly tree: Tree;
}

/**
 * Turns changes into small edits that keep the author's hand, per file; their spans refer to the files as they are now, none
 * overlap. Several changes to one file take effect in their order; a copy is one of the file as it is now.
 *
 * A file to be created gets one edit that puts its whole text at offset 0; `files` knows no such file.
 * A file in which nothing has to change is left out.
 * @param files The files of the changes and of the copies in them.
 * @returns undefined when a change cannot be done safely: there is no such node, an alias elsewhere stands for it too, or what
 *   would come out is not exactly what was asked for.
 */
export function editsOf(
  changes: readonly Change[],
  files: (uri: string) => EditableFile | undefined,
): ReadonlyMap<string, readonly TextEdit[]> | undefined {
  const byFile = new Map<string, Change[]>();
  for (const change of changes) {
    const same = byFile.get(change.uri);
    if (same) same.push(change);
    else byFile.set(change.uri, [change]);
  }
  const copy = (wanted: CopyOf): WrittenCopy | undefined => {
    const file = files(wanted.uri);
    return file && copyFrom(file.text, file.tree, wanted.span);
  };
  const result = new Map<string, readonly TextEdit[]>();
  for (const [uri, wanted] of byFile) {
    const file = files(uri);
    const edits = file ? editFile(file.text, file.tree, wanted, copy) : createFile(wanted);
    if (!edits) return undefined;
    if (edits.length > 0 || !file) result.set(uri, edits);
  }
  return result;
}

function createFile(changes: readonly Change[]): readonly TextEdit[] | undefined {
  const [change, ...others] = changes;
  if (change?.kind !== 'create-file' || others.length > 0) return undefined;
  return [{ span: { start: 0, end: 0 }, newText: change.text }];
}

type Copier = (copy: CopyOf) => WrittenCopy | undefined;

function editFile(text: string, tree: Tree, changes: readonly Change[], copy: Copier): readonly TextEdit[] | undefined {
  const raw: TextEdit[] = [];
  const structured: Change[] = [];
  for (const change of changes) {
    if (change.kind === 'create-file') return undefined;
    if (change.kind === 'raw') raw.push({ span: change.span, newText: change.text });
    else structured.push(change);
  }
  const edits = structured.length > 0 ? editTree(text, tree, structured, copy) : [];
  if (!edits) return undefined;
  const all = [...edits, ...raw.filter((edit) => text.slice(edit.span.start, edit.span.end) !== edit.newText)];
  return isOrderly(all, text.length) ? all : undefined;
}

function isOrderly(edits: readonly TextEdit[], length: number): boolean {
  let at = 0;
  for (const { span } of [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)) {
    if (span.start < at || span.end < span.start) return false;
    at = span.end;
  }
  return at <= length;
}

/** What changes inside of one scalar: parts of its text, or the document in it. */
interface ScalarGroup {
  readonly parts: Part[];
  readonly changes: Change[];
}

/** Edits of a text with one tree: a file, or a document inside a scalar of one. */
function editTree(text: string, tree: Tree, changes: readonly Change[], copy: Copier): readonly TextEdit[] | undefined {
  if (tree.syntax === 'hcl') return undefined;
  const shared = sharedNodes(tree);
  const pending: Pending[] = [];
  // All that happens inside of one scalar happens at once, since it is told in offsets of the text as it is now.
  const groups = new Map<string, ScalarGroup>();
  const groupAt = (location: Location, makeParts: (group: ScalarGroup) => readonly Part[] | undefined): ScalarGroup => {
    const id = `${location.path.join('/')}${location.key ? ' key' : ''}`;
    const known = groups.get(id);
    if (known) return known;
    const group: ScalarGroup = { parts: [], changes: [] };
    groups.set(id, group);
    const operation: Operation = { kind: 'replace', parts: () => orderedParts(makeParts(group)) };
    pending.push({ operation, location, path: location.path, key: location.key ?? false });
    return group;
  };
  for (const change of changes) {
    const found = pendingOf(tree, change, copy);
    if (found) {
      const { location, operation } = found;
      if (isShared(location, shared)) return undefined;
      if (operation.kind === 'replace') {
        const parts = operation.parts();
        const group = groupAt(location, ({ parts: all, changes: inside }) => (inside.length > 0 ? undefined : all));
        group.parts.push(...(parts ?? []));
      } else {
        pending.push({ ...found, path: location.path, key: location.key ?? false });
      }
      continue;
    }
    const span = spanOfChange(change);
    const inner = span && embeddedAround(tree, span);
    const moved = span && inner?.moved(change, span);
    if (!inner || !moved || isShared(inner.location, shared)) return undefined;
    const group = groupAt(inner.location, ({ parts, changes: inside }) => {
      const edits = parts.length > 0 ? undefined : editTree(inner.text, inner.tree, inside, copy);
      return edits && inner.partsOf(edits);
    });
    group.changes.push(moved);
  }
  return editText(text, tree, pending);
}

/** Parts in their order; undefined when they overlap. */
function orderedParts(parts: readonly Part[] | undefined): readonly Part[] | undefined {
  if (!parts) return undefined;
  const ordered = [...parts].sort((a, b) => a.from - b.from || a.to - b.to);
  return ordered.every((part, i) => (ordered[i - 1]?.to ?? 0) <= part.from) ? ordered : undefined;
}

function spanOfChange(change: Change): Span | undefined {
  switch (change.kind) {
    case 'replace-text':
      return change.span;
    case 'set':
    case 'remove':
    case 'unfold':
      return change.at;
    case 'add-entry':
      return change.mapping;
    case 'add-item':
      return change.list;
    case 'rename-key':
      return change.key;
    case 'raw':
    case 'create-file':
      return undefined;
  }
}

/** Finds the node a change is about, and the change in terms of it; undefined when the tree itself has no such node. */
function pendingOf(
  tree: Tree,
  change: Change,
  copy: Copier,
): { readonly operation: Operation; readonly location: Location } | undefined {
  const span = spanOfChange(change);
  if (!span) return undefined;
  const around = [...locationsAround(tree, span)];
  const exact = around.filter((location) => location.node && isSameSpan(location.node.span, span));
  const values = exact.filter((location) => !location.key);
  const written = (value: Value): WrittenCopy | undefined => writtenOf(value, copy);
  switch (change.kind) {
    case 'replace-text': {
      for (const location of around.reverse()) {
        if (location.node?.kind !== 'scalar') continue;
        if (!location.key && standsInside(tree, change, copy)) return undefined;
        const range = decodedRange(location.node.source, span);
        if (range) return { location, operation: { kind: 'replace', parts: () => [{ ...range, text: change.text }] } };
      }
      return undefined;
    }
    case 'set': {
      const location = values[0];
      const value = location && written(change.value);
      return value && { location, operation: { kind: 'set', value } };
    }
    case 'remove': {
      const location = exact.find((one) => one.key) ?? values.find((one) => one.parents.at(-1)?.kind === 'list');
      return location && { location, operation: { kind: 'remove' } };
    }
    case 'add-entry': {
      const location =
        values.find((one) => one.node?.kind === 'mapping' && one.node.tag === undefined) ??
        values.find((one) => isNull(one.node));
      const value = location && written(change.value);
      if (!value) return undefined;
      const { key, after, before } = change;
      const entries = location.node?.kind === 'mapping' ? location.node.entries : [];
      const place = placeAmong(
        entries.map((entry) => entry.key.source.text),
        after,
        before,
      );
      return { location, operation: { kind: 'add-entry', key, value, after, before, place } };
    }
    case 'add-item': {
      const location = values.find((one) => one.node?.kind === 'list') ?? values[0];
      // A function that gives a list is no item of one.
      if (
        location?.node?.kind === 'mapping' &&
        location.node.entries.some(({ key }) => listFunctions.has(key.source.text))
      )
        return undefined;
      const value = location && written(change.value);
      if (!value) return undefined;
      const place = change.after && placeBehind(location.node, change.after);
      if (change.after && !place) return undefined;
      return { location, operation: { kind: 'add-item', value, place } };
    }
    case 'unfold': {
      const location = values[0];
      const value = location && copy(new CopyOf(change.uri, span));
      return value && { location, operation: { kind: 'unfold', value } };
    }
    case 'rename-key': {
      const location = exact.find((one) => one.key);
      return location && { location, operation: { kind: 'rename', to: change.to } };
    }
    case 'raw':
    case 'create-file':
      return undefined;
  }
}

function placeBehind(list: Location['node'], after: Span): EntryPlace | undefined {
  const index = list?.kind === 'list' ? list.items.findIndex((item) => isSameSpan(item.span, after)) : -1;
  return index < 0 ? undefined : { index: index + 1, side: 'ahead' };
}

/** True when a document inside of a scalar has the node that the change is about. */
function standsInside(tree: Tree, change: Change, copy: Copier): boolean {
  const span = spanOfChange(change);
  const inner = span && embeddedAround(tree, span);
  const moved = span && inner?.moved(change, span);
  if (!inner || !moved) return false;
  return pendingOf(inner.tree, moved, copy) !== undefined || standsInside(inner.tree, moved, copy);
}

function isShared(location: Location, shared: ReadonlySet<unknown>): boolean {
  return (location.key !== true && shared.has(location.node)) || location.parents.some((parent) => shared.has(parent));
}

function copyFrom(text: string, tree: Tree, span: Span): WrittenCopy | undefined {
  for (const location of locationsAround(tree, span)) {
    const { node, key, entry, parents } = location;
    if (!node || !isSameSpan(node.span, span)) continue;
    const around = parents.at(-1);
    if (key) return entry && around?.kind === 'mapping' ? copyOfEntry(around, entry, text) : undefined;
    return copyOfNode(node, text, around?.kind === 'list');
  }
  const inner = embeddedAround(tree, span);
  const innerSpan = inner?.innerSpan(span);
  return inner && innerSpan && copyFrom(inner.text, inner.tree, innerSpan);
}
