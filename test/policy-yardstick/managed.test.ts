import { strict as assert } from 'node:assert';
import type { Catalog } from '../../server/src/catalog/catalog.ts';
import { Workspace, type ReportedFinding } from '../../server/src/features/workspace.ts';
import { rules } from '../../server/src/rules/index.ts';
import { testCatalog } from '../support/catalog.ts';
import { hasCorpus } from '../support/corpus.ts';
import { differences } from './differences.ts';
import { managedPolicies, printed, verdictOf, type ManagedPolicy } from './managed-policies.ts';

/** Only the rules of the document itself. */
const levels = Object.fromEntries(
  rules.flatMap(({ meta }) => (/^(?:policy|trust)\//.test(meta.id) ? [] : [[meta.id, 'off'] as const])),
);

describe("AWS's own verdicts on its managed policies", function () {
  this.timeout(180_000);
  let catalog: Catalog;
  let policies: readonly ManagedPolicy[];

  before(async function () {
    if (!hasCorpus) {
      console.log('      skipped: the corpus is not beside this project');
      this.skip();
    }
    catalog = await testCatalog();
    policies = managedPolicies();
  });

  it('each is given here too, at the same characters, and no other', () => {
    const missing: string[] = [];
    const surplus: string[] = [];
    const met = new Set<(typeof differences)[number]>();
    for (const { name, text, verdicts } of policies) {
      const wanted = verdicts.map((verdict) => printed(verdict, text));
      for (const finding of findingsIn(text, catalog)) {
        const verdict = verdictOf(finding, text);
        const at = wanted.indexOf(printed(verdict, text));
        if (at >= 0) {
          wanted.splice(at, 1);
          continue;
        }
        const on = text.slice(finding.span.start, finding.span.end);
        const known = differences.find((one) => one.policy === name && one.code === verdict.code && isOn(one.on, on));
        if (known) met.add(known);
        else surplus.push(`${name}: ${printed(verdict, text)}: ${finding.message}`);
      }
      missing.push(...wanted.map((verdict) => `${name}: ${verdict}`));
    }
    assert.deepEqual(missing, [], 'AWS says more');
    assert.deepEqual(surplus, [], 'AWS says less');
    assert.deepEqual(
      differences.filter((one) => !met.has(one)),
      [],
      'no longer a difference',
    );
  });

  it('is absent as a whole from each policy that is listed as unjudged, and gives the code elsewhere', () => {
    const verdictsOf = new Map(policies.map(({ name, verdicts }) => [name, verdicts]));
    for (const { policy, code, why } of differences) {
      if (typeof why === 'string') continue;
      assert.deepEqual(verdictsOf.get(policy), [], policy);
      assert.ok(
        verdictsOf.get(why.unjudgedAs)?.some((verdict) => verdict.code === code),
        `${code} in ${why.unjudgedAs}`,
      );
    }
  });
});

/** A beginning ends with a colon or a brace. */
function isOn(listed: string, on: string): boolean {
  return /[:{]$/.test(listed) ? on.startsWith(listed) : on === listed;
}

function findingsIn(text: string, catalog: Catalog): readonly ReportedFinding[] {
  const workspace = new Workspace();
  workspace.setCatalog(catalog);
  workspace.setLevels(levels);
  workspace.setLooseSlot('identity');
  workspace.setFile('file:///policy.json', text);
  return [...workspace.findings().values()].flat();
}
