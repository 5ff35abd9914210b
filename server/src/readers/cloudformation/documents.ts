import type { Slot, SlotUse } from '../../model/policy.ts';
import { readPolicy } from '../../model/read-policy.ts';
import { embeddedTree } from '../../tree/embedded.ts';
import { entryOf, stringOf, valueOf, type Entry } from '../../tree/node.ts';
import {
  branchItems,
  selfText,
  textOf,
  textsOf,
  type ResourceNode,
  type TemplateFacts,
  type WholeTemplateFacts,
} from './template.ts';
import { functionOf } from './values.ts';

/** Properties that hold one policy document, by resource type (facts: where it is written, per format). */
const documentSlots: Readonly<
  Record<
    string,
    readonly {
      readonly property: string;
      readonly slot: Slot;
      readonly attached?: readonly string[];
      readonly service?: string;
    }[]
  >
> = {
  'AWS::IAM::Role': [{ property: 'AssumeRolePolicyDocument', slot: 'trust' }],
  'AWS::IAM::Policy': [{ property: 'PolicyDocument', slot: 'identity', attached: ['Roles', 'Users', 'Groups'] }],
  'AWS::IAM::ManagedPolicy': [{ property: 'PolicyDocument', slot: 'identity', attached: ['Roles', 'Users', 'Groups'] }],
  'AWS::IAM::UserPolicy': [{ property: 'PolicyDocument', slot: 'identity', attached: ['UserName'] }],
  'AWS::IAM::GroupPolicy': [{ property: 'PolicyDocument', slot: 'identity', attached: ['GroupName'] }],
  'AWS::IAM::RolePolicy': [{ property: 'PolicyDocument', slot: 'identity', attached: ['RoleName'] }],
  'AWS::SSO::PermissionSet': [{ property: 'InlinePolicy', slot: 'identity' }],
  'AWS::ApiGateway::RestApi': [{ property: 'Policy', slot: 'resource', service: 'execute-api' }],
  'AWS::ApiGateway::DomainNameV2': [
    { property: 'Policy', slot: 'resource', service: 'execute-api' },
    { property: 'ManagementPolicy', slot: 'resource', service: 'apigateway' },
  ],
  'AWS::EC2::VPCEndpoint': [{ property: 'PolicyDocument', slot: 'resource' }],
  'AWS::S3::BucketPolicy': [{ property: 'PolicyDocument', slot: 'resource', service: 's3' }],
  'AWS::SQS::QueuePolicy': [{ property: 'PolicyDocument', slot: 'resource', service: 'sqs' }],
  'AWS::SNS::TopicPolicy': [{ property: 'PolicyDocument', slot: 'resource', service: 'sns' }],
  'AWS::SQS::QueueInlinePolicy': [{ property: 'PolicyDocument', slot: 'resource', service: 'sqs' }],
  'AWS::SNS::TopicInlinePolicy': [{ property: 'PolicyDocument', slot: 'resource', service: 'sns' }],
  'AWS::S3::AccessPoint': [{ property: 'Policy', slot: 'resource', service: 's3' }],
  'AWS::KMS::Key': [{ property: 'KeyPolicy', slot: 'resource', service: 'kms' }],
  'AWS::KMS::ReplicaKey': [{ property: 'KeyPolicy', slot: 'resource', service: 'kms' }],
  'AWS::SecretsManager::ResourcePolicy': [{ property: 'ResourcePolicy', slot: 'resource', service: 'secretsmanager' }],
  'AWS::ECR::Repository': [{ property: 'RepositoryPolicyText', slot: 'resource', service: 'ecr' }],
  'AWS::EFS::FileSystem': [{ property: 'FileSystemPolicy', slot: 'resource', service: 'elasticfilesystem' }],
  'AWS::ECR::RegistryPolicy': [{ property: 'PolicyText', slot: 'resource', service: 'ecr' }],
  'AWS::Logs::ResourcePolicy': [{ property: 'PolicyDocument', slot: 'resource', service: 'logs' }],
  'AWS::Events::EventBus': [{ property: 'Policy', slot: 'resource', service: 'events' }],
  'AWS::Kinesis::ResourcePolicy': [{ property: 'ResourcePolicy', slot: 'resource', service: 'kinesis' }],
  'AWS::CodeArtifact::Domain': [{ property: 'PermissionsPolicyDocument', slot: 'resource', service: 'codeartifact' }],
  'AWS::CodeArtifact::Repository': [
    { property: 'PermissionsPolicyDocument', slot: 'resource', service: 'codeartifact' },
  ],
  'AWS::S3::MultiRegionAccessPointPolicy': [{ property: 'Policy', slot: 'resource', service: 's3' }],
  'AWS::Backup::BackupVault': [{ property: 'AccessPolicy', slot: 'resource', service: 'backup' }],
};

