import type { FileFacts } from '../model/facts.ts';
import type { Tree } from '../tree/node.ts';

/** What a file declares: asks each dialect in turn whether the file is its own. Undefined when it is nobody's. */
export function readFacts(_uri: string, _text: string, _tree: Tree | undefined): FileFacts | undefined {
  return undefined;
}
