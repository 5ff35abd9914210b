import { strict as assert } from 'node:assert';
import type { ReportedFinding, Workspace } from '../../server/src/features/workspace.ts';
import { corpusPathOf, corpusPolicies, corpusWorkspaces, hasCorpus, loosePolicy } from '../support/corpus.ts';
import { brokenPromises } from '../support/fix-promises.ts';
import { knownMistakes } from './known-mistakes.ts';

/** Fixes tried of each rule: enough to meet every shape of file; GRANTLENS_CORPUS=all tries every one. */
const triedOfEach = process.env['GRANTLENS_CORPUS'] === 'all' ? Infinity : 25;

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

  it('no trust or integration rule finds an error in a correct template', () => {
    const errors = new Set<string>();
    for (const workspace of workspaces) {
      for (const { uri, level, rule } of findingsOf(workspace)) {
        const file = corpusPathOf(uri);
        // The SAM translator's inputs of that name are wrong on purpose.
        if (level !== 'error' || !/^(?:trust|integration)\//.test(rule) || /\/error_[^/]*$/.test(file)) continue;
        errors.add(`${file} ${rule}`);
      }
    }
    assert.deepEqual([...errors].sort(), knownMistakes.map(({ file, rule }) => `${file} ${rule}`).sort());
  });

  it("no trust rule finds an error in AWS's own policies, each taken for what it is", async () => {
    const errors: string[] = [];
    for (const policy of corpusPolicies()) {
      for (const slot of policy.slots) {
        for (const { level, rule, message } of findingsOf(await loosePolicy(policy, slot)))
          if (level === 'error' && rule.startsWith('trust/')) errors.push(`${policy.name} ${rule}: ${message}`);
      }
    }
    assert.deepEqual(errors, []);
  });

  it('every fix keeps its promises', () => {
    const tried = new Map<string, number>();
    const broken: string[] = [];
    for (const workspace of workspaces) {
      for (const finding of findingsOf(workspace)) {
        for (const fix of finding.fixes?.() ?? []) {
          const kind = `${finding.rule} ${fix.title.replace(/"[^"]*"|\d+|[\w$:{}*./-]*[A-Z:*/{][\w$:{}*./-]*/g, '…')}`;
          const count = tried.get(kind) ?? 0;
          tried.set(kind, count + 1);
          if (count >= triedOfEach) continue;
          for (const problem of brokenPromises(workspace, finding, fix))
            broken.push(`${corpusPathOf(finding.uri)} ${finding.rule} "${finding.message}" [${fix.title}]: ${problem}`);
        }
      }
    }
    if (broken.length > 0) assert.fail(`${broken.length} broken:\n${broken.slice(0, 40).join('\n')}`);
  });
});

function findingsOf(workspace: Workspace): readonly ReportedFinding[] {
  return [...workspace.findings().values()].flat();
}
