import { strict as assert } from 'node:assert';
import { stringify } from 'yaml';
import type { Catalog } from '../../server/src/catalog/catalog.ts';
import { servicePrincipals } from '../../server/src/catalog/service-principals.ts';
import { completion } from '../../server/src/features/completion/completion.ts';
import { Workspace } from '../../server/src/features/workspace.ts';
import { testCatalog } from '../support/catalog.ts';
import { corpusPolicies, hasCorpus } from '../support/corpus.ts';

/** A word of a policy, in quotes or not. */
interface Word {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Ways to leave a word half typed: what stands before the cursor, and what behind. */
const cuts: Readonly<Record<string, (text: string, word: Word, at: number) => readonly [string, string]>> = {
  'the rest of the word kept': (text, _, at) => [text.slice(0, at), text.slice(at)],
  'the word cut': (text, { end }, at) => [text.slice(0, at), text.slice(end)],
  'the line cut': (text, _, at) => [text.slice(0, at), text.slice(lineEndOf(text, at))],
  'the closing quote lost': (text, { end }, at) => [text.slice(0, at), text.slice(end).replace(/^["']/, '')],
  'the file cut': (text, _, at) => [text.slice(0, at), ''],
};

function lineEndOf(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** Without such a bracket the lines around mean something else. */
function opensOrCloses(piece: string): boolean {
  const count = (letters: RegExp): number => piece.replace(letters, '').length;
  return count(/[[{]/g) !== count(/[\]}]/g);
}

const elements = new Set(['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'NotAction', 'NotResource', 'Condition']);

/** The words that completion knows: elements, effects, actions, condition operators and keys, service principals. */
function wordsIn(text: string, catalog: Catalog): readonly Word[] {
  const services = new Set(servicePrincipals().map(({ host }) => host));
  const words: Word[] = [];
  for (const match of text.matchAll(/[\w.:/-]+\w/g)) {
    const [word] = match;
    const [service = '', name, more] = word.split(':');
    const isAction = name !== undefined && more === undefined && catalog.action(service, name)?.name === name;
    const isKey = /^(?:ForAnyValue:|ForAllValues:)?(?:String|Arn|Ip|Bool|Numeric|Date|Null)\w*$/.test(word);
    const isKnown =
      elements.has(word) || word === 'Allow' || word === 'Deny' || services.has(word) || isAction || isKey;
    const next = text[match.index + word.length] ?? '';
    const before = text[match.index - 1] ?? '';
    if (!isKnown || !/["'\s:,}\]]/.test(next) || !/["'\s,{[]/.test(before)) continue;
    // What the list holds already is not offered again.
    if (isAction && text.split(word).length > 2) continue;
    words.push({ start: match.index, end: match.index + word.length, text: word });
  }
  return words;
}

/** Of so many policies one is asked in each test; GRANTLENS_CORPUS=all asks every one. */
const share = process.env['GRANTLENS_CORPUS'] === 'all' ? 1 : 30;

describe('completion offers what was written where it stood', function () {
  this.timeout(600_000);
  let catalog: Catalog;
  let documents: readonly unknown[] = [];
  before(async function () {
    if (!hasCorpus) {
      console.log('      skipped: the corpus is not beside this project');
      this.skip();
    }
    catalog = await testCatalog();
    documents = corpusPolicies().flatMap(({ text }) => {
      try {
        return [JSON.parse(text) as unknown];
      } catch {
        return [];
      }
    });
  });

  const writings: Readonly<Record<string, readonly [name: string, write: (value: unknown) => string]>> = {
    'JSON on lines': ['policy.json', (value) => JSON.stringify(value, null, 2)],
    'JSON on one line': ['policy.json', (value) => JSON.stringify(value)],
    'YAML on lines': ['policy.yaml', (value) => stringify(value)],
    'YAML in double quotes': [
      'policy.yaml',
      (value) => stringify(value, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' }),
    ],
    'YAML in single quotes': [
      'policy.yaml',
      (value) => stringify(value, { defaultStringType: 'QUOTE_SINGLE', defaultKeyType: 'PLAIN' }),
    ],
    'YAML in brackets': ['policy.yaml', (value) => stringify(value, { collectionStyle: 'flow' })],
  };

  for (const [s, [style, [name, write]]] of Object.entries(writings).entries()) {
    for (const [c, [way, cut]] of Object.entries(cuts).entries()) {
      const turn = s * 5 + c;
      it(`${style}, ${way}`, () => {
        const missed: string[] = [];
        let asked = 0;
        documents.forEach((document, d) => {
          // Each in one of the tests.
          if ((d + turn) % share !== 0) return;
          const text = write(document);
          const words = wordsIn(text, catalog);
          const word = words[(d * 7) % Math.max(1, words.length)];
          if (!word || text.length > 20_000) return;
          const at = word.start + 1 + (d % (word.text.length - 1));
          const [before, after] = cut(text, word, at);
          if (way === 'the line cut' && opensOrCloses(text.slice(at, lineEndOf(text, at)))) return;
          const workspace = new Workspace();
          workspace.setCatalog(catalog);
          workspace.setFile(`file:///${name}`, before + after);
          const { items } = completion(workspace, `file:///${name}`, before + after, before.length);
          asked++;
          const wanted = word.text.toLowerCase();
          const service = `${wanted.split(':', 1)[0] ?? ''}:`;
          const labels = items.map(({ label }) => label.toLowerCase());
          if (!labels.includes(wanted) && !(at < word.start + service.length && labels.includes(service)))
            missed.push(`${word.text}\n${before.slice(-150)}<|>${after.slice(0, 100)}\n`);
        });
        assert(asked > 10 || way === 'the line cut', `only ${asked} were asked`);
        assert.equal(missed.length, 0, `${missed.length} of ${asked} missed:\n${missed.slice(0, 4).join('\n')}`);
      });
    }
  }
});
