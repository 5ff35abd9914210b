import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { INITIAL, parseRawGrammar, Registry, type IGrammar, type IRawGrammar } from 'vscode-textmate';

const root = path.resolve(__dirname, '../..');
const require = createRequire(path.join(root, 'package.json'));
const injection = 'grantlens.injection';

/** A grammar that our injection is tried in: its scope, and where the text of each grammar it needs stands. */
export interface Host {
  readonly name: string;
  readonly scope: 'source.json' | 'source.json.comments' | 'source.yaml';
  readonly grammars: Readonly<Record<string, string>>;
}

export const json: Host = {
  name: 'JSON',
  scope: 'source.json',
  grammars: { 'source.json': bundled('json') },
};

export const jsonc: Host = {
  name: 'JSON with comments',
  scope: 'source.json.comments',
  grammars: { 'source.json.comments': bundled('jsonc') },
};

/** What VS Code coloured YAML with up to 1.93: a plain scalar's first letter is a token by itself. */
export const olderYaml: Host = {
  name: 'YAML, the older grammar',
  scope: 'source.yaml',
  grammars: { 'source.yaml': bundled('yaml') },
};

/** The scopes of VS Code's present grammar on the little YAML of these tests; its own grammar is in no package. */
export const plainYaml: Host = {
  name: 'YAML, a small grammar like the present one',
  scope: 'source.yaml',
  grammars: { 'source.yaml': path.join(__dirname, 'plain-yaml.tmLanguage.json') },
};

/** VS Code's present YAML grammar, where the editor tests have unpacked a VS Code. */
export function presentYaml(): Host | undefined {
  const unpacked = path.join(root, '.vscode-test');
  const versions = existsSync(unpacked) ? readdirSync(unpacked).filter((name) => name.startsWith('code-server-')) : [];
  for (const version of versions) {
    const folder = path.join(unpacked, version, 'lib/vscode/extensions/yaml/syntaxes');
    if (!existsSync(path.join(folder, 'yaml-1.2.tmLanguage.json'))) continue;
    const files = readdirSync(folder).map((name) => path.join(folder, name));
    const scopes = files.map((file) => (JSON.parse(readFileSync(file, 'utf8')) as IRawGrammar).scopeName);
    return {
      name: 'YAML, the present grammar',
      scope: 'source.yaml',
      grammars: Object.fromEntries(scopes.map((scope, at) => [scope, files[at] ?? ''])),
    };
  }
  return undefined;
}

function bundled(name: string): string {
  return require.resolve(`tm-grammars/grammars/${name}.json`);
}

let engine: Promise<void> | undefined;

/** Our grammar at work inside a host: gives the coloured tokens of a text, as `kind text`. */
export async function colourerIn(host: Host): Promise<(text: string) => readonly string[]> {
  engine ??= loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')));
  await engine;
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: (scope) => {
      const file = scope === injection ? path.join(root, 'syntaxes/grantlens.injection.json') : host.grammars[scope];
      return Promise.resolve(file === undefined ? null : parseRawGrammar(readFileSync(file, 'utf8'), file));
    },
    getInjections: (scope) => (scope === host.scope ? [injection] : undefined),
  });
  const grammar = await registry.loadGrammar(host.scope);
  if (!grammar) throw new Error(`no grammar for ${host.scope}`);
  return (text) => coloured(grammar, text);
}

function coloured(grammar: IGrammar, text: string): readonly string[] {
  const found: string[] = [];
  let stack = INITIAL;
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    for (const { scopes, startIndex, endIndex } of tokens) {
      const last = scopes.at(-1) ?? '';
      if (!last.endsWith('.iam') || last.startsWith('punctuation.')) continue;
      found.push(`${kindOf(last)} ${line.slice(startIndex, endIndex)}`);
    }
  }
  return found;
}

/** `entity.name.function.action.iam` is `action`. */
function kindOf(scope: string): string {
  return scope.split('.').at(-2) ?? '';
}
