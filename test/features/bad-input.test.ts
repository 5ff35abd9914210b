import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Catalog } from '../../server/src/catalog/catalog.ts';
import { codeLenses } from '../../server/src/features/code-lens.ts';
import { hover } from '../../server/src/features/hover.ts';
import { policyRefactoringsAt } from '../../server/src/features/policy-refactorings.ts';
import { quickFixesAt } from '../../server/src/features/quick-fix.ts';
import { Workspace } from '../../server/src/features/workspace.ts';
import type { Slot } from '../../server/src/model/policy.ts';
import { testCatalog } from '../support/catalog.ts';
import { hasCorpus } from '../support/corpus.ts';
import { corpusFolder } from '../support/project.ts';

const statement = (over: object = {}): object => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...over });
const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const many = <T>(count: number, make: (i: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const stars = 'ab*'.repeat(10_000);
const long = 'x'.repeat(1_000_000);

/** Texts that ask for too much, by file name. */
const texts: readonly (readonly [what: string, name: string, text: string])[] = [
  [
    '50,000 statements',
    'p.json',
    policy(...many(50_000, (i) => statement({ Sid: `S${i}`, Resource: `arn:aws:s3:::b${i}/*` }))),
  ],
  ['1,000 equal statements', 'p.json', policy(...many(1_000, () => statement()))],
  ['5,000 actions', 'p.json', policy(statement({ Action: many(5_000, (i) => `s3:Get${i}*`) }))],
  ['5,000 resources', 'p.json', policy(statement({ Resource: many(5_000, (i) => `arn:aws:s3:::b${i}/*`) }))],
  [
    '5,000 keys of conditions',
    'p.json',
    policy(statement({ Condition: { StringLike: Object.fromEntries(many(5_000, (i) => [`aws:k${i}`, 'v'])) } })),
  ],
  ['an action of 1 MB', 'p.json', policy(statement({ Action: `s3:${long}` }))],
  ['a Sid of 1 MB', 'p.json', policy(statement({ Sid: long }))],
  ['a resource of 1 MB', 'p.json', policy(statement({ Resource: `arn:aws:s3:::${long}` }))],
  ['a resource of stars', 'p.json', policy(statement({ Resource: `arn:aws:s3:::${'*'.repeat(1_000_000)}` }))],
  ['a resource of colons', 'p.json', policy(statement({ Resource: ':'.repeat(1_000_000) }))],
  [
    'a value of beginnings of variables',
    'p.json',
    policy(statement({ Condition: { StringLike: { 'aws:PrincipalArn': '${'.repeat(500_000) } } })),
  ],
  ['a key of 1 MB', 'p.json', policy(statement({ [long]: 'v', Condition: { StringLike: { [`aws:${long}`]: 'v' } } }))],
  [
    'actions with 10,000 wildcards',
    'p.json',
    policy(
      statement({ Action: `s3:${stars}` }),
      statement({ Action: `${stars}x` }),
      statement({ Action: `s3:${'?*'.repeat(10_000)}` }),
    ),
  ],
  [
    'resources with 10,000 wildcards',
    'p.json',
    policy(
      statement({ Resource: `arn:aws:s3:::${stars}` }),
      statement({ Action: 'execute-api:Invoke', Resource: `arn:aws:execute-api:*:*:${stars}` }),
    ),
  ],
  ['10,000 lists in each other', 'p.json', `{"Statement":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
  ['10,000 mappings in each other', 'p.json', `${'{"Statement":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
  ['10,000 lists in each other, in YAML', 'p.yaml', `Statement: ${'['.repeat(10_000)}${']'.repeat(10_000)}`],
  ['10,000 open lists, in YAML', 'p.yaml', `Statement: [{ Effect: Allow, Action: ${'['.repeat(10_000)}`],
  ['10,000 dashes, in YAML', 'p.yaml', `Statement:\n  ${'- '.repeat(10_000)}a`],
  [
    'names that objects have',
    'p.json',
    '{"Statement":[{"__proto__":{"a":1},"Effect":"Allow","Action":["__proto__:x","constructor:toString"],"Resource":"*","Principal":{"__proto__":"x","constructor":"y"},"Condition":{"__proto__":{"toString":"v"},"StringEquals":{"__proto__":"v","constructor":"x","aws:__proto__":"y"}}}]}',
  ],
  [
    'resources with names that objects have',
    't.json',
    '{"Parameters":{"__proto__":{"Type":"String"}},"Mappings":{"__proto__":{"a":{"b":"c"}}},"Resources":{"__proto__":{"Type":"AWS::IAM::Role","Properties":{"AssumeRolePolicyDocument":{"Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":{"Ref":"__proto__"}}]}}},"constructor":{"Type":"toString","Properties":{"B":{"Fn::GetAtt":["constructor","__proto__"]},"C":{"Fn::FindInMap":["__proto__","a","b"]}}}}}',
  ],
  [
    'halves of characters',
    'p.json',
    policy(statement({ Sid: '\ud800', Action: ['s3:\udfff', '\ud800\ud800'], Resource: 'arn:aws:s3:::\ud800*' })),
  ],
  [
    'halves of characters, in YAML',
    'p.yaml',
    'Statement:\n- Effect: Allow\n  Action: s3:\ud800\n  Resource: "\udc00*"\n',
  ],
];

const sample = fc.constantFrom(
  '__proto__',
  'constructor',
  '\ud800',
  '"',
  '{',
  '[',
  '*',
  'a*b*',
  '${',
  ':',
  '\\',
  '&a ',
  '*a',
  '!Sub ',
  '\n',
  '\t',
  '\0',
  '//',
);

/** What is done to a text: some of it goes, comes many times, or makes room for something else. */
const mutation = fc
  .record({
    from: fc.nat(),
    length: fc.nat(400),
    times: fc.constantFrom(0, 1, 2, 50),
    put: sample,
    puts: fc.constantFrom(1, 1, 1, 3000),
  })
  .map(({ from, length, times, put, puts }) => (text: string): string => {
    const at = from % (text.length + 1);
    return text.slice(0, at) + put.repeat(puts) + text.slice(at, at + length).repeat(times) + text.slice(at + length);
  });

describe('input that asks for too much', function () {
  let catalog: Catalog;
  before(async () => {
    catalog = await testCatalog();
  });

  /** Everything that is asked of a file on screen; the tests are about there being an answer, in time. */
  async function askAll(name: string, text: string, most = 6, slots: readonly Slot[] = ['identity']): Promise<void> {
    for (const slot of slots) {
      const uri = `file:///w/${name}`;
      const workspace = new Workspace();
      workspace.setCatalog(catalog);
      workspace.setLooseSlot(slot);
      if (!workspace.setFile(uri, text)) return;
      const findings = workspace.findingsIn(uri);
      for (const { span } of findings) assert(span.start >= 0 && span.start <= span.end && span.end <= text.length);
      for (const { fixTitles } of findings.slice(0, most)) fixTitles?.();
      codeLenses(workspace, uri);
      const places = [
        ...many(most, (i) => Math.floor((text.length * i) / most)),
        ...findings.slice(0, 4).map(({ span }) => span.start),
      ];
      for (const start of places) {
        await hover({ workspace, descriptionsOf: () => Promise.resolve(undefined) }, uri, start);
        const range = { start, end: start };
        quickFixesAt(workspace, uri, range);
        policyRefactoringsAt(workspace, uri, range);
      }
    }
  }

  for (const [what, name, text] of texts)
    it(`answers about ${what}`, async () => {
      await askAll(name, text, text.length > 2_000_000 ? 1 : 4);
    }).timeout(300_000);

  it('answers about what becomes of real policies and templates', async function () {
    if (!hasCorpus) {
      console.log('      skipped: the corpus is not beside this project');
      this.skip();
    }
    const corpus = corpusTexts();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...corpus),
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        async ([name, text], mutations) => {
          await askAll(
            name,
            mutations.reduce((now, mutate) => mutate(now), text),
            3,
            ['identity', 'resource'],
          );
        },
      ),
      { numRuns: Number(process.env['RUNS'] ?? 15) },
    );
  }).timeout(0);
});

/** Policies and templates of the corpus that are no longer than people write them. */
function corpusTexts(): readonly (readonly [name: string, text: string])[] {
  const policies = gunzipSync(readFileSync(path.join(corpusFolder, 'policies/aws-managed-policies.jsonl.gz')))
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ['p.json', JSON.stringify((JSON.parse(line) as { document: unknown }).document, null, 2)] as const);
  const folder = path.join(corpusFolder, 'templates');
  const templates = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:ya?ml|json)$/.test(file) && statSync(path.join(folder, file)).isFile())
    .sort()
    .map((file) => [`t${path.extname(file)}`, readFileSync(path.join(folder, file), 'utf8')] as const);
  return [...policies, ...templates].filter(([, text]) => text.length < 10_000);
}
