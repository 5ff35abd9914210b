import { strict as assert } from 'node:assert';
import type { LevelSettings, ReportedFinding } from '../../server/src/features/workspace.ts';
import type { Finding, Fix, Rule, RuleMeta } from '../../server/src/rules/rule.ts';
import { applyEdits, type TextEdit } from '../../server/src/text/edit.ts';
import { LineIndex } from '../../server/src/text/line-index.ts';
import type { Span } from '../../server/src/text/span.ts';
import type { CheckedWorkspace } from './fix-promises.ts';
import { readFixture } from './fixture.ts';
import { checkCase, missingCases, updatedFixture, type Bench } from './rule-case.ts';

/** A workspace that knows letters only: each rule looks for a word, and its fix is a raw edit. */
class ToyWorkspace implements CheckedWorkspace {
  readonly #rules: readonly ToyRule[];
  readonly #files = new Map<string, string>();
  #levels: LevelSettings = {};

  constructor(rules: readonly ToyRule[]) {
    this.#rules = rules;
  }

  setLevels(levels: LevelSettings): void {
    this.#levels = levels;
  }

  setFile(uri: string, text: string): boolean {
    this.#files.set(uri, text);
    return true;
  }

  removeFile(uri: string): void {
    this.#files.delete(uri);
  }

  uris(): readonly string[] {
    return [...this.#files.keys()];
  }

  textOf(uri: string): string | undefined {
    return this.#files.get(uri);
  }

  treeOf(): undefined {
    return undefined;
  }

  linesOf(uri: string): LineIndex | undefined {
    const text = this.#files.get(uri);
    return text === undefined ? undefined : new LineIndex(text);
  }

  units(): readonly [] {
    return [];
  }

  findings(): ReadonlyMap<string, readonly ReportedFinding[]> {
    return new Map(
      [...this.#files].map(([uri, text]) => [
        uri,
        this.#rules.flatMap((rule) => {
          const level = this.#levels[rule.meta.id] ?? rule.meta.level;
          if (level === 'off') return [];
          return [...rule.look(uri, text)].map((finding) => ({ ...finding, rule: rule.meta.id, level }));
        }),
      ]),
    );
  }

  editsOf(fix: Fix): ReadonlyMap<string, readonly TextEdit[]> | undefined {
    const edits = new Map<string, TextEdit[]>();
    for (const change of fix.changes) {
      if (change.kind === 'create-file') edits.set(change.uri, [{ span: { start: 0, end: 0 }, newText: change.text }]);
      else if (change.kind === 'raw')
        edits.set(change.uri, [...(edits.get(change.uri) ?? []), { span: change.span, newText: change.text }]);
      else return undefined;
    }
    return edits;
  }

  applied(fix: Fix): ReadonlyMap<string, string> | undefined {
    const edits = this.editsOf(fix);
    return edits && new Map([...edits].map(([uri, list]) => [uri, applyEdits(this.textOf(uri) ?? '', list)]));
  }
}

interface ToyRule extends Rule {
  look(uri: string, text: string): Iterable<Finding>;
}

function toyRule(
  id: string,
  word: string,
  how: {
    readonly message?: string;
    readonly fixes?: (uri: string, span: Span, text: string) => readonly Fix[];
    readonly span?: (at: Span) => Span;
  } = {},
): ToyRule {
  const meta: RuleMeta = { id, level: 'warning', summary: '', why: '', ...(how.fixes ? { fixes: ['it'] } : {}) };
  return {
    meta,
    check: () => [],
    *look(uri, text) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        const span = { start: at, end: at + word.length };
        const fixes = how.fixes;
        yield {
          uri,
          span: how.span?.(span) ?? span,
          message: how.message ?? `"${word}" is here`,
          ...(fixes ? { fixes: () => fixes(uri, span, text) } : {}),
        };
      }
    },
  };
}

const rename =
  (to: string, title = `Write ${to}`) =>
  (uri: string, span: Span): readonly Fix[] => [{ title, changes: [{ kind: 'raw', uri, span, text: to }] }];

function benchOf(...rules: readonly ToyRule[]): Bench {
  return { rules, newWorkspace: () => new ToyWorkspace(rules) };
}

function run(markdown: string, rule: ToyRule, ...others: readonly ToyRule[]): void {
  for (const one of readFixture(markdown).cases) checkCase(benchOf(rule, ...others), rule, one);
}

const demo = (...lines: readonly string[]): string => ['# a/bad', '', '## case', '', ...lines, ''].join('\n');

