import * as fs from 'node:fs';
import * as path from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { out, root } from './paths.ts';

const editor = path.join(root, 'test', 'editor');

/** Bundles the suite twice, since the web host can load one file only and has nothing of Node. */
export async function buildSuite(): Promise<void> {
  const files = fs.readdirSync(path.join(editor, 'suite')).filter((name) => name.endsWith('.test.ts'));
  const suite = files.map((name) => `import './suite/${name}';`).join('\n');
  const shared: BuildOptions = {
    bundle: true,
    format: 'cjs',
    target: 'es2022',
    sourcemap: 'inline',
    logLevel: 'warning',
  };
  const node: BuildOptions = { ...shared, platform: 'node', external: ['vscode', 'mocha'] };
  await Promise.all([
    build({ ...node, entryPoints: [path.join(editor, 'entry-node.ts')], outfile: path.join(out, 'editor', 'node.js') }),
    build({ ...node, stdin: { contents: suite, resolveDir: editor }, outfile: path.join(out, 'editor', 'suite.js') }),
    build({
      ...shared,
      platform: 'browser',
      external: ['vscode'],
      // In this order: the tests need Mocha's globals when they are read.
      stdin: {
        contents: `import './mocha-web.ts';\n${suite}\nexport { run } from './entry-web.ts';`,
        resolveDir: editor,
      },
      outfile: path.join(out, 'editor', 'web.js'),
    }),
  ]);
}
