import * as fs from 'node:fs';
import * as path from 'node:path';
import { root, temporaryFolder } from './paths.ts';

/** The example workspace that a newcomer is shown. */
export const petStore = path.join(root, 'test', 'workspaces', 'pet-store');

/** The example workspace, and beside it the files that the suite changes, in a folder that the tests may dirty. */
export function copyOfWorkspace(): { readonly path: string; remove(): void } {
  const folder = temporaryFolder('gl-ws');
  fs.cpSync(petStore, path.join(folder.path, 'pet-store'), { recursive: true });
  fs.cpSync(path.join(root, 'test', 'editor', 'workspace'), path.join(folder.path, 'suite'), { recursive: true });
  return folder;
}
