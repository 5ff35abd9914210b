import { strict as assert } from 'node:assert';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { uriOf } from '../../server/src/cli/file-uri.ts';
import { fixFiles } from '../../server/src/cli/fix-files.ts';
import { Workspace } from '../../server/src/features/workspace.ts';
import { removeTemporaryFolders, temporaryFolder } from './temporary-folder.ts';

const template = `Resources:
  Gateway:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          Effect: Allow
          Principal:
            Service: apigateway.amazonaws.com
          Action: sts:AssumeRole
          Resource: '*'
`;
const mended = template.replace("          Resource: '*'\n", '');

describe('fixing of files', () => {
  afterEach(removeTemporaryFolders);

  it('leaves a file alone that was changed after it was read, and does the others', () => {
    const folder = temporaryFolder({ 'a.yaml': template, 'b.yaml': template, 'c.yaml': template });
    const [a, b, c] = ['a.yaml', 'b.yaml', 'c.yaml'].map((name) => path.join(folder, name)) as [string, string, string];
    const workspace = new Workspace();
    for (const file of [a, b, c]) workspace.setFile(uriOf(file), fs.readFileSync(file, 'utf8'));
    const newer = `# newer\n${template}`;
    fs.writeFileSync(b, newer);

    const told: string[] = [];
    const fixed = fixFiles(
      workspace,
      (uri) => path.basename(uri),
      (name, problem) => told.push(`${name} ${problem}`),
    );
    assert.deepEqual(told, ['b.yaml was changed by someone else meanwhile; not written']);
    assert.deepEqual(
      fixed.map(({ uri, line }) => [uri, line]),
      [
        [uriOf(a), 11],
        [uriOf(c), 11],
      ],
    );
    assert.deepEqual(
      [a, b, c].map((file) => fs.readFileSync(file, 'utf8')),
      [mended, newer, mended],
    );
    assert.equal(workspace.textOf(uriOf(b)), template);
    assert.equal(workspace.findingsIn(uriOf(b)).length, 1);
  });

  it('changes nothing the second time', () => {
    const folder = temporaryFolder({ 'a.yaml': template });
    const file = path.join(folder, 'a.yaml');
    const workspace = new Workspace();
    workspace.setFile(uriOf(file), template);
    const fix = (): number => fixFiles(workspace, (uri) => uri, assert.fail).length;
    assert.equal(fix(), 1);
    assert.equal(fix(), 0);
    assert.equal(fs.readFileSync(file, 'utf8'), mended);
  });
});
