import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Workspace } from '../../server/src/features/workspace.ts';
import type { Slot } from '../../server/src/model/policy.ts';
import { rules } from '../../server/src/rules/index.ts';
import { testCatalog } from '../support/catalog.ts';
import { hasCorpus } from '../support/corpus.ts';
import { corpusFolder } from '../support/project.ts';

/** The beginning of what is found, and why it is right to find it. */
const known: readonly (readonly [name: string, message: string, why: string])[] = [
  [
    'access_policies_understand-policy-summary__30e607c9a2',
    '"ec2:GetConsoleScreenshots"',
    'the example is about mistakes',
  ],
  ['access_policies_understand-policy-summary__30e607c9a2', '"codedploy:*"', 'the example is about mistakes'],
  ['access_policies_understand-policy-summary__30e607c9a2', '"s3:DeletObject"', 'the example is about mistakes'],
  ['access_policies_understand-policy-summary__30e607c9a2', '"arn:aws:autoscling', 'the example is about mistakes'],
  [
    'access_policies_understand-policy-summary__30e607c9a2',
    'requests for 2 of these actions have no "s3:x-amz-acl"',
    'the example is about mistakes',
  ],
  [
    'troubleshoot_policies__8e9ae8e47b',
    'requests for 2 of these actions have no "s3:VersionId"',
    'the example is about conditions that its actions do not have',
  ],
  ['reference_policies_condition-keys__18f57ba7e0', '"service:*"', 'a placeholder'],
  ['reference_policies_condition-keys__18f57ba7e0', '"arn:aws:service:', 'a placeholder'],
  ['reference_policies_examples_aws_mfa-dates__32f986821b', '"service-prefix-', 'a placeholder'],
  [
    'reference_policies_examples_datapipeline_not-owned__0eda3ab612',
    'a request has several values of "datapipeline:PipelineCreator"',
    'the Service Authorization Reference has it as a list',
  ],
  ['api-gateway-create-and-attach-iam-policy__78db478cab', '"action-statement"', 'a placeholder'],
  ['api-gateway-create-and-attach-iam-policy__78db478cab', '"resource-statement"', 'a placeholder'],
];

const levels = Object.fromEntries(
  rules.flatMap(({ meta }) => (meta.id.startsWith('policy/') ? [] : [[meta.id, 'off'] as const])),
);

describe("the example policies of AWS's guides", () => {
  it('have no error, each taken for what it is, but for their placeholders', async function () {
    this.timeout(60_000);
    if (!hasCorpus) {
      console.log('      skipped: the corpus is not beside this project');
      this.skip();
    }
    const catalog = await testCatalog();
    const wrong: string[] = [];
    const met = new Set<string>();
    const lines = readFileSync(path.join(corpusFolder, 'policies/documentation-examples.jsonl'), 'utf8').split('\n');
    for (const line of lines.filter((one) => one !== '')) {
      const { name, kind, text } = JSON.parse(line) as { name: string; kind: string; text: string };
      const slot: Slot = kind === 'trust' || kind === 'resource' ? kind : 'identity';
      const workspace = new Workspace();
      workspace.setCatalog(catalog);
      workspace.setLevels(levels);
      workspace.setLooseSlot(slot);
      workspace.setFile('file:///policy.json', text);
      for (const { level, rule, message } of [...workspace.findings().values()].flat()) {
        if (level !== 'error') continue;
        const reason = known.find(([example, start]) => example === name && message.startsWith(start));
        if (reason) met.add(`${reason[0]} ${reason[1]}`);
        else wrong.push(`${name} ${rule}: ${message}`);
      }
    }
    assert.deepEqual(wrong, []);
    assert.deepEqual(
      known.map(([name, start]) => `${name} ${start}`).filter((one) => !met.has(one)),
      [],
      'no longer found',
    );
  });
});
