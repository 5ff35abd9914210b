import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Catalog, Descriptions } from '../../server/src/catalog/catalog.ts';
import { hover } from '../../server/src/features/hover.ts';
import { documentSymbols, type DocumentSymbol } from '../../server/src/features/symbols.ts';
import { Workspace } from '../../server/src/features/workspace.ts';
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
  let at: { readonly uri: string; readonly offset: number } | undefined;
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
    if (part.language !== 'hover') throw new Error(`no feature answers "${part.language}"`);
    if (!at) throw new Error(`"${one.title}" has no ${cursor}`);
    return { ...part, text: await printedHover(bench, workspace, at.uri, at.offset) };
  });
  return { ...one, parts: await Promise.all(parts) };
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

export async function updatedFeatureFixture(bench: FeatureBench, fixture: Fixture): Promise<string> {
  return printFixture({ ...fixture, cases: await Promise.all(fixture.cases.map((one) => answered(bench, one))) });
}