/** What AWS Organizations makes of a policy's `Content`, by its `Type`. */
const organizationSlots: Readonly<Record<string, Slot>> = {
  SERVICE_CONTROL_POLICY: 'scp',
  RESOURCE_CONTROL_POLICY: 'rcp',
};

const hasInlinePolicies = new Set(['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group']);

/** The indexes of a resource's documents among the file's policies, by property: several where a condition decides. */
export type DocumentIndexes = ReadonlyMap<string, readonly number[]>;

/** Reads every policy document that a resource holds. */
export function readDocuments(resource: ResourceNode, facts: TemplateFacts): DocumentIndexes {
  const { type, properties } = resource;
  const indexes = new Map<string, readonly number[]>();
  for (const slot of Object.hasOwn(documentSlots, type) ? (documentSlots[type] ?? []) : []) {
    const entry = entryOf(properties, slot.property);
    if (!entry) continue;
    const added = addPolicy(entry, slot.slot, slot.property, resource, facts, {
      attachedTo: (slot.attached ?? []).flatMap((name) => textsOf(valueOf(properties, name), facts)),
      ...(type === 'AWS::IAM::Role' || slot.slot === 'resource' ? {} : { removable: resource.entry.key.span }),
      ...(slot.service === undefined ? {} : { service: slot.service }),
    });
    indexes.set(slot.property, added);
  }
  if (hasInlinePolicies.has(type)) {
    const policies = valueOf(properties, 'Policies');
    for (const item of branchItems(policies, facts)) {
      const entry = entryOf(item, 'PolicyDocument');
      if (!entry) continue;
      addPolicy(entry, 'identity', 'PolicyDocument', resource, facts, {
        attachedTo: [selfText(resource)],
        removable: item.span,
      });
    }
  }
  if (type === 'AWS::Organizations::Policy') {
    const entry = entryOf(properties, 'Content');
    const kind = stringOf(valueOf(properties, 'Type')) ?? '';
    const slot = Object.hasOwn(organizationSlots, kind) ? organizationSlots[kind] : undefined;
    if (entry && slot)
      addPolicy(entry, slot, 'Content', resource, facts, { attachedTo: [], removable: resource.entry.key.span });
  }
  return indexes;
}

/** Reads the document at an entry, an object or a JSON text; gives the indexes of its alternatives among the file's policies. */
function addPolicy(
  entry: Entry,
  slot: Slot,
  name: string,
  resource: ResourceNode,
  facts: TemplateFacts,
  more: Pick<SlotUse, 'attachedTo'> & Partial<SlotUse>,
): readonly number[] {
  const use: SlotUse = {
    slot,
    span: entry.key.span,
    uri: facts.uri,
    name,
    carrier: resource.type,
    carrierId: resource.id,
    ...more,
  };
  const branches = entry.value ? (facts.values.branches(entry.value) ?? []) : [];
  const indexes: number[] = [];
  for (const branch of branches) {
    const embedded = branch.kind === 'scalar' ? embeddedTree(branch) : undefined;
    const node = embedded ? embedded.documents[0] : branch;
    if (node?.kind !== 'mapping' || functionOf(node)) continue;
    const { problems = [], extraCommas, comment } = embedded ?? {};
    const place = { uri: facts.uri, slot: use, values: facts.values, problems, extraCommas, comment };
    const document = readPolicy(node, place);
    indexes.push(facts.policies.length);
    facts.policies.push(branches.length > 1 ? { ...document, complete: false } : document);
  }
  return indexes;
}

/** A managed policy that a `PermissionsBoundary` names grants nothing: it says how far grants may reach. */
export function takeBoundaries(facts: WholeTemplateFacts): void {
  const named = new Set<string>();
  for (const { properties } of facts.resources.values()) {
    const [part] = textOf(properties, 'PermissionsBoundary', facts)?.parts ?? [];
    if (part?.kind === 'reference' && part.to.kind === 'logical') named.add(part.to.id);
  }
  if (named.size === 0) return;
  for (const [i, policy] of facts.policies.entries()) {
    const { slot } = policy;
    if (slot?.carrier === 'AWS::IAM::ManagedPolicy' && slot.carrierId !== undefined && named.has(slot.carrierId))
      facts.policies[i] = { ...policy, slot: { ...slot, slot: 'boundary' } };
  }
}
