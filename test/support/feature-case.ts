import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Catalog, Descriptions } from '../../server/src/catalog/catalog.ts';
import { completion, type CompletionItem } from '../../server/src/features/completion/completion.ts';
import { codeLenses, lensWords } from '../../server/src/features/code-lens.ts';
import { definition } from '../../server/src/features/definition.ts';
import { accessMap, mappedApis } from '../../server/src/features/access-map.ts';
import { documentLinks } from '../../server/src/features/document-links.ts';
import { hover } from '../../server/src/features/hover.ts';
import { inlayHints } from '../../server/src/features/inlay-hints.ts';
import { routeViews, type GroundView } from '../../server/src/features/route-view.ts';
import { policyRefactoringsAt } from '../../server/src/features/policy-refactorings.ts';
import { refactoringsAt } from '../../server/src/features/refactor.ts';
import { highlights, references } from '../../server/src/features/references.ts';
import { selectionRanges } from '../../server/src/features/selection-ranges.ts';
import { documentSymbols, type DocumentSymbol } from '../../server/src/features/symbols.ts';
import { Workspace } from '../../server/src/features/workspace.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import type { Place } from '../../server/src/text/span.ts';
import { distFolder, testCatalog } from './catalog.ts';
import { filesOf, pathOf, printFixture, readFixture, type Case, type Fixture } from './fixture.ts';
import { projectFolder } from './project.ts';

const cursor = '<|>';
const root = 'file:///workspace/';

/** What a feature's fixtures are answered with. */
export interface FeatureBench {
  readonly catalog: Catalog;
  readonly descriptionsOf: (service: string) => Promise<Descriptions | undefined>;
}

export async function featureBench(): Promise<FeatureBench> {
  const catalog = await testCatalog();
  const folder = await distFolder();
  return {
    catalog,
    descriptionsOf: (service) => {
      if (!catalog.service(service)) return Promise.resolve(undefined);
      const text = readFileSync(path.join(folder, `catalog/descriptions/${service.toLowerCase()}.json`), 'utf8');
      const read = catalog.readDescriptions(service, text);
      return Promise.resolve('descriptions' in read ? read.descriptions : undefined);
    },
  };
}

/** `hover/actions`, for test/features/hover/actions.md */
export function featureFixtureIds(): readonly string[] {
  const folder = path.join(projectFolder, 'test/features');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.slice(0, -'.md'.length).split(path.sep).join('/'))
    .sort();
}

export function featureFixturePath(id: string): string {
  return path.join(projectFolder, 'test/features', `${id}.md`);
}

export function readFeatureFixture(id: string): Fixture {
  return readFixture(readFileSync(featureFixturePath(id), 'utf8'));
}

/** The case's answer blocks with what the features say now; for a hover the underlined text comes first. */
export async function answered(bench: FeatureBench, one: Case): Promise<Case> {
  const workspace = new Workspace();
  workspace.setCatalog(bench.catalog);
  let at: Cursor | undefined;
  for (const file of filesOf(one)) {
    const uri = root + pathOf(file);
    const offset = file.text.indexOf(cursor);
    if (offset >= 0) at = { uri, offset };
    workspace.setFile(uri, file.text.replace(cursor, ''));
  }
  const [first] = filesOf(one);
  if (!first) throw new Error(`"${one.title}" has no file`);
  const parts = one.parts.map(async (part) => {
    if (part.kind !== 'answer') return part;
    if (part.language === 'symbols') return { ...part, text: printedSymbols(workspace, root + pathOf(first)) };
    if (part.language === 'refactorings') return { ...part, text: printedRefactorings(workspace, cursorOf(at, one)) };
    if (part.language === 'rewrites') return { ...part, text: printedRewrites(workspace, cursorOf(at, one)) };
    if (part.language === 'rewritten') return { ...part, text: printedRewritten(workspace, cursorOf(at, one)) };
    if (part.language === 'links') return { ...part, text: printedLinks(workspace, root + pathOf(first)) };
    if (part.language === 'hints') return { ...part, text: printedHints(workspace, root + pathOf(first)) };
    if (part.language === 'selections') return { ...part, text: printedSelections(workspace, cursorOf(at, one)) };
    if (part.language === 'lenses') return { ...part, text: printedLenses(workspace) };
    if (part.language === 'routes') return { ...part, text: printedRoutes(workspace) };
    if (part.language === 'definition') return { ...part, text: printedDefinition(workspace, cursorOf(at, one)) };
    if (part.language === 'references') return { ...part, text: printedReferences(workspace, cursorOf(at, one)) };
    if (part.language === 'highlights') return { ...part, text: printedHighlights(workspace, cursorOf(at, one)) };
    if (part.language === 'completion')
      return { ...part, text: printedCompletion(workspace, cursorOf(at, one), textAt(one, at), part.text) };
    if (part.language === 'access') return { ...part, text: printedAccess(workspace) };
    if (part.language !== 'hover') throw new Error(`no feature answers "${part.language}"`);
    const { uri, offset } = cursorOf(at, one);
    return { ...part, text: await printedHover(bench, workspace, uri, offset) };
  });
  return { ...one, parts: await Promise.all(parts) };
}

