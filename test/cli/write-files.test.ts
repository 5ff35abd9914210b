import { strict as assert } from 'node:assert';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { writeFiles } from '../../server/src/cli/write-files.ts';
import { removeTemporaryFolders, temporaryFolder } from './temporary-folder.ts';

describe('writing of fixed files', () => {
  afterEach(removeTemporaryFolders);

  it('replaces the content and keeps the mode', () => {
    const folder = temporaryFolder({ 'a.sh': 'old' });
    const file = path.join(folder, 'a.sh');
    fs.chmodSync(file, 0o751);
    assert.equal(writeFiles([{ path: file, before: 'old', after: '\uFEFFnew\r\n' }]), undefined);
    assert.equal(fs.readFileSync(file, 'utf8'), '\uFEFFnew\r\n');
    assert.equal(fs.statSync(file).mode & 0o777, 0o751);
    assert.deepEqual(fs.readdirSync(folder), ['a.sh']);
  });

  it('writes through a link', () => {
    const folder = temporaryFolder({ 'a.json': 'old' });
    const link = path.join(folder, 'link.json');
    fs.symlinkSync('a.json', link);
    assert.equal(writeFiles([{ path: link, before: 'old', after: 'new' }]), undefined);
    assert(fs.lstatSync(link).isSymbolicLink());
    assert.equal(fs.readFileSync(path.join(folder, 'a.json'), 'utf8'), 'new');
  });

  it('writes none of the files when one was changed meanwhile', () => {
    const folder = temporaryFolder({ 'a.json': 'old', 'b.json': 'someone was here' });
    const [a, b, c] = ['a.json', 'b.json', 'c.json'].map((name) => path.join(folder, name)) as [string, string, string];
    const failure = writeFiles([
      { path: a, before: 'old', after: 'new' },
      { path: b, before: 'old', after: 'new' },
      { path: c, before: undefined, after: 'new' },
    ]);
    assert.deepEqual(failure, { path: b, problem: 'was changed by someone else meanwhile; not written' });
    assert.equal(fs.readFileSync(a, 'utf8'), 'old');
    assert.equal(fs.readFileSync(b, 'utf8'), 'someone was here');
    assert.deepEqual(fs.readdirSync(folder), ['a.json', 'b.json']);
  });

  it('does not write over a file that it would have made', () => {
    const folder = temporaryFolder({ 'a.json': 'old', 'b.json': 'mine' });
    const [a, b] = ['a.json', 'b.json'].map((name) => path.join(folder, name)) as [string, string];
    const failure = writeFiles([
      { path: a, before: 'old', after: 'new' },
      { path: b, before: undefined, after: 'new' },
    ]);
    assert.deepEqual(failure, { path: b, problem: 'exists already; not written' });
    assert.equal(fs.readFileSync(a, 'utf8'), 'old');
    assert.equal(fs.readFileSync(b, 'utf8'), 'mine');
    assert.deepEqual(fs.readdirSync(folder), ['a.json', 'b.json']);
  });

  it('says when a file is gone', () => {
    const folder = temporaryFolder({});
    const file = path.join(folder, 'a.json');
    assert.deepEqual(writeFiles([{ path: file, before: 'old', after: 'new' }]), {
      path: file,
      problem: 'does not exist',
    });
  });
});
