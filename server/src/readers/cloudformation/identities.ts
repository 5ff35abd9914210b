import type { Identity } from '../../model/facts.ts';
import { literalOf, printed, type TextValue } from '../../model/text-value.ts';
import { entryOf, valueOf } from '../../tree/node.ts';
import type { DocumentIndexes } from './documents.ts';
import {
  isPlain,
  textOf,
  textsOf,
  type ResourceNode,
  type TemplateFacts,
  type WholeTemplateFacts,
} from './template.ts';

/** AWS::IAM::Role */
export function readRole(resource: ResourceNode, documents: DocumentIndexes, facts: TemplateFacts): void {
  const { properties } = resource;
  facts.roles.push({
    id: resource.id,
    uri: facts.uri,
    key: resource.entry.key.span,
    properties: properties?.span,
    name: textOf(properties, 'RoleName', facts),
    path: textOf(properties, 'Path', facts),
    trust: documents.get('AssumeRolePolicyDocument')?.[0],
    managedPolicies: textsOf(valueOf(properties, 'ManagedPolicyArns'), facts),
    policiesAt: valueOf(properties, 'Policies')?.span,
    boundary: textOf(properties, 'PermissionsBoundary', facts),
    complete:
      isPlain(properties) &&
      isPlain(valueOf(properties, 'AssumeRolePolicyDocument')) &&
      isListed(resource, 'Policies', facts),
  });
}

/** AWS::IAM::User and AWS::IAM::Group */
export function readIdentity(resource: ResourceNode, kind: Identity['kind'], facts: TemplateFacts): void {
  const { properties } = resource;
  facts.identities.push({
    id: resource.id,
    uri: facts.uri,
    kind,
    key: resource.entry.key.span,
    properties: properties?.span,
    name: textOf(properties, kind === 'user' ? 'UserName' : 'GroupName', facts),
    path: textOf(properties, 'Path', facts),
    managedPolicies: textsOf(valueOf(properties, 'ManagedPolicyArns'), facts),
    groups: kind === 'user' ? textsOf(valueOf(properties, 'Groups'), facts) : [],
    boundary: textOf(properties, 'PermissionsBoundary', facts),
    policiesAt: valueOf(properties, 'Policies')?.span,
    complete: isPlain(properties) && isListed(resource, 'Policies', facts),
  });
}

/** AWS::ApiGateway::Account: the role that writes the logs of every API of the region. */
export function readLogRole(resource: ResourceNode, facts: TemplateFacts): void {
  const entry = entryOf(resource.properties, 'CloudWatchRoleArn');
  const role = entry?.value && facts.values.text(entry.value);
  if (entry && role) facts.logRoles.push({ uri: facts.uri, key: entry.key.span, role });
}

/** AWS::IAM::UserToGroupAddition names users and one group; the users are then in that group as if they said so themselves. */
export function joinGroups(facts: WholeTemplateFacts): void {
  for (const { type, properties } of facts.resources.values()) {
    if (type !== 'AWS::IAM::UserToGroupAddition') continue;
    const group = textOf(properties, 'GroupName', facts);
    const list = valueOf(properties, 'Users');
    const users = textsOf(list, facts);
    const readable = group !== undefined && isPlain(properties) && list?.kind === 'list';
    for (const [i, identity] of facts.identities.entries()) {
      if (identity.kind !== 'user') continue;
      if (!readable) facts.identities[i] = { ...identity, complete: false };
      else if (users.some((user) => names(user, identity)))
        facts.identities[i] = { ...identity, groups: [...identity.groups, group] };
    }
  }
}

/** By `Ref`, or by a name that is written alike in both places. */
function names(text: TextValue, identity: Identity): boolean {
  const [part, second] = text.parts;
  if (!second && part?.kind === 'reference' && part.to.kind === 'logical') return part.to.id === identity.id;
  const { name } = identity;
  return name !== undefined && (literalOf(name) ?? printed(name)) === (literalOf(text) ?? printed(text));
}

/** Every item of the list (or of nothing) is in the file, whatever conditions decide. */
function isListed({ properties }: ResourceNode, name: string, facts: TemplateFacts): boolean {
  const list = valueOf(properties, name);
  if (!list) return true;
  return (facts.values.branches(list) ?? [list]).every(
    (branch) => branch.kind === 'list' && branch.items.every((item) => facts.values.branches(item) !== undefined),
  );
}
