import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { guarded } from '../../server/src/lsp/guarded.ts';
import { nodeFiles, uriOf } from '../../server/src/lsp/node-files.ts';
import { Schedule } from '../../server/src/lsp/schedule.ts';
import { readSettings } from '../../server/src/lsp/settings.ts';
import { canonicalUri, pathInside } from '../../server/src/lsp/uri.ts';

describe('URIs', () => {
  for (const [given, canonical] of [
    ['file:///a/b.yaml', 'file:///a/b.yaml'],
    ['file:///a%20b/(c)@d.yaml', 'file:///a%20b/(c)%40d.yaml'],
    ['file:///a b/%28c%29%40d.yaml', 'file:///a%20b/(c)%40d.yaml'],
    ['file:///C:/a.yaml', 'file:///c%3A/a.yaml'],
    ['file:///c%3a/a.yaml', 'file:///c%3A/a.yaml'],
    ['file:///100%/a.yaml', 'file:///100%25/a.yaml'],
    ['vscode-vfs://github/o/r/a.yaml', 'vscode-vfs://github/o/r/a.yaml'],
    ['untitled:Untitled-1', 'untitled:Untitled-1'],
  ] as const)
    it(`${given} is ${canonical}`, () => assert.equal(canonicalUri(given), canonical));

  it('inside of a folder are told by their decoded way from it', () => {
    assert.equal(pathInside('file:///a', 'file:///a/b%20c/d.yaml'), 'b c/d.yaml');
    assert.equal(pathInside('file:///', 'file:///a/b.yaml'), 'a/b.yaml');
    assert.equal(pathInside('file:///a', 'file:///ab/c.yaml'), undefined);
  });
});

describe('settings', () => {
  const rules = new Set(['trust/a', 'trust/b']);
  const read = (section: unknown): ReturnType<typeof readSettings> => readSettings(section, rules);

  for (const section of [undefined, null, {}])
    it(`${JSON.stringify(section)} asks for nothing`, () => {
      const { settings, problems } = read(section);
      assert.deepEqual(settings.levels, {});
      assert(!settings.isExcluded('a/b'));
      assert.deepEqual(problems, []);
    });

  it('keep what is understood beside what is not', () => {
    const { settings, problems } = read({ rules: { 'trust/a': 'off', 'trust/b': 3, 'x/y': 'off' }, exclude: ['a', 1] });
    assert.deepEqual(settings.levels, { 'trust/a': 'off' });
    assert(settings.isExcluded('a/b.yaml'));
    assert.equal(problems.length, 3);
  });

  it('say whether code lenses are wanted', () => {
    assert(read({}).settings.codeLenses);
    assert(read({ codeLens: {} }).settings.codeLenses);
    assert(!read({ codeLens: { enabled: false } }).settings.codeLenses);
    assert(!read({ inlayHints: {} }).settings.inlayHints);
    assert(read({ inlayHints: { enabled: true } }).settings.inlayHints);
  });

  for (const section of ['off', [], { rules: [], exclude: {} }, { codeLens: false }, { codeLens: { enabled: 1 } }])
    it(`${JSON.stringify(section)} is told`, () => assert(read(section).problems.length > 0));

  for (const [glob, path, excluded] of [
    ['generated/**', 'generated/a/b.yaml', true],
    ['generated/**', 'src/generated/b.yaml', false],
    ['generated', 'generated/a/b.yaml', true],
    ['./generated/', 'generated/b.yaml', true],
    ['**/*.snap.json', 'a/b.snap.json', true],
    ['**/.hidden', 'a/.hidden/b.json', true],
    ['*.json', 'a/b.json', false],
  ] as const)
    it(`${glob} ${excluded ? 'leaves out' : 'leaves in'} ${path}`, () =>
      assert.equal(read({ exclude: [glob] }).settings.isExcluded(path), excluded));
});

describe('the schedule', () => {
  it('answers a burst once', async () => {
    let runs = 0;
    const schedule = new Schedule(performance, () => {
      runs++;
      return Promise.resolve();
    });
    for (let i = 0; i < 10; i++) schedule.ask();
    await later(40);
    assert.equal(runs, 1);
    schedule.end();
  });

  it('tells running work that it is stale, and starts anew when that ends', async () => {
    const stale: boolean[] = [];
    const schedule = new Schedule(performance, async (isStale) => {
      await later(20);
      stale.push(isStale());
    });
    schedule.ask();
    await later(12);
    schedule.ask();
    await later(100);
    assert.deepEqual(stale, [true, false]);
    schedule.end();
  });

  it('waits longer when the work is heavy, within limits', async () => {
    let now = 0;
    let cost = 10;
    const schedule = new Schedule({ now: () => now }, () => {
      now += cost;
      return Promise.resolve();
    });
    const delays: number[] = [schedule.delay];
    for (cost of [40, 100, 9000]) {
      schedule.ask();
      await later(schedule.delay + 30);
      delays.push(schedule.delay);
    }
    assert.deepEqual(delays, [3, 3, 50, 250]);
    schedule.end();
  });

  it('does nothing after its end', async () => {
    let runs = 0;
    const schedule = new Schedule(performance, () => {
      runs++;
      return Promise.resolve();
    });
    schedule.ask();
    schedule.end();
    schedule.ask();
    await later(20);
    assert.equal(runs, 0);
  });
});

describe('a guarded handler', () => {
  it('answers, logs the method, and lives when there is a bug', async () => {
    const errors: string[] = [];
    const log = { error: (line: string) => errors.push(line), warn: () => undefined, info: () => undefined };
    const handler = guarded(log, 'hover', 'nothing', (bug: boolean) => {
      if (bug) throw new Error('a bug');
      return 'something';
    });
    assert.equal(await handler(true), 'nothing');
    assert.equal(await handler(false), 'something');
    assert.equal(errors.length, 1);
    assert.match(errors[0] ?? '', /^hover failed: Error: a bug/);
  });
});

describe('files of the machine', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'grantlens files (1)-'));
    for (const [name, text] of Object.entries({
      'a.yaml': '\uFEFFStatement: 1',
      'b.txt': 'Statement',
      Makefile: 'aws iam create-policy --policy-document x',
      'irrelevant.json': '{}',
      'binary.json': 'Statement\0',
      'sub/c.json': '{"Statement":[]}',
      'node_modules/d.json': '{"Statement":[]}',
      'out/e.json': '{"Statement":[]}',
    })) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    writeFileSync(path.join(folder, 'huge.json'), Buffer.alloc(6 * 1024 * 1024, 'Statement'));
    symlinkSync(folder, path.join(folder, 'loop'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('are found by name, without generated and excluded folders, and without following links', async () => {
    const found: string[] = [];
    for await (const batch of nodeFiles.find(
      uriOf(folder),
      (inside) => inside === 'out',
      () => false,
    ))
      found.push(...batch);
    const names = found.map((uri) => pathInside(uriOf(folder), uri)).sort();
    assert.deepEqual(names, ['Makefile', 'a.yaml', 'binary.json', 'huge.json', 'irrelevant.json', 'sub/c.json']);
  });

  it('are read without byte order mark; what is not for us is told apart', async () => {
    const read = (name: string): ReturnType<typeof nodeFiles.read> => nodeFiles.read(uriOf(path.join(folder, name)));
    assert.deepEqual(await read('a.yaml'), { text: 'Statement: 1' });
    assert.deepEqual(await read('irrelevant.json'), { foreign: true });
    assert.deepEqual(await read('binary.json'), { foreign: true });
    for (const name of ['huge.json', 'sub', 'gone.json']) assert('problem' in (await read(name)), name);
  });
});

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
