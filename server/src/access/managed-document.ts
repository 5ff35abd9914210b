import { managedPolicy, type ManagedPolicy } from '../catalog/managed-policies.ts';
import type { PlacedPolicy } from '../graph/unit.ts';
import type { PolicyDocument } from '../model/policy.ts';
import { plainValues, readPolicy } from '../model/read-policy.ts';
import { parseTree } from '../tree/parse.ts';

/** Where AWS shows the policies it keeps; the uri of such a policy, which stands in no file, begins so. */
const managedPolicyPages = 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/';

const made = new Map<string, PlacedPolicy>();

/** A managed policy of AWS by what follows `policy/` in its ARN; undefined for one of which nothing is known. */
export function managedPolicyNamed(name: string): PlacedPolicy | undefined {
  const known = managedPolicy(name);
  if (!known) return undefined;
  let policy = made.get(known.name);
  if (!policy) made.set(known.name, (policy = { document: documentOf(known), use: undefined }));
  return policy;
}

/** Is the policy one of AWS's own, which no file holds? */
export function isManagedByAws(policy: PlacedPolicy): boolean {
  return policy.document.uri.startsWith(managedPolicyPages);
}

function documentOf(policy: ManagedPolicy): PolicyDocument {
  const uri = `${managedPolicyPages}${policy.name.slice(policy.name.lastIndexOf('/') + 1)}.html`;
  const Statement = policy.allows.map(({ actions, resources }) => ({
    Effect: 'Allow',
    Action: actions,
    Resource: resources,
  }));
  const [root] = parseTree(JSON.stringify({ Version: '2012-10-17', Statement }), 'json').documents;
  if (!root) throw new Error('a policy of the table is not readable');
  return readPolicy(root, { uri, slot: undefined, values: plainValues });
}
