import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Workspace } from '../../server/src/features/workspace.ts';
import { rules } from '../../server/src/rules/index.ts';
import { testCatalog } from './catalog.ts';
import { projectFolder } from './project.ts';
import type { Bench } from './rule-case.ts';

const folder = path.join(projectFolder, 'test/rules');

/** Where the fixture of a rule stands. */
export function fixturePathOf(id: string): string {
  return path.join(folder, `${id}.md`);
}

/** The ids that have a fixture, in order. */
export function fixtureIds(): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.slice(0, -'.md'.length).split(path.sep).join('/'))
    .sort();
}

/** The product's own rules over its own catalog. */
export async function ruleBench(): Promise<Bench> {
  const catalog = await testCatalog();
  return {
    rules,
    newWorkspace() {
      const workspace = new Workspace();
      workspace.setCatalog(catalog);
      return workspace;
    },
  };
}
