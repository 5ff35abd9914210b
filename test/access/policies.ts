import { readPolicy, plainValues } from '../../server/src/model/read-policy.ts';
import type { GivenPolicy, PolicySet } from '../../server/src/access/evaluate.ts';
import { parseTree } from '../../server/src/tree/parse.ts';

/** A JSON policy, as the engine sees one of a file. */
function policyOf(document: unknown): GivenPolicy {
  const [root] = parseTree(JSON.stringify(document), 'json').documents;
  if (!root) throw new Error('no document');
  const read = readPolicy(root, { uri: 'file:///policy.json', slot: undefined, values: plainValues });
  return { policy: { document: read, use: undefined }, attached: 'yes' };
}

export function setOf(...documents: readonly unknown[]): PolicySet {
  return { policies: documents.map(policyOf), unseen: [] };
}
