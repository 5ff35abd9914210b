import { strict as assert } from 'node:assert';
import { printCase } from '../support/fixture.ts';
import {
  answered,
  featureBench,
  featureFixtureIds,
  readFeatureFixture,
  type FeatureBench,
} from '../support/feature-case.ts';

describe('features', () => {
  let bench: FeatureBench;
  before(async function () {
    // The first run after an update of the reference data compiles the catalog.
    this.timeout(60_000);
    bench = await featureBench();
  });

  for (const id of featureFixtureIds()) {
    describe(id, () => {
      const fixture = readFeatureFixture(id);
      it('is named by its path', () => assert.equal(fixture.id, id));
      for (const one of fixture.cases)
        it(one.title, async () => assert.equal(printCase(await answered(bench, one)), printCase(one)));
    });
  }
});
