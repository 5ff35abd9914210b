import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { projectFolder } from '../support/project.ts';

const source = path.join(projectFolder, 'server/src');
const layers = JSON.parse(readFileSync(path.join(source, 'layers.json'), 'utf8')) as Record<string, readonly string[]>;

interface Import {
  /** Relative to the project's folder. */
  readonly from: string;
  /** A path in the project, or a package as written. */
  readonly to: string;
}

const imports = [...importsIn('server/src'), ...importsIn('client/src')];

describe('layers', () => {
  it('name every folder of server/src', () => {
    const folders = readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    assert.deepEqual(
      folders.map(({ name }) => name).filter((name) => !(name in layers)),
      [],
    );
    const files = readdirSync(source).filter((name) => name.endsWith('.ts'));
    assert.deepEqual(files, [], 'a file outside of the folders belongs to no layer');
  });

  it('have no circle', () => {
    const order = Object.keys(layers);
    for (const [folder, below] of Object.entries(layers))
      for (const other of below)
        assert(order.indexOf(other) < order.indexOf(folder), `${folder} may import ${other}, which stands above it`);
  });

  it('hold: text and catalog import nothing, rules neither trees nor readers', () => {
    assert.deepEqual(layers['text'], []);
    assert.deepEqual(layers['catalog'], []);
    for (const forbidden of ['tree', 'readers', 'features', 'lsp', 'cli'])
      assert(!layers['rules']?.includes(forbidden), `rules may import ${forbidden}`);
    const wrong = imports.filter(({ from, to }) => {
      const [here, there] = [layerOf(from), layerOf(to)];
      return here !== undefined && there !== undefined && here !== there && !layers[here]?.includes(there);
    });
    assert.deepEqual(wrong.map(printed), []);
  });

  it('let only lsp/ know the connection, and nobody but the client know VS Code', () => {
    const connection = imports.filter(
      ({ from, to }) => /^vscode-(?:languageserver|jsonrpc)(?!-textdocument)/.test(to) && layerOf(from) !== 'lsp',
    );
    assert.deepEqual(connection.filter(({ from }) => from.startsWith('server/')).map(printed), []);
    const editor = imports.filter(
      ({ from, to }) => (to === 'vscode' || to.startsWith('vscode-languageclient')) && from.startsWith('server/'),
    );
    assert.deepEqual(editor.map(printed), []);
  });

  it('keep the core free of the machine: no Node modules below lsp/ and cli/', () => {
    const node = imports.filter(({ from, to }) => {
      const layer = layerOf(from);
      return to.startsWith('node:') && layer !== undefined && layer !== 'lsp' && layer !== 'cli';
    });
    assert.deepEqual(node.map(printed), []);
  });

  it('keep analysis out of the client', () => {
    const wrong = imports.filter(({ from, to }) => from.startsWith('client/') && to.startsWith('server/'));
    // The names of requests and settings are said on both sides.
    assert.deepEqual(wrong.filter(({ to }) => layerOf(to) !== 'lsp').map(printed), []);
  });
});

function layerOf(file: string): string | undefined {
  return /^server\/src\/([^/]+)\//.exec(file)?.[1];
}

function printed({ from, to }: Import): string {
  return `${from} imports ${to}`;
}

function importsIn(folder: string): readonly Import[] {
  const full = path.join(projectFolder, folder);
  return readdirSync(full, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const from = path.join(folder, file).split(path.sep).join('/');
      const text = readFileSync(path.join(projectFolder, from), 'utf8');
      return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => ({
        from,
        to: fileName.startsWith('.') ? path.posix.join(path.posix.dirname(from), fileName) : fileName,
      }));
    });
}
