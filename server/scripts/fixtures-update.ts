// Rewrites the marks and fix blocks of rule fixtures to what the rules say now.
//   npm run fixtures:update                     every fixture
//   npm run fixtures:update trust/ breadth/any-api   those whose id begins so
import { readFileSync, writeFileSync } from 'node:fs';
import { readFixture } from '../../test/support/fixture.ts';
import { updatedFixture } from '../../test/support/rule-case.ts';
import { fixtureIds, fixturePathOf, ruleBench } from '../../test/support/rule-fixtures.ts';

async function main(wanted: readonly string[]): Promise<void> {
  const bench = await ruleBench();
  const ids = fixtureIds().filter((id) => wanted.length === 0 || wanted.some((start) => id.startsWith(start)));
  if (ids.length === 0) throw new Error(`no fixture's id begins with ${wanted.join(' or ')}`);
  for (const id of ids) {
    try {
      const rule = bench.rules.find(({ meta }) => meta.id === id);
      if (!rule) throw new Error('no such rule is registered; see `npm run generate`');
      const file = fixturePathOf(id);
      const old = readFileSync(file, 'utf8');
      const text = updatedFixture(bench, rule, readFixture(old));
      if (text === old) continue;
      writeFileSync(file, text);
      console.log(`${id}: rewritten; read the diff before you commit it`);
    } catch (error) {
      console.error(`${id}: ${error instanceof Error ? error.message : String(error)}`);
      process.exitCode = 1;
    }
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