interface Cursor {
  readonly uri: string;
  readonly offset: number;
}

function cursorOf(at: Cursor | undefined, one: Case): Cursor {
  if (!at) throw new Error(`"${one.title}" has no ${cursor}`);
  return at;
}

/** The cursor's file as the editor has it: the workspace forgets files that do not concern it yet. */
function textAt(one: Case, at: Cursor | undefined): string {
  const file = filesOf(one).find((block) => root + pathOf(block) === at?.uri);
  return (file?.text ?? '').replace(cursor, '');
}

/**
 * How many offers there are, the first of them, and what one writes: the first, or the one behind `pick:`. Stops are shown as snippets
 * write them.
 */
function printedCompletion(workspace: Workspace, { uri, offset }: Cursor, text: string, before: string): string {
  const { items, isIncomplete } = completion(workspace, uri, text, offset);
  const typedOf = ({ edit }: CompletionItem): string => text.slice(edit.span.start, offset);
  // What begins with the typed letters stands before what merely holds them.
  const orderOf = (item: CompletionItem): string =>
    (item.filterText.toLowerCase().startsWith(typedOf(item).toLowerCase()) ? '0' : '1') + item.sortText;
  const fitting = items
    .filter((item) => fitsTyped(typedOf(item), item.filterText))
    .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : orderOf(a) > orderOf(b) ? 1 : 0));
  const pick = /^pick: (.*)$/m.exec(before)?.[1];
  const chosen = pick === undefined ? fitting[0] : fitting.find(({ label }) => label === pick);
  const shown = fitting.slice(0, 5).map(({ label, detail }) => (detail === undefined ? label : `${label} (${detail})`));
  if (!chosen) return pick === undefined ? 'nothing\n' : `pick: ${pick}\nnothing\n`;
  const { edit, more } = chosen;
  if (edit.span.start > offset || offset > edit.span.end) throw new Error('the edit is not at the cursor');
  const after = applyEdits(text, [edit, ...more]).split('\n');
  const old = text.split('\n');
  let head = 0;
  while (head < old.length && old[head] === after[head]) head++;
  let tail = 0;
  while (tail < old.length - head && tail < after.length - head && old.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const lines = after.slice(head, after.length - tail);
  return [
    ...(pick === undefined ? [] : [`pick: ${pick}`]),
    `${fitting.length} offer${fitting.length === 1 ? '' : 's'}${isIncomplete ? ', asks again' : ''}`,
    ...shown,
    '---',
    ...lines,
    '',
  ].join('\n');
}

/** The letters in their order, as editors filter. */
function fitsTyped(typed: string, filter: string): boolean {
  let at = 0;
  for (const char of filter.toLowerCase()) if (char === typed[at]?.toLowerCase()) at++;
  return at === typed.length;
}

function printedDefinition(workspace: Workspace, { uri, offset }: Cursor): string {
  const found = definition(workspace, uri, offset);
  if (!found) return 'nothing\n';
  if (offset < found.origin.start || found.origin.end < offset) throw new Error('the origin is not at the cursor');
  return `on: ${sliceOf(workspace, { uri, span: found.origin })}\n\n${printedPlaces(workspace, found.targets)}`;
}

function printedReferences(workspace: Workspace, { uri, offset }: Cursor): string {
  const found = references(workspace, uri, offset);
  if (!found) return 'nothing\n';
  return `of: ${found.things.map((thing) => sliceOf(workspace, thing)).join(', ')}\n\n${printedPlaces(workspace, found.places)}`;
}

