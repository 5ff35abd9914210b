import type { FileFacts } from '../model/facts.ts';
import type { Tree } from '../tree/node.ts';
import { readAwsCli } from './aws-cli.ts';
import { readTemplate } from './cloudformation/template.ts';
import { readOpenApiFile } from './openapi.ts';
import { readPolicyFile } from './policy-file.ts';

const readers: readonly ((uri: string, text: string, tree: Tree | undefined) => FileFacts | undefined)[] = [
  readTemplate,
  readOpenApiFile,
  readPolicyFile,
  readAwsCli,
];

/** What a file declares: asks each dialect in turn whether the file is its own. Undefined when it is nobody's. */
export function readFacts(uri: string, text: string, tree: Tree | undefined): FileFacts | undefined {
  for (const read of readers) {
    const facts = read(uri, text, tree);
    if (facts) return facts;
  }
  return undefined;
}
