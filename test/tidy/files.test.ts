import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../support/project.ts';

const binary = /\.(?:png|gif|ico|woff2?|wasm)$/;
const tracked = trackedFiles();
const texts = tracked
  .filter((file) => !binary.test(file) && existsSync(path.join(projectFolder, file)))
  .map((file) => ({ file, text: readFileSync(path.join(projectFolder, file), 'utf8') }));
const code = texts.filter(({ file }) => /^(?:client|server|test)\/.*\.ts$/.test(file));

describe('files are in order', () => {
  before(function () {
    if (tracked.length === 0) {
      console.log('      skipped: this is no git clone');
      this.skip();
    }
  });

  it('the top level holds what tools demand, and no more', () => {
    const allowed = new Set([
      ...['package.json', 'package-lock.json', 'tsconfig.json', 'README.md', 'CHANGELOG.md', 'LICENSE'],
      ...['client', 'server', 'syntaxes', 'test', 'eslint.config.mjs', 'icon.png', 'images'],
    ]);
    const top = new Set(tracked.map((file) => file.split('/')[0] ?? ''));
    assert.deepEqual(
      [...top].filter((name) => !name.startsWith('.') && !allowed.has(name)),
      [],
    );
    for (const name of ['README.md', 'CHANGELOG.md', 'LICENSE', '.gitignore'])
      assert(top.has(name), `${name} is missing`);
  });

  it('the changelog knows this version', () => {
    const { version } = JSON.parse(readFileSync(path.join(projectFolder, 'package.json'), 'utf8')) as {
      version: string;
    };
    const changelog = readFileSync(path.join(projectFolder, 'CHANGELOG.md'), 'utf8');
    assert(changelog.includes(`## [${version}]`) || changelog.includes('## [Unreleased]'));
  });

  it('no file names a place of one machine, or where packages were fetched', () => {
    // A folder of some person or job; a policy that speaks of the bucket's "home/" is none.
    const place = new RegExp(
      `(?<![\\w*}])/(?:work|home|Users|root)/[a-z][\\w.-]+/|[A-Z]:\\\\Users|${escaped(projectFolder)}`,
    );
    const own = /^test\/(?:editor\/rig|workspaces)\//;
    const found = texts.flatMap(({ file, text }) =>
      text.split('\n').flatMap((line, i) => {
        const local = place.test(line) && !own.test(file);
        const registry = /"resolved":|https?:\/\/(?:registry\.npmjs|127\.0\.0\.1:\d|localhost:\d)/.test(line);
        return local || (registry && /^(?:package|\.npmrc)/.test(file))
          ? [`${file}:${i + 1}: ${line.trim().slice(0, 80)}`]
          : [];
      }),
    );
    assert.deepEqual(found, []);
  });

  it('no file is a heap of odds and ends, a barrel or a default export', () => {
    const names = code.map(({ file }) => file);
    assert.deepEqual(
      names.filter((file) => /\/(?:utils?|helpers?|common|misc|shared)\.ts$/.test(file)),
      [],
    );
    assert.deepEqual(
      code.filter(({ text }) => /^export (?:\*|default)/m.test(text)).map(({ file }) => file),
      [],
    );
  });

  it('names are kebab-case', () => {
    const wrong = code
      .map(({ file }) => path.basename(file))
      .filter((name) => !/^[a-z0-9]+(?:[-.][a-z0-9]+)*\.ts$/.test(name));
    assert.deepEqual(wrong, []);
  });

  it('tests are neither singled out nor left behind', () => {
    const tests = texts.filter(({ file }) => file.endsWith('.test.ts') && !file.startsWith('test/tidy/'));
    assert.deepEqual(
      tests.filter(({ text }) => /\b(?:describe|it)\.(?:only|skip)\(/.test(text)).map(({ file }) => file),
      [],
    );
  });

  it('lines end as on Linux, and files end in a line end', () => {
    const wrong = texts.filter(({ text }) => text.includes('\r\n') || (text !== '' && !text.endsWith('\n')));
    assert.deepEqual(
      wrong.map(({ file }) => file),
      [],
    );
  });

  it('no file is large', () => {
    const large = tracked.filter((file) => {
      const full = path.join(projectFolder, file);
      return existsSync(full) && statSync(full).size > 500_000 && file !== 'package-lock.json';
    });
    assert.deepEqual(large, []);
  });
});

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function trackedFiles(): readonly string[] {
  if (!existsSync(path.join(projectFolder, '.git'))) return [];
  return execFileSync('git', ['ls-files', '-z'], { cwd: projectFolder, encoding: 'utf8' }).split('\0').filter(Boolean);
}