describe('cases', () => {
  const bad = toyRule('a/bad', 'bad', { fixes: rename('good') });

  it('hold what the rule says and mends', () => {
    run(
      demo(
        '```json',
        '{ "bad": 1,',
        '   ^^^ warning: "bad" is here',
        '  "bad": 2 }',
        '   ^^^ warning: "bad" is here',
        '```',
        '',
        '```json fix="Write good"',
        '{ "good": 1,',
        '  "bad": 2 }',
        '```',
        '',
        '```json fix="Write good"',
        '{ "bad": 1,',
        '  "good": 2 }',
        '```',
      ),
      bad,
    );
  });

  it('show a missing, a moved and a surplus finding with the marks as they are', () => {
    const fails = (...lines: readonly string[]): void =>
      assert.throws(
        () => run(demo('```json', ...lines, '```'), bad),
        (error: Error) => error.message.includes('   ^^^ warning: "bad" is here'),
      );
    fails('{ "bad": 1 }');
    fails('{ "bad": 1 }', '  ^^^ warning: "bad" is here');
    fails('{ "bad": 1 }', '   ^^^ error: "bad" is here');
    fails('{ "bad": 1 }', '   ^^^ warning: "bad" is here', '  ^ warning: more');
  });

  it('refuse a fix block with another text, or of a fix that is not offered', () => {
    const file = ['```json', '{ "bad": 1 }', '   ^^^ warning: "bad" is here', '```', ''];
    assert.throws(() => run(demo(...file, '```json fix="Write good"', '{}', '```'), bad));
    assert.throws(() => run(demo(...file, '```json fix="Write better"', '{ "good": 1 }', '```'), bad));
  });

  it('turn on what the settings say, and then name the rules', () => {
    run(
      demo(
        '```settings',
        'b/*: on',
        'a/bad: error',
        '```',
        '```json',
        '{ "bad": "other" }',
        '   ^^^ error a/bad: "bad" is here',
        '          ^^^^^ warning b/other: "other" is here',
        '```',
      ),
      bad,
      toyRule('b/other', 'other'),
    );
  });

  const file = ['```json', '{ "bad": 1 }', '   ^^^ warning: "bad" is here', '```'];
  const breaks = (rule: ToyRule, expected: RegExp, ...others: readonly ToyRule[]): void =>
    assert.throws(() => run(demo(...file), rule, ...others), expected);

  it('catch a fix that leaves its finding, calls up another, breaks the file or cannot be done', () => {
    breaks(toyRule('a/bad', 'bad', { fixes: rename('bad ') }), /its finding is still there/);
    breaks(bad, /a new finding came: warning b\/good/, toyRule('b/good', 'good'));
    breaks(toyRule('a/bad', 'bad', { fixes: rename('"') }), /is no longer JSON/);
    breaks(toyRule('a/bad', 'bad', { fixes: rename('bad') }), /changes nothing/);
    breaks(
      toyRule('a/bad', 'bad', {
        fixes: (uri, span) => [{ title: 'x', changes: [{ kind: 'remove', uri, at: span }] }],
      }),
      /cannot be done/,
    );
  });

  it('catch what holds on one kind of line end only', () => {
    const fixes = (uri: string, span: Span, text: string): readonly Fix[] =>
      rename(text.includes('\r') ? 'windows' : 'good', 'x')(uri, span);
    breaks(toyRule('a/bad', 'bad', { fixes }), /line ends of \\r\\n it writes something else/);
    breaks(toyRule('a/bad', 'bad', { fixes: rename('go": 1,\n"od') }), /line ends/);
  });

  it('catch findings on nothing, on several lines, and full stops', () => {
    breaks(toyRule('a/bad', 'bad', { span: ({ start }) => ({ start, end: start }) }), /stands on nothing/);
    breaks(toyRule('a/bad', 'bad', { span: ({ start }) => ({ start, end: start + 12 }) }), /covers lines 1 to 2/);
    const full = demo('```json', '{ "bad": 1 }', '   ^^^ warning: it is.', '```');
    assert.throws(() => run(full, toyRule('a/bad', 'bad', { message: 'it is.' })), /full stop/);
  });

  it('catch what throws on half a file', () => {
    const rule: ToyRule = {
      ...bad,
      *look(uri, text) {
        yield* bad.look(uri, text);
        if (!text.trimEnd().endsWith('}')) throw new Error('no end');
      },
    };
    breaks(rule, /cut at offset \d+ of policy\.json: Error: no end/);
  });

  it('are rewritten in place, and asked for all fixes by a star', () => {
    const written = demo('```json', '{ "bad": 1 }', '```', '', '```json fix="*"', '```');
    const [rule, fixture] = [bad, readFixture(written)];
    const updated = updatedFixture(benchOf(rule), rule, fixture);
    assert.equal(updated, demo(...file, '', '```json fix="Write good"', '{ "good": 1 }', '```'));
    assert.equal(updatedFixture(benchOf(rule), rule, readFixture(updated)), updated);
  });

  it('show every file that a fix touches', () => {
    const move = toyRule('a/bad', 'bad', {
      fixes: (uri, span) => [
        {
          title: 'Move it',
          changes: [
            { kind: 'raw', uri, span, text: 'moved' },
            { kind: 'create-file', uri: new URL('new.json', uri).href, text: '{}\n' },
          ],
        },
      ],
    });
    const written = demo(...file, '', '```json fix="Move it"', '```');
    assert.equal(
      updatedFixture(benchOf(move), move, readFixture(written)),
      demo(
        ...file,
        '',
        '```json fix="Move it"',
        '{ "moved": 1 }',
        '```',
        '',
        '```json new.json fix="Move it"',
        '{}',
        '```',
      ),
    );
  });

  it('come in both kinds, with fix blocks where fixes are promised', () => {
    assert.deepEqual(missingCases(bad, readFixture(demo(...file))), [
      'no case without a finding',
      'its meta promises fixes, and no case has a fix block',
    ]);
  });
});
