import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { generatedFiles } from '../../server/scripts/generate.ts';
import { rules } from '../../server/src/rules/index.ts';
import { projectFolder } from '../support/project.ts';
import { fixtureIds } from '../support/rule-fixtures.ts';

describe('rules are in order', () => {
  it('generated files are fresh', async function () {
    this.timeout(20_000);
    const stale: string[] = [];
    for (const [file, text] of await generatedFiles()) {
      const full = path.join(projectFolder, file);
      if (!existsSync(full) || readFileSync(full, 'utf8') !== text) stale.push(file);
    }
    assert.deepEqual(stale, [], 'run `npm run generate`');
  });

  it('the README has their table', () => {
    const readme = readFileSync(path.join(projectFolder, 'README.md'), 'utf8');
    for (const { meta } of rules) assert(readme.includes(`[${meta.id}](server/docs/rules.md#`), meta.id);
  });

  it('each has a fixture, and each fixture a rule', () => {
    assert.deepEqual(fixtureIds(), rules.map(({ meta }) => meta.id).sort());
  });

  it('each says what it finds in one clause, and why in a sentence', () => {
    for (const { meta } of rules) {
      assert.match(meta.summary, /^[A-Z][^\n]*[^.\s]$/, `${meta.id}: summary`);
      assert.match(meta.why, /[.)`]\s*$/, `${meta.id}: why`);
      for (const fix of meta.fixes ?? []) assert.match(fix, /^\S[^\n]*[^.\s]$/, `${meta.id}: fixes`);
      if (meta.fixes) assert(meta.fixes.length > 0, `${meta.id}: promises no fix by an empty list`);
    }
  });

  it("AWS's codes are AWS's", () => {
    for (const { meta } of rules)
      if (meta.accessAnalyzer !== undefined) assert.match(meta.accessAnalyzer, /^[A-Z][A-Z0-9_]+$/, meta.id);
  });
});
