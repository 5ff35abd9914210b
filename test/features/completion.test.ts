import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { completion, type CompletionItem } from '../../server/src/features/completion/completion.ts';
import { plainOf, snippetOf, stop } from '../../server/src/features/completion/stops.ts';
import { Workspace } from '../../server/src/features/workspace.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { parseTree, syntaxOf } from '../../server/src/tree/parse.ts';
import { testCatalog } from '../support/catalog.ts';
import { corpusPolicies, corpusWorkspaces, hasCorpus } from '../support/corpus.ts';

interface File {
  readonly workspace: Workspace;
  readonly uri: string;
  readonly text: string;
}

/** Longer files take longer than they show. */
const longest = 30_000;

function problemsOf(uri: string, text: string): number {
  const syntax = syntaxOf(uri);
  return syntax ? parseTree(text, syntax).problems.length : 0;
}

/** What is written out and needs no more typing. */
function isPlain(item: CompletionItem): boolean {
  return !item.isSnippet && !item.goesOn;
}

describe('completion on real files', function () {
  this.timeout(120_000);
  let files: readonly File[] = [];

  before(async function () {
    if (!hasCorpus) {
      console.log('      skipped: the corpus is not beside this project');
      this.skip();
    }
    const catalog = await testCatalog();
    const alone = corpusPolicies().map(({ name, text }): File => {
      const workspace = new Workspace();
      workspace.setCatalog(catalog);
      return { workspace, uri: `file:///${encodeURIComponent(name)}-policy.json`, text };
    });
    const templates = (await corpusWorkspaces()).flatMap((workspace) =>
      workspace.uris().flatMap((uri) => {
        const text = workspace.textOf(uri) ?? '';
        return syntaxOf(uri) && text.length < longest && text.includes('Statement') ? [{ workspace, uri, text }] : [];
      }),
    );
    files = [...alone, ...templates];
  });

  /** A file, a place in its policies, and a number to choose an item by. */
  const place = (): fc.Arbitrary<{ readonly file: File; readonly offset: number; readonly choice: number }> =>
    fc
      .record({ index: fc.nat(files.length - 1), which: fc.nat(), behind: fc.nat(800), choice: fc.nat() })
      .map(({ index, which, behind, choice }) => {
        const file = files[index] as File;
        // Most of a template is no policy.
        const starts = [...file.text.matchAll(/Statement/g)].map((match) => match.index);
        const from = Math.max(0, (starts[which % starts.length] ?? 0) - 20);
        return { file, offset: Math.min(file.text.length, from + behind), choice };
      });

  it('an item that needs no more typing keeps a file readable', () => {
    let tried = 0;
    const check = ({ file, offset, choice }: { file: File; offset: number; choice: number }): void => {
      const { workspace, uri, text } = file;
      const { items } = completion(workspace, uri, text, offset);
      for (const { edit } of items) {
        assert(edit.span.start <= offset && offset <= edit.span.end, 'the edit is not at the cursor');
        assert(!text.slice(edit.span.start, edit.span.end).includes('\n'), 'the edit is not on one line');
      }
      const plain = items.filter(isPlain);
      const item = plain[choice % Math.max(1, plain.length)];
      if (!item || problemsOf(uri, text) > 0) return;
      tried++;
      const after = applyEdits(text, [item.edit, ...item.more]);
      assert.equal(
        problemsOf(uri, after),
        0,
        `${uri} at ${offset}, "${item.label}" makes of it:\n${excerpt(after, offset)}`,
      );
    };
    fc.assert(fc.property(place(), check), { numRuns: 1200 });
    assert(tried > 200, `only ${tried} items were tried`);
  });

  it('text that ends anywhere is answered', () => {
    let answered = 0;
    const check = ({ file: { workspace, uri, text }, offset }: { file: File; offset: number }): void => {
      const cut = text.slice(0, offset);
      const { items } = completion(workspace, uri, cut, cut.length);
      if (items.length > 0) answered++;
      for (const { edit } of items.slice(0, 3)) assert(edit.span.end <= cut.length);
    };
    fc.assert(fc.property(place(), check), { numRuns: 500 });
    assert(answered > 150, `only ${answered} were answered`);
  });
});

function excerpt(text: string, offset: number): string {
  return text.slice(Math.max(0, offset - 200), offset + 200);
}

describe('completion on bad input', function () {
  this.timeout(60_000);
  const statement = '{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }';
  const many = (count: number, text: string): string => Array.from({ length: count }, () => text).join(',\n');
  const inputs: Readonly<Record<string, readonly [before: string, after: string]>> = {
    '10,000 statements': [
      `{ "Statement": [${many(5_000, statement)},\n{ "Effect": "Allow", "Action": "sqs:`,
      `" },\n${many(5_000, statement)}] }`,
    ],
    'a text of a million letters': [`{ "Statement": { "Effect": "Allow", "Action": "${'x'.repeat(1_000_000)}`, '" } }'],
    'a line of many quotes': [`{ "Statement": { "Effect": "Allow", "Action": [${'"", '.repeat(25_000)}"s3:`, ''],
    'a million escapes': [`{ "Statement": { "Effect": "Allow", "Action": "`, `${'\\\\'.repeat(500_000)}" } }`],
    'deep nesting': [`{ "Statement": ${'['.repeat(10_000)}{ "Effect": "Allow", "Action": "s3:`, ''],
    'ten thousand wildcards': [`{ "Statement": { "Effect": "Allow", "Action": "s3:${'a*b*'.repeat(2_500)}`, '" } }'],
    'names of every object': [
      '{ "Statement": { "__proto__": 1, "constructor": "", "Effect": "Allow", "Action": "constructor:',
      '" } }',
    ],
    'a condition key of every object': [
      '{ "Statement": { "Effect": "Allow", "Action": "s3:Get*", "Condition": { "Bool": { "__proto__": "',
      '" } } } }',
    ],
    'halves of letters': ['{ "Statement": { "Effect": "Allow", "Action": "s3:\ud83d', '\ude00" } }'],
    'the mark itself': ['{ "Statement": { "Effect": "Allow", "Action": "s3:\ufdd0', '" } }'],
  };

  for (const [what, [before, after]] of Object.entries(inputs)) {
    for (const name of ['policy.json', 'policy.yaml', 'policy.template']) {
      it(`${what}, ${name}`, async () => {
        const workspace = new Workspace();
        workspace.setCatalog(await testCatalog());
        const start = performance.now();
        completion(workspace, `file:///${name}`, before + after, before.length);
        const time = performance.now() - start;
        assert(time < 20_000, `it takes ${Math.round(time)} ms`);
      });
    }
  }
});

describe('tab stops', () => {
  it('are numbered, and what snippets give a meaning is escaped', () => {
    const text = `a$b}${stop('Name')}\\${stop()}${stop('x|y')}`;
    assert.equal(snippetOf(text), 'a\\$b\\}${1:Name}\\\\$2${3|x,y|}');
    assert.equal(plainOf(text), 'a$b}Name\\x');
  });
});
