import { strict as assert } from 'node:assert';
import type { ReportedFinding, Workspace } from '../../server/src/features/workspace.ts';
import { rules } from '../../server/src/rules/index.ts';
import { corpusPathOf, corpusPolicies, corpusWorkspaces, hasCorpus, loosePolicy } from '../support/corpus.ts';
import { brokenPromises } from '../support/fix-promises.ts';
import { knownMistakes } from './known-mistakes.ts';

/** Findings of each rule whose fixes are tried, evenly spread; GRANTLENS_CORPUS=all tries every one. */
const triedOfEach = process.env['GRANTLENS_CORPUS'] === 'all' ? Infinity : 20;

describe('on real files', function () {
  this.timeout(60_000);
  let workspaces: readonly Workspace[] = [];

  before(async function () {
    if (!hasCorpus) {
      console.log('      skipped: the corpus is not beside this project');
      this.skip();
    }
    workspaces = await corpusWorkspaces();
  });

  it('nothing throws, and every finding underlines a part of one line', () => {
    const counts = new Map<string, number>();
    const wrong: string[] = [];
    for (const workspace of workspaces) {
      for (const finding of findingsOf(workspace)) {
        counts.set(finding.rule, (counts.get(finding.rule) ?? 0) + 1);
        for (const { uri, span, message } of [finding, ...(finding.related ?? [])]) {
          const text = workspace.textOf(uri);
          const said = `${corpusPathOf(uri)} ${finding.rule}: ${message}`;
          if (text === undefined) wrong.push(`${said}: in a file that is not there`);
          else if (span.start < 0 || span.start >= span.end || span.end > text.length) wrong.push(`${said}: outside`);
          else if (/[\r\n]/.test(text.slice(span.start, span.end))) wrong.push(`${said}: several lines`);
        }
        if (finding.message.endsWith('.')) wrong.push(`${finding.rule}: "${finding.message}" ends in a full stop`);
      }
    }
    for (const [rule, count] of [...counts].sort()) console.log(`      ${String(count).padStart(6)} ${rule}`);
    assert.deepEqual(wrong, []);
  });

  it('no trust, integration or invoke rule finds an error in a correct template', () => {
    const errors = new Set<string>();
    for (const workspace of workspaces) {
      for (const { uri, level, rule } of findingsOf(workspace)) {
        const file = corpusPathOf(uri);
        // The SAM translator's inputs of that name are wrong on purpose.
        if (level !== 'error' || !/^(?:trust|integration|invoke)\//.test(rule) || /\/error_[^/]*$/.test(file)) continue;
        errors.add(`${file} ${rule}`);
      }
    }
    assert.deepEqual([...errors].sort(), knownMistakes.map(({ file, rule }) => `${file} ${rule}`).sort());
  });

  it("no trust rule finds an error in AWS's own policies, each taken for what it is", async () => {
    const errors: string[] = [];
    for (const policy of corpusPolicies()) {
      for (const slot of policy.slots) {
        const workspace = await loosePolicy(policy, slot);
        workspace.setLevels(onlyTrust);
        for (const { level, rule, message } of findingsOf(workspace))
          if (level === 'error') errors.push(`${policy.name} ${rule}: ${message}`);
      }
    }
    assert.deepEqual(errors, []);
  });

  it('every fix keeps its promises', () => {
    const byRule = new Map<string, { readonly workspace: Workspace; readonly finding: ReportedFinding }[]>();
    for (const workspace of workspaces) {
      for (const finding of findingsOf(workspace)) {
        const list = byRule.get(finding.rule);
        if (list) list.push({ workspace, finding });
        else byRule.set(finding.rule, [{ workspace, finding }]);
      }
    }
    const broken: string[] = [];
    for (const list of byRule.values()) {
      const step = Math.max(1, list.length / triedOfEach);
      for (let i = 0; i < list.length; i += step) {
        const one = list[Math.floor(i)];
        if (!one) continue;
        const { uri, rule, message } = one.finding;
        for (const fix of one.finding.fixes?.() ?? [])
          for (const problem of brokenPromises(one.workspace, one.finding, fix, { countOffers: false }))
            broken.push(`${corpusPathOf(uri)} ${rule} "${message}" [${fix.title}]: ${problem}`);
      }
    }
    if (broken.length > 0) assert.fail(`${broken.length} broken:\n${broken.slice(0, 40).join('\n')}`);
  });
});

/** Breadth is what most of AWS's policies are about, and takes long to tell. */
const onlyTrust = Object.fromEntries(
  rules.flatMap(({ meta }) => (meta.id.startsWith('trust/') ? [] : [[meta.id, 'off'] as const])),
);

function findingsOf(workspace: Workspace): readonly ReportedFinding[] {
  return [...workspace.findings().values()].flat();
}
