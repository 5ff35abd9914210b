import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { rules } from '../../server/src/rules/index.ts';
import { readFixture, type Fixture } from '../support/fixture.ts';
import { checkCase, missingCases, type Bench } from '../support/rule-case.ts';
import { fixtureIds, fixturePathOf, ruleBench } from '../support/rule-fixtures.ts';

describe('rules', () => {
  let bench: Bench;
  before(async function () {
    // The first run after an update of the reference data compiles the catalog.
    this.timeout(60_000);
    bench = await ruleBench();
  });

  for (const id of fixtureIds()) {
    describe(id, () => {
      const fixture = readOrError(id);
      if (fixture instanceof Error) {
        it('is a fixture', () => {
          throw fixture;
        });
        return;
      }
      const rule = rules.find(({ meta }) => meta.id === id);
      if (!rule) {
        it('belongs to a rule', () => assert.fail(`no rule is named ${id}; see \`npm run generate\``));
        return;
      }
      it('has the cases that a rule needs', () => assert.deepEqual(missingCases(rule, fixture), []));
      for (const one of fixture.cases) it(one.title, () => checkCase(bench, rule, one));
    });
  }
});

function readOrError(id: string): Fixture | Error {
  try {
    const fixture = readFixture(readFileSync(fixturePathOf(id), 'utf8'));
    return fixture.id === id ? fixture : new Error(`its H1 is ${fixture.id}, its path says ${id}`);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
