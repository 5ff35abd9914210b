import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments, type Tags } from 'yaml';
import { parseJson } from '../../server/src/tree/json.ts';
import { parseYaml } from '../../server/src/tree/yaml.ts';
import { hasCorpus } from '../support/corpus.ts';
import { corpusFolder } from '../support/project.ts';
import { assertPlaced, valuesOf, viewOf } from './tree-view.ts';

/** Every fourth file, for time; ALL=1 takes all. */
function* corpusTexts(extension: RegExp): Generator<readonly [string, string]> {
  const folder = path.join(corpusFolder, 'templates');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => extension.test(name));
  for (const [i, name] of names.sort().entries()) {
    if (process.env.ALL || i % 4 === 0) yield [name, readFileSync(path.join(folder, name), 'utf8')];
  }
}

/** Makes the library read the short forms of a text as we do. */
function tagsOf(text: string): Tags {
  const names = new Set(Array.from(text.matchAll(/!([A-Za-z][\w:-]*)/g), ([tag]) => tag));
  return [...names].flatMap((tag) => {
    const name = tag.slice(1);
    const key = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
    const long = (value: unknown): { toJSON(): unknown } => ({ toJSON: () => ({ [key]: value }) });
    return [
      { tag, resolve: (text: string) => long(text) },
      { tag, collection: 'map' as const, resolve: (map: { toJSON(): unknown }) => long(map.toJSON()) },
      { tag, collection: 'seq' as const, resolve: (list: { toJSON(): unknown }) => long(list.toJSON()) },
    ];
  });
}

/** An empty text after a tag is null for us and '' for the library. */
function comparable(values: unknown): unknown {
  return JSON.parse(JSON.stringify(values, (_, value: unknown) => (value === '' ? null : value)));
}

describe('real templates', function () {
  before(function () {
    if (!hasCorpus) {
      console.log('      the corpus of templates is not there');
      this.skip();
    }
  });

  it('in YAML have the values that the library reads, at their places', () => {
    for (const [name, text] of corpusTexts(/\.ya?ml$/)) {
      const tree = parseYaml(text);
      const documents = parseAllDocuments(text, {
        customTags: tagsOf(text),
        uniqueKeys: false,
        merge: true,
        logLevel: 'silent',
      });
      const valid = documents.every(({ errors }) => errors.length === 0);
      assert.equal(tree.problems.length === 0, valid, name);
      assertPlaced(tree, text);
      if (!valid) continue;
      assert.deepEqual(
        comparable(tree.documents.map(valuesOf)),
        comparable(documents.map((document) => document.toJS() as unknown)),
        name,
      );
    }
  }).timeout(20_000);

  it('in YAML are the same with and without cuts', () => {
    for (const [name, text] of corpusTexts(/\.ya?ml$/)) {
      const uncut = parseYaml(text, Infinity);
      if (text.length < 4000 && uncut.problems.length === 0)
        assert.deepEqual(viewOf(parseYaml(text, 0)), viewOf(uncut), name);
    }
  }).timeout(20_000);

  it('in JSON have the values that JSON.parse reads, at their places', () => {
    for (const [name, text] of corpusTexts(/\.json$/)) {
      let values: unknown;
      try {
        values = JSON.parse(text);
      } catch {
        continue;
      }
      const tree = parseJson(text);
      assert.deepEqual(tree.problems, [], name);
      assertPlaced(tree, text);
      assert.deepEqual(valuesOf(tree.documents[0]), values, name);
    }
  }).timeout(20_000);
});
