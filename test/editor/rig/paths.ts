import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** The clone. */
export const root = path.resolve(__dirname, '../../..');

/** Where a VS Code is kept between runs; several clones may share one by naming it. */
export const cache = process.env['GRANTLENS_VSCODE_CACHE'] ?? path.join(root, '.vscode-test');

/** Bundles of the suite and the counts that each runner leaves for `npm test`. */
export const out = path.join(root, 'out');

/** A folder of its own for one run, and the call that removes it. The name is short: VS Code puts a socket inside, and its path may have 103 characters. */
export function temporaryFolder(name: string): { readonly path: string; remove(): void } {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), `${name}-`)));
  return { path: folder, remove: () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}
