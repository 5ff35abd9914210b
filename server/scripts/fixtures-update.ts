// Rewrites the marks and fix blocks of rule fixtures, and the answers of feature fixtures, to what comes out now.
//   npm run fixtures:update                     every fixture
//   npm run fixtures:update trust/ hover/actions   those whose id begins so
import { readFileSync, writeFileSync } from 'node:fs';
import {
  featureBench,
  featureFixtureIds,
  featureFixturePath,
  updatedFeatureFixture,
} from '../../test/support/feature-case.ts';
import { readFixture } from '../../test/support/fixture.ts';
import { updatedFixture } from '../../test/support/rule-case.ts';
import { fixtureIds, fixturePathOf, ruleBench } from '../../test/support/rule-fixtures.ts';

async function main(wanted: readonly string[]): Promise<void> {
  const bench = await ruleBench();
  const features = await featureBench();
  const isWanted = (id: string): boolean => wanted.length === 0 || wanted.some((start) => id.startsWith(start));
  const rules = fixtureIds().filter(isWanted);
  const answers = featureFixtureIds().filter(isWanted);
  if (rules.length + answers.length === 0) throw new Error(`no fixture's id begins with ${wanted.join(' or ')}`);
  for (const id of rules) {
    await update(id, fixturePathOf(id), (old) => {
      const rule = bench.rules.find(({ meta }) => meta.id === id);
      if (!rule) throw new Error('no such rule is registered; see `npm run generate`');
      return updatedFixture(bench, rule, readFixture(old));
    });
  }
  for (const id of answers)
    await update(id, featureFixturePath(id), (old) => updatedFeatureFixture(features, readFixture(old)));
}

async function update(id: string, file: string, updated: (old: string) => string | Promise<string>): Promise<void> {
  try {
    const old = readFileSync(file, 'utf8');
    const text = await updated(old);
    if (text === old) return;
    writeFileSync(file, text);
    console.log(`${id}: rewritten; read the diff before you commit it`);
  } catch (error) {
    console.error(`${id}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
