import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Workspace } from '../../server/src/features/workspace.ts';
import { testCatalog } from '../support/catalog.ts';
import { hasCorpus } from '../support/corpus.ts';
import { corpusFolder } from '../support/project.ts';

interface ParliamentCase {
  readonly id: string;
  readonly policy: string;
  /** The linter's findings; null where its test states something else. */
  readonly expected: readonly string[] | null;
}

/** Our names for what the linter finds. */
const named: Readonly<Record<string, RegExp>> = {
  DUPLICATE_SID: /^policy\/unique-sids-/,
  INVALID_SID: /^policy\/unsupported-sid$/,
  MISMATCHED_TYPE: /^policy\/(?:type-mismatch|invalid-condition-data-type|invalid-variable-for-operator)/,
  RESOURCE_STAR: /^breadth\/any-resource$/,
  UNKNOWN_ACTION: /^policy\/(?:invalid-action|invalid-service-in-action|action-matches-nothing)$/,
  UNKNOWN_CONDITION_FOR_ACTION:
    /^policy\/(?:invalid-condition-key-format|invalid-(?:service|global)-condition-key|condition-key-not-for-action)$/,
  UNKNOWN_OPERATOR: /^policy\/invalid-condition-operator$/,
};

/** What the linter says and Grantlens does not, and why. */
const onlyTheirs: readonly (readonly [id: string, finding: string, why: string])[] = [
  ['parl-005', 'CREDENTIALS_EXPOSURE', 'a list of actions that its authors hold for sensitive; AWS has none such'],
  ['parl-005', 'PERMISSIONS_MANAGEMENT_ACTIONS', 'the same; the level of an action raises breadth/any-resource'],
  ['parl-008', 'SENSITIVE_ACCESS', 'what is sensitive comes from a configuration of the linter'],
  ['parl-010', 'SENSITIVE_ACCESS', 'what is sensitive comes from a configuration of the linter'],
  ['parl-032', 'MISMATCHED_TYPE', 'an operator that is none compares no type: one mistake, one finding'],
  ['parl-034', 'RESOURCE_STAR', 'kms:GrantIsForAWSResource holds the grant to what AWS services encrypt'],
  [
    'parl-046',
    'BAD_PATTERN_FOR_MFA',
    'who signed in without MFA has the key with false, and a policy may mean just them',
  ],
  [
    'parl-047',
    'RESOURCE_POLICY_PRIVILEGE_ESCALATION',
    'breadth/any-resource says of the same star that it reaches every bucket',
  ],
  [
    'parl-049',
    'RESOURCE_EFFECTIVELY_STAR',
    'any trail, but no other kind of resource: the narrowest that can be said of trails of any name',
  ],
  [
    'parl-053',
    'RESOURCE_MISMATCH',
    's3:*Object covers actions on objects, and those are named; what else it covers was hardly thought of',
  ],
];

/** What Grantlens says and the linter does not, and why. */
const onlyOurs: readonly (readonly [id: string, rule: string, why: string])[] = [
  ['parl-028', 'policy/wildcard-without-like-operator', 'AWS says so too (WILDCARD_WITHOUT_LIKE_OPERATOR)'],
  ['parl-029', 'policy/wildcard-without-like-operator', 'AWS says so too (WILDCARD_WITHOUT_LIKE_OPERATOR)'],
  ['parl-046', 'policy/create-slr-with-star-in-action-and-resource', 'AWS says so too'],
  ['parl-046', 'policy/pass-role-with-star-in-action-and-resource', 'AWS says so too'],
  ['parl-058', 'policy/federated-principal-not-supported', 'AWS takes federated principals in trust policies only'],
  ['parl-051', 'policy/unreachable-allow', 'the Deny beside it is on everything'],
];

describe('the cases of the linter parliament', () => {
  it('agree, or differ for a reason', async function () {
    this.timeout(60_000);
    if (!hasCorpus) {
      console.log('      skipped: the corpus is not beside this project');
      this.skip();
    }
    const catalog = await testCatalog();
    const text = readFileSync(path.join(corpusFolder, 'policies/parliament-cases.json'), 'utf8');
    const { cases } = JSON.parse(text) as { cases: readonly ParliamentCase[] };
    const theirs: string[] = [];
    const ours: string[] = [];
    let agreements = 0;
    for (const { id, policy, expected } of cases) {
      const workspace = new Workspace();
      workspace.setCatalog(catalog);
      workspace.setFile('file:///policy.json', policy);
      const found = [...workspace.findings().values()].flat();
      // Those cases state what the linter's functions give, or that a text cannot be read.
      if (!expected) continue;
      for (const finding of expected) {
        if (found.some(({ rule }) => named[finding]?.test(rule))) agreements++;
        else theirs.push(`${id} ${finding}`);
      }
      const isExpected = (rule: string): boolean => expected.some((finding) => named[finding]?.test(rule));
      const judged = found.filter(
        ({ rule, level }) => rule.startsWith('policy/') && (level === 'error' || level === 'warning'),
      );
      for (const rule of new Set(judged.map((one) => one.rule))) if (!isExpected(rule)) ours.push(`${id} ${rule}`);
      if (expected.length === 0 && !judged.some(({ rule }) => !isExpected(rule))) agreements++;
    }
    const sorted = (rows: readonly (readonly [string, string, string])[]): readonly string[] =>
      rows.map(([id, name]) => `${id} ${name}`).sort();
    assert.deepEqual(theirs.sort(), sorted(onlyTheirs), 'what only the linter says');
    assert.deepEqual(ours.sort(), sorted(onlyOurs), 'what only Grantlens says');
    console.log(
      `      ${agreements} agreements; ${onlyTheirs.length + onlyOurs.length} differences, each with its reason`,
    );
  });

  it('a text that is no JSON is told as such', async function () {
    if (!hasCorpus) this.skip();
    const catalog = await testCatalog();
    const text = readFileSync(path.join(corpusFolder, 'policies/parliament-cases.json'), 'utf8');
    const { cases } = JSON.parse(text) as { cases: readonly (ParliamentCase & { json: string })[] };
    const broken = cases.filter(({ json }) => json.startsWith('invalid'));
    assert.ok(broken.length > 0);
    for (const { id, policy } of broken) {
      const workspace = new Workspace();
      workspace.setCatalog(catalog);
      workspace.setFile('file:///policy.json', policy);
      const found = [...workspace.findings().values()].flat().map(({ rule }) => rule);
      assert.ok(found.includes('policy/json-syntax-error'), id);
    }
  });
});
