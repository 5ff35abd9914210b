import * as fs from 'node:fs';
import * as path from 'node:path';
import { out } from './paths.ts';

export interface Counts {
  readonly passes: number;
  readonly failures: number;
}

const folder = path.join(out, 'results');

/** Leaves the counts of one part of the tests where `npm test` adds them up. */
export function saveCounts(part: string, counts: Counts): void {
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, `${part}.json`), JSON.stringify(counts));
}

/** What a part left, or undefined if it ended before it could. */
export function savedCounts(part: string): Counts | undefined {
  const file = path.join(folder, `${part}.json`);
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Counts) : undefined;
}

/** Forgets the counts of an earlier run, so that a part that does not start cannot pass. */
export function forgetCounts(): void {
  fs.rmSync(folder, { recursive: true, force: true });
}