/** Of each what it is called and the text that it writes. */
function printedRefactorings(workspace: Workspace, { uri, offset }: Cursor): string {
  const all = refactoringsAt(workspace, uri, { start: offset, end: offset }).map(({ kind, title, edits }) => {
    const written = [...edits].flatMap(([file, list]) =>
      list.map(({ newText }) => `--- ${file.slice(root.length)}\n${newText.replace(/^\n+|\s+$/g, '')}\n`),
    );
    return `${kind}: ${title}\n${written.join('')}`;
  });
  return all.length === 0 ? 'nothing\n' : all.join('\n');
}

/** The other ways to write what stands at the cursor; those that would lose something are told. */
function printedRewrites(workspace: Workspace, { uri, offset }: Cursor): string {
  const lines = policyRefactoringsAt(workspace, uri, { start: offset, end: offset }).map(
    ({ kind, name, title, edits }) => `${kind}, ${name}: ${title}${edits() ? '' : ' (refused)'}\n`,
  );
  return lines.length === 0 ? 'nothing\n' : lines.join('');
}

/** The same, each with the files that come out. */
function printedRewritten(workspace: Workspace, { uri, offset }: Cursor): string {
  const all = policyRefactoringsAt(workspace, uri, { start: offset, end: offset }).map(({ title, edits }) => {
    const files = [...(edits() ?? [])].map(
      ([file, list]) => `--- ${file.slice(root.length)}\n${applyEdits(workspace.textOf(file) ?? '', list)}`,
    );
    return `${title}\n${files.length === 0 ? '(refused)\n' : files.join('')}`;
  });
  return all.length === 0 ? 'nothing\n' : all.join('\n');
}

function printedLinks(workspace: Workspace, uri: string): string {
  const lines = documentLinks(workspace, uri).map(
    ({ span, target, tooltip }) => `${sliceOf(workspace, { uri, span })}: ${target}, ${tooltip}\n`,
  );
  return lines.length === 0 ? 'nothing\n' : lines.join('');
}

function printedHints(workspace: Workspace, uri: string): string {
  const text = workspace.textOf(uri) ?? '';
  const lines = inlayHints(workspace, uri, { start: 0, end: text.length }).map(
    ({ offset, label, tooltip = '' }) =>
      `${text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim()} > ${label} (${tooltip.split('\n')[0]})\n`,
  );
  return lines.length === 0 ? 'nothing\n' : lines.join('');
}

/** Innermost first; of a long piece its ends. */
function printedSelections(workspace: Workspace, { uri, offset }: Cursor): string {
  const text = workspace.textOf(uri) ?? '';
  const tree = workspace.treeOf(uri);
  if (!tree) return 'nothing\n';
  return selectionRanges(text, tree, offset)
    .map(({ start, end }) => {
      const piece = text.slice(start, end).replace(/\n */g, ' / ');
      return `${piece.length > 70 ? `${piece.slice(0, 40)} ... ${piece.slice(-20)}` : piece}\n`;
    })
    .join('');
}

function printedLenses(workspace: Workspace): string {
  const lines = workspace.uris().flatMap((uri) =>
    codeLenses(workspace, uri).map(({ kind, span }) => {
      const words = lensWords(workspace, uri, kind, span.start);
      const to = (words?.places ?? []).map((place) => printedPlaces(workspace, [place]).trimEnd());
      const where = printedPlaces(workspace, [{ uri, span }]).trimEnd();
      return `${where}: ${words?.title ?? ''}\n${to.map((place) => `  ${place}\n`).join('')}`;
    }),
  );
  return lines.length === 0 ? 'nothing\n' : lines.join('');
}

function printedRoutes(workspace: Workspace): string {
  const views = workspace.units().flatMap((unit) => routeViews(unit, workspace.catalog));
  return views
    .map((view) => {
      const { title, api, state, reason, authorization, callers, backend } = view;
      const at = (place: Place | undefined): string =>
        place ? ` @ ${printedPlaces(workspace, [place]).trimEnd()}` : '';
      const grounds = (list: readonly GroundView[]): string[] =>
        list.map((ground) => `      ${ground.text}${at(ground.place)}`);
      return [
        `${title} of ${api?.name ?? 'nobody'}, ${state}: ${reason}${at(view.place)}`,
        `  ${authorization.words}${at(authorization.place)}`,
        ...callers.flatMap((one) => [`  ${one.may}: ${one.name}${at(one.place)}`, ...grounds(one.grounds)]),
        `  ${backend.model}, ${backend.may}: ${backend.words}${at(backend.place)}`,
        ...grounds(backend.grounds),
      ];
    })
    .map((lines) => `${lines.join('\n')}\n`)
    .join('');
}

