import type { FileFacts } from '../model/facts.ts';
import type { Tree } from '../tree/node.ts';
import { readAwsCli } from './aws-cli.ts';
import { readTemplate } from './cloudformation/template.ts';
import { readOpenApiFile } from './openapi.ts';
import { readPolicyFile } from './policy-file.ts';

type Reader = (
  uri: string,
  text: string,
  tree: Tree | undefined,
  previous: FileFacts | undefined,
) => FileFacts | undefined;

const readers: readonly Reader[] = [readTemplate, readOpenApiFile, readPolicyFile, readAwsCli];

/**
 * What a file declares: asks each dialect in turn whether the file is its own. Undefined when it is nobody's.
 *
 * @param previous The facts of the version before, which must not be used any more: their objects go over into the new ones.
 */
export function readFacts(
  uri: string,
  text: string,
  tree: Tree | undefined,
  previous?: FileFacts,
): FileFacts | undefined {
  for (const read of readers) {
    const facts = read(uri, text, tree, previous);
    if (facts) return facts;
  }
  return undefined;
}
