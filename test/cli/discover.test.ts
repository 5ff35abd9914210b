import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { discover } from '../../server/src/cli/discover.ts';
import { removeTemporaryFolders, temporaryFolder, withoutPrivileges } from './temporary-folder.ts';

function found(cwd: string, args: readonly string[], excluded: (inside: string) => boolean = () => false): string[] {
  return [...discover(args, cwd, excluded)].map((one) =>
    'problem' in one ? `${one.shown} ${one.problem}` : one.shown,
  );
}

describe('discovery of files', () => {
  afterEach(removeTemporaryFolders);

  it('finds the kinds of files that may concern us, in folders with dots too', () => {
    const folder = temporaryFolder({
      'a.json': '',
      'b.jsonc': '',
      'c/d.yaml': '',
      'c/e.yml': '',
      'f.template': '',
      'g.sh': '',
      'h.bash': '',
      Makefile: '',
      'i.mk': '',
      'j.policy': '',
      '.github/workflows/ci.yml': '',
      'readme.md': '',
      'k.js': '',
    });
    assert.deepEqual(found(folder, ['.']), [
      'Makefile',
      'a.json',
      'b.jsonc',
      'f.template',
      'g.sh',
      'h.bash',
      'i.mk',
      'j.policy',
      '.github/workflows/ci.yml',
      'c/d.yaml',
      'c/e.yml',
    ]);
  });

  it('leaves out what tools generate, unless it is named', () => {
    const folder = temporaryFolder({
      'a.json': '',
      'node_modules/b.json': '',
      'x/cdk.out/c.json': '',
      '.git/d.json': '',
    });
    assert.deepEqual(found(folder, ['.']), ['a.json']);
    assert.deepEqual(found(folder, ['x/cdk.out', 'node_modules']), ['x/cdk.out/c.json', 'node_modules/b.json']);
  });

  it('takes a named file whatever its name, and every file once', () => {
    const folder = temporaryFolder({ 'a.txt': '', 'b/c.json': '' });
    assert.deepEqual(found(folder, ['a.txt', './a.txt', 'b', '.']), ['a.txt', 'b/c.json']);
  });

  it('writes names as they were named, with slashes', () => {
    const folder = temporaryFolder({ 'a/b.json': '' });
    assert.deepEqual(found(folder, ['./a']), ['a/b.json']);
    assert.deepEqual(found(folder, ['a/']), ['a/b.json']);
    assert.deepEqual(found(path.join(folder, 'a'), ['..']), ['../a/b.json']);
    assert.deepEqual(found('/', [folder]), [`${folder}/a/b.json`]);
  });

  it('does not enter an excluded folder', () => {
    const folder = temporaryFolder({ 'a.json': '', 'b/c.json': '' });
    assert.deepEqual(
      found(folder, ['.'], (inside) => inside === 'b'),
      ['a.json'],
    );
  });

  it('says which path does not exist', () => {
    const folder = temporaryFolder({ 'a.json': '' });
    assert.deepEqual(found(folder, ['missing.json', 'a.json/b', 'a.json']), [
      'missing.json does not exist',
      'a.json/b does not exist: a part of the path is no folder',
      'a.json',
    ]);
  });

  it('says which links go in circles or nowhere, and goes on', () => {
    const folder = temporaryFolder({ 'a.json': '', 'b/c.json': '' });
    fs.symlinkSync('.', path.join(folder, 'b', 'again'));
    fs.symlinkSync('..', path.join(folder, 'b', 'up'));
    fs.symlinkSync('two.json', path.join(folder, 'one.json'));
    fs.symlinkSync('one.json', path.join(folder, 'two.json'));
    fs.symlinkSync('gone.json', path.join(folder, 'lost.json'));
    assert.deepEqual(found(folder, ['.']), [
      'a.json',
      'lost.json is a link that leads nowhere',
      'one.json is a loop of links',
      'two.json is a loop of links',
      'b/again is a link that leads back to a folder it is in; not followed',
      'b/c.json',
      'b/up is a link that leads back to a folder it is in; not followed',
    ]);
  });

  it('follows links to what is not read otherwise', () => {
    const outside = temporaryFolder({ 'shared/d.json': '', 'e.json': '' });
    const folder = temporaryFolder({ 'a.json': '', 'z/b.json': '' });
    fs.symlinkSync(path.join(outside, 'shared'), path.join(folder, 'linked'));
    fs.symlinkSync(path.join(outside, 'e.json'), path.join(folder, 'e.json'));
    fs.symlinkSync('z', path.join(folder, 'b'));
    assert.deepEqual(found(folder, ['.']), ['a.json', 'e.json', 'z/b.json', 'linked/d.json']);
  });

  it('says which folder may not be read', async () => {
    const folder = temporaryFolder({ 'a.json': '', 'b/c.json': '' });
    fs.chmodSync(path.join(folder, 'b'), 0);
    const seen = await withoutPrivileges(folder, () => found(folder, ['.']));
    assert.deepEqual(seen, ['a.json', 'b may not be read: permission denied']);
    fs.chmodSync(path.join(folder, 'b'), 0o700);
  });

  it('passes by pipes and other things that are no files', () => {
    const folder = temporaryFolder({ 'a.json': '' });
    execFileSync('mkfifo', [path.join(folder, 'pipe.json')]);
    assert.deepEqual(found(folder, ['.']), ['a.json']);
  });
});
