import { strict as assert } from 'node:assert';
import * as path from 'node:path';
import { projectFolder } from '../support/project.ts';
import { grantlens } from '../cli/memory-io.ts';

describe('the pet store', () => {
  it('has the mistakes that its README tells of, and no other', async () => {
    const folder = path.join(projectFolder, 'test', 'workspaces', 'pet-store');
    const { stdout, stderr } = await grantlens(folder, ['check', '--format', 'json']);
    const { findings } = JSON.parse(stdout) as {
      findings: { rule: string; file: string; range: { start: { line: number } } }[];
    };
    assert.equal(stderr, '');
    assert.deepEqual(
      findings.map(({ rule, file }) => `${file} ${rule}`),
      [
        'openapi.yaml integration/missing-invoke-grant',
        'openapi.yaml integration/credentials-not-an-arn',
        'policies/invoke-any-function.json breadth/any-function',
        'policies/logs-trust.json trust/trust-policy-as-permissions-policy',
        'policies/send-adoptions.json trust/permissions-policy-as-trust-policy',
        'policies/visitor.json invoke/wrong-component',
        'sam/template.yaml trust/trust-policy-as-permissions-policy',
        'template.yaml integration/missing-invoke-grant',
        'template.yaml integration/source-arn-matches-no-route',
        'template.yaml integration/source-arn-missing',
        'template.yaml invoke/route-without-caller-grant',
        'template.yaml integration/credentials-not-an-arn',
        'template.yaml breadth/any-function',
        'template.yaml invoke/route-without-caller-grant',
        'template.yaml integration/role-not-assumable',
        'template.yaml integration/models-disagree',
      ],
    );
  });
});