function printedHighlights(workspace: Workspace, { uri, offset }: Cursor): string {
  const found = highlights(workspace, uri, offset);
  return printedPlaces(
    workspace,
    found.map((span) => ({ uri, span })),
  );
}

/** A line each: where it is, and what stands there. */
function printedPlaces(workspace: Workspace, places: readonly Place[]): string {
  const lines = places.map((place) => {
    const line = (workspace.linesOf(place.uri)?.positionAt(place.span.start).line ?? 0) + 1;
    return `${decodeURIComponent(place.uri.slice(root.length))}:${line} ${sliceOf(workspace, place)}`;
  });
  return lines.length === 0 ? 'nothing\n' : lines.map((line) => `${line.trimEnd()}\n`).join('');
}

function sliceOf(workspace: Workspace, { uri, span }: Place): string {
  const [line = ''] = (workspace.textOf(uri) ?? '').slice(span.start, span.end).split('\n');
  return line.trim() || '(start)';
}

async function printedHover(bench: FeatureBench, workspace: Workspace, uri: string, offset: number): Promise<string> {
  const found = await hover({ workspace, descriptionsOf: bench.descriptionsOf }, uri, offset);
  if (!found) return 'nothing\n';
  if (offset < found.span.start || found.span.end < offset) throw new Error('the hover is not about its place');
  const [line = ''] = (workspace.textOf(uri) ?? '').slice(found.span.start, found.span.end).split('\n');
  return `on: ${line.trim()}\n\n${found.markdown}\n`;
}

function printedSymbols(workspace: Workspace, uri: string): string {
  const text = workspace.textOf(uri) ?? '';
  const print = (symbol: DocumentSymbol, depth: number): string => {
    const selected = text.slice(symbol.selection.start, symbol.selection.end);
    const detail = symbol.detail === '' ? '' : `, ${symbol.detail}`;
    const own = `${'  '.repeat(depth)}${symbol.kind} ${symbol.name}${detail} @ ${selected === '' ? '(start)' : selected}\n`;
    return own + symbol.children.map((child) => print(child, depth + 1)).join('');
  };
  const all = documentSymbols(workspace, uri)
    .map((symbol) => print(symbol, 0))
    .join('');
  return all === '' ? 'nothing\n' : all;
}

/** Every API with its routes, who may call them, what stands behind them, and the text that each of it rests on. */
function printedAccess(workspace: Workspace): string {
  const excerpt = (place: Place | undefined): string => {
    if (!place) return 'nowhere';
    const { uri, span } = place;
    const text = (workspace.textOf(uri) ?? '').slice(span.start, span.end).trim();
    return text.length > 40 || text.includes('\n') ? `${text.slice(0, 40).split('\n')[0]?.trim() ?? ''}...` : text;
  };
  const lines = mappedApis(workspace).flatMap(({ id, name, kind }) => {
    const map = accessMap(workspace, { api: id, filter: '', offset: 0, limit: 1000 });
    const labelOf = (node: string): string => map?.nodes.find((one) => one.id === node)?.label ?? '';
    const detailOf = (node: string): string => map?.nodes.find((one) => one.id === node)?.detail ?? '';
    const line = (edgeId: string, sign: string): readonly string[] => {
      const edge = map?.edges.find((one) => one.id === edgeId);
      if (!edge) return [];
      const ends = sign === '<' ? labelOf(edge.from) : `${labelOf(edge.from)} > ${labelOf(edge.to)}`;
      return [
        `    ${sign} ${ends}: ${edge.state}, ${edge.says}`,
        ...edge.grounds.map(({ says, place }) => `        ${says} @ ${excerpt(place)}`),
      ];
    };
    const routes = (map?.routes ?? []).flatMap(({ node, callers, behind, state }) => [
      `  ${labelOf(node)}, ${detailOf(node)}: ${state}`,
      ...callers.flatMap((one) => line(one, '<')),
      ...behind.flatMap((one) => line(one, '>')),
    ]);
    return [`${name}, ${kind}`, ...routes];
  });
  return `${lines.join('\n')}\n`;
}

export async function updatedFeatureFixture(bench: FeatureBench, fixture: Fixture): Promise<string> {
  return printFixture({ ...fixture, cases: await Promise.all(fixture.cases.map((one) => answered(bench, one))) });
}
