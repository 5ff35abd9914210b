import { strict as assert } from 'node:assert';
import { Workspace } from '../../server/src/features/workspace.ts';
import { testCatalog } from '../support/catalog.ts';

const uri = 'file:///w/policy.yaml';

/** The policy after the first fix of that rule; undefined where no fix is offered. */
async function mended(rule: string, condition: string): Promise<string | undefined> {
  const workspace = new Workspace();
  workspace.setCatalog(await testCatalog());
  const head =
    "Version: '2012-10-17'\nStatement:\n  - Effect: Allow\n    Action: s3:GetObject\n    Resource: arn:aws:s3:::shop/*\n    Condition:\n";
  workspace.setFile(uri, head + condition);
  const finding = workspace.findingsIn(uri).find((one) => one.rule === rule);
  assert.ok(finding, rule);
  const [fix] = finding.fixes?.() ?? [];
  const text = fix && workspace.applied(fix)?.get(uri);
  assert.ok(!text || text.startsWith(head));
  return text?.slice(head.length);
}

describe('a test that moves under another operator', () => {
  const nullForm = 'policy/equivalent-to-null-false';

  it('takes its comments along', async () => {
    const condition =
      '      StringLike:\n        # ours\n        aws:PrincipalArn: arn:aws:iam::*:role/x # all of them\n        aws:PrincipalTag/team: a*\n';
    assert.equal(
      await mended('policy/string-like-operator-with-arn-condition-keys', condition),
      '      StringLike:\n        aws:PrincipalTag/team: a*\n      ArnLike:\n        # ours\n        aws:PrincipalArn: arn:aws:iam::*:role/x # all of them\n',
    );
  });

  it('stays where a comment would be lost: of its operator, of its old value', async () => {
    const besides = '      Null:\n        aws:SourceVpc: true\n';
    assert.equal(
      await mended(nullForm, `      # any team\n      StringLike:\n        aws:PrincipalTag/team: '*'\n${besides}`),
      undefined,
    );
    assert.equal(
      await mended(
        nullForm,
        `      StringLike:\n        aws:PrincipalTag/team:\n          # any\n          - '*'\n        aws:PrincipalTag/x: a*\n${besides}`,
      ),
      undefined,
    );
    assert.equal(
      await mended(nullForm, `      StringLike:\n        aws:PrincipalTag/team: '*'\n${besides}`),
      "      Null:\n        aws:SourceVpc: true\n        aws:PrincipalTag/team: 'false'\n",
    );
  });
});
