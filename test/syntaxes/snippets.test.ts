import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, type ScalarTag } from 'yaml';
import { compileCatalog } from '../../server/scripts/build-catalog.ts';
import { readCatalog, type Catalog } from '../../server/src/catalog/catalog.ts';
import { explainArn } from '../../server/src/catalog/explain-arn.ts';

interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

function snippetsOf(file: string): Readonly<Record<string, Snippet>> {
  return JSON.parse(readFileSync(path.resolve(__dirname, '../../syntaxes', file), 'utf8')) as Record<string, Snippet>;
}

/** What the editor inserts when every default is taken: the first choice of a choice, nothing for a bare tab stop. */
function expand(body: string): { readonly text: string; readonly stops: readonly number[] } {
  const stops: number[] = [];
  const text = body.replace(
    /\\([\\$}])|\$\{(\d+)(?::([^{}]*)|\|([^|]*)\|)?\}|\$(\d+)/g,
    (_, escaped?: string, number?: string, value?: string, choices?: string, bare?: string) => {
      if (escaped !== undefined) return escaped;
      stops.push(Number(number ?? bare));
      return value ?? choices?.split(',')[0] ?? '';
    },
  );
  return { text, stops };
}

/** A resource of a template is an entry of a mapping, not a document. */
function readJson(text: string): unknown {
  return JSON.parse(text.startsWith('{') ? text : `{${text}}`);
}

function readYaml(text: string): unknown {
  const tag = (name: string, resolve: (value: string) => unknown): ScalarTag => ({ tag: `!${name}`, resolve });
  return parse(text, {
    customTags: [
      tag('Ref', (value) => ({ Ref: value })),
      tag('Sub', (value) => ({ 'Fn::Sub': value })),
      tag('GetAtt', (value) => ({ 'Fn::GetAtt': value.split('.') })),
    ],
  });
}

/** Every string of a value, each with the key it stands under. */
function* stringsIn(value: unknown, key = ''): Generator<readonly [key: string, text: string]> {
  if (typeof value === 'string') yield [key, value];
  else if (Array.isArray(value)) for (const item of value) yield* stringsIn(item, key);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, entry] of Object.entries(value)) yield* stringsIn(entry, name);
  }
}

describe('snippets', () => {
  const json = snippetsOf('snippets-json.json');
  const yaml = snippetsOf('snippets-yaml.json');
  let catalog: Catalog;

  before(async function () {
    this.timeout(60_000);
    const read = readCatalog((await compileCatalog()).index);
    assert.ok('catalog' in read);
    catalog = read.catalog;
  });

  it('are the same in JSON and YAML, each under its own prefix', () => {
    const summary = (all: Readonly<Record<string, Snippet>>): unknown =>
      Object.entries(all).map(([name, { prefix, description }]) => [name, prefix, description]);
    assert.deepEqual(summary(json), summary(yaml));
    const prefixes = Object.values(json).map(({ prefix }) => prefix);
    assert.equal(new Set(prefixes).size, prefixes.length);
    for (const prefix of prefixes) assert.match(prefix, /^iam-[a-z-]+$/);
  });

  for (const [name, { body, prefix }] of Object.entries(json)) {
    it(`${prefix} makes the same valid piece in both`, () => {
      const fromJson = expand(body.join('\n'));
      const fromYaml = expand(yaml[name]?.body.join('\n') ?? '');
      const value = readJson(fromJson.text);
      assert.deepEqual(readYaml(fromYaml.text), value);
      assert.deepEqual(fromYaml.stops, fromJson.stops);
      assert.deepEqual(
        [...new Set(fromJson.stops)],
        fromJson.stops.map((_, at) => at + 1),
        'tab stops are visited in the order of the text',
      );
      for (const [key, text] of stringsIn(value)) {
        if (key === 'Action') assert.equal(catalog.actionsMatching(text).length, 1, text);
        if (!/^(?:arn|execute-api):/.test(text) || key === 'Action') continue;
        const parts = explainArn(text);
        assert.ok(parts.length > 1, text);
        for (const { meaning } of parts) assert.doesNotMatch(meaning, /unknown|missing/, text);
      }
    });
  }

  it('keep the indentation of the language', () => {
    for (const { body } of Object.values(json)) for (const line of body) assert.match(line, /^\t*\S/);
    for (const { body } of Object.values(yaml)) for (const line of body) assert.match(line, /^(?: {2})*\S/);
  });
});
