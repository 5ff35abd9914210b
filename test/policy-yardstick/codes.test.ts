import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { rules } from '../../server/src/rules/index.ts';
import { corpusFolder } from '../support/project.ts';

const file = path.join(corpusFolder, '../facts/access-analyzer-checks.csv');

const levelOf: Readonly<Record<string, string>> = {
  Error: 'error',
  'Security warning': 'warning',
  'General warning': 'warning',
  Warning: 'warning',
  Suggestion: 'hint',
};

describe("the issue codes of AWS's validator", () => {
  it("are rules each, under AWS's name and of its level", function () {
    if (!existsSync(file)) {
      console.log('      skipped: the list of codes is not beside this project');
      this.skip();
    }
    const rows = readFileSync(file, 'utf8')
      .split('\n')
      .slice(1)
      .filter((line) => line !== '')
      .map((line) => /^([A-Z0-9_]+),(?:"[^"]*"|[^,]*),([^,]*),/.exec(line));
    const missing: string[] = [];
    const otherwise: string[] = [];
    for (const [, code = '', kind = ''] of rows.map((row) => row ?? assert.fail('a line that is no row'))) {
      const own = rules.filter(({ meta }) => meta.accessAnalyzer === code);
      if (own.length === 0) missing.push(code);
      for (const { meta } of own) if (meta.level !== levelOf[kind]) otherwise.push(`${meta.id} ${meta.level}: ${kind}`);
    }
    assert.ok(rows.length > 100);
    assert.deepEqual(missing, [], 'no rule has this code');
    assert.deepEqual(otherwise, [], 'of another level');
  });
});
