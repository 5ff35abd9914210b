import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const projectFolder = path.resolve(fileURLToPath(import.meta.url), '../../..');

/** Real files to test against, beside the project where somebody put them. */
export const corpusFolder = path.resolve(projectFolder, '../shared/corpus');
