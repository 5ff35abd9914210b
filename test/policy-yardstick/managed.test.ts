import { strict as assert } from 'node:assert';
import type { Catalog } from '../../server/src/catalog/catalog.ts';
import { Workspace, type ReportedFinding } from '../../server/src/features/workspace.ts';
import { rules } from '../../server/src/rules/index.ts';
import { testCatalog } from '../support/catalog.ts';
import { hasCorpus } from '../support/corpus.ts';
import { closedSince, coveredInTruth, longestJudged, withdrawn } from './catalog-age.ts';
import { managedPolicies, printed, verdictOf } from './managed-policies.ts';

const codes = new Set(rules.flatMap(({ meta }) => meta.accessAnalyzer ?? []));

/** Only the rules of the document itself. */
const levels = Object.fromEntries(
  rules.flatMap(({ meta }) => (/^(?:policy|trust)\//.test(meta.id) ? [] : [[meta.id, 'off'] as const])),
);

describe("AWS's own verdicts on its managed policies", function () {
  this.timeout(60_000);
  let catalog: Catalog;

  before(async function () {
    if (!hasCorpus) {
      console.log('      skipped: the corpus is not beside this project');
      this.skip();
    }
    catalog = await testCatalog();
  });

  it('each is given here too, at the same characters, and no other', () => {
    const missing: string[] = [];
    const surplus: string[] = [];
    const explained = new Set<string>();
    for (const { name, text, verdicts } of managedPolicies()) {
      if (withdrawn.has(name) || text.length > longestJudged) {
        assert.deepEqual(verdicts, [], name);
        continue;
      }
      const workspace = new Workspace();
      workspace.setCatalog(catalog);
      workspace.setLevels(levels);
      workspace.setLooseSlot('identity');
      workspace.setFile('file:///policy.json', text);
      const given = [...workspace.findings().values()]
        .flat()
        .filter(({ level }) => level !== 'info')
        .map((finding) => said(finding, text));
      for (const verdict of verdicts.filter(({ code }) => codes.has(code)).map((one) => printed(one, text))) {
        const at = given.indexOf(verdict);
        if (at >= 0) given.splice(at, 1);
        else missing.push(`${name}: ${verdict}`);
      }
      for (const one of given) {
        if (coveredInTruth.has(name) && one.startsWith('policy/statement-covered ')) {
          explained.add(name);
          continue;
        }
        const age = closedSince.get(name)?.find((action) => one.includes(`: ${action}`));
        if (age === undefined) surplus.push(`${name}: ${one}`);
        else explained.add(`${name} ${age}`);
      }
    }
    assert.deepEqual(missing, [], 'AWS says more');
    assert.deepEqual(surplus, [], 'AWS says less');
    const listed = [...closedSince].flatMap(([name, actions]) => actions.map((action) => `${name} ${action}`));
    listed.push(...coveredInTruth);
    assert.deepEqual(
      listed.filter((one) => !explained.has(one)),
      [],
      'no longer a difference',
    );
  });
});

function said(finding: ReportedFinding, text: string): string {
  const verdict = verdictOf(finding, text);
  return verdict ? printed(verdict, text) : `${finding.rule} at ${finding.span.start}: ${finding.message}`;
}
