import type { PolicyDocument, Slot, SlotUse } from '../../model/policy.ts';
import { readPolicy, readStatementList } from '../../model/read-policy.ts';
import { embeddedTree } from '../../tree/embedded.ts';
import { entryOf, stringOf, valueOf, type Entry, type Node } from '../../tree/node.ts';
import { organizationSlot } from '../organization-policies.ts';
import {
  branchItems,
  selfText,
  textOf,
  textsOf,
  type ResourceNode,
  type TemplateFacts,
  type WholeTemplateFacts,
} from './template.ts';
import { functionOf, hasHoleBetweenTexts } from './values.ts';

interface DocumentSlot {
  /** The property, or the way to it through objects and lists of them. */
  readonly property: string;
  readonly slot: Slot;
  readonly attached?: readonly string[];
  readonly service?: string;
}

function ofResource(service: string | undefined, ...properties: readonly string[]): readonly DocumentSlot[] {
  return properties.map((property) => ({ property, slot: 'resource', ...(service === undefined ? {} : { service }) }));
}

const attachable: readonly DocumentSlot[] = [
  { property: 'PolicyDocument', slot: 'identity', attached: ['Roles', 'Users', 'Groups'] },
];

/**
 * Properties that hold a policy document, by resource type (facts: where it is written, per format). Not AWS::IoT::Policy: AWS IoT has
 * its own actions on its own wildcards and variables, and no reference of what it refuses.
 */
const documentSlots: Readonly<Record<string, readonly DocumentSlot[]>> = {
  'AWS::IAM::Role': [{ property: 'AssumeRolePolicyDocument', slot: 'trust' }],
  'AWS::IAM::Policy': attachable,
  'AWS::IAM::ManagedPolicy': attachable,
  'AWS::IAM::UserPolicy': [{ property: 'PolicyDocument', slot: 'identity', attached: ['UserName'] }],
  'AWS::IAM::GroupPolicy': [{ property: 'PolicyDocument', slot: 'identity', attached: ['GroupName'] }],
  'AWS::IAM::RolePolicy': [{ property: 'PolicyDocument', slot: 'identity', attached: ['RoleName'] }],
  'AWS::SSO::PermissionSet': [{ property: 'InlinePolicy', slot: 'identity' }],
  'AWS::EC2::VPCEndpoint': [{ property: 'PolicyDocument', slot: 'endpoint' }],
  // Session policies: what a session may do at most, as a boundary.
  'AWS::RolesAnywhere::Profile': [{ property: 'SessionPolicy', slot: 'boundary' }],
  'AWS::ApiGateway::RestApi': ofResource('execute-api', 'Policy'),
  'AWS::ApiGateway::DomainNameV2': [
    ...ofResource('execute-api', 'Policy'),
    ...ofResource('apigateway', 'ManagementPolicy'),
  ],
  'AWS::Backup::BackupVault': ofResource('backup', 'AccessPolicy'),
  'AWS::Backup::LogicallyAirGappedBackupVault': ofResource('backup', 'AccessPolicy'),
  'AWS::CloudTrail::ResourcePolicy': ofResource(undefined, 'ResourcePolicy'),
  'AWS::CodeArtifact::Domain': ofResource('codeartifact', 'PermissionsPolicyDocument'),
  'AWS::CodeArtifact::Repository': ofResource('codeartifact', 'PermissionsPolicyDocument'),
  'AWS::DynamoDB::GlobalTable': ofResource(
    'dynamodb',
    'Replicas.ResourcePolicy.PolicyDocument',
    'Replicas.ReplicaStreamSpecification.ResourcePolicy.PolicyDocument',
  ),
  'AWS::DynamoDB::Table': ofResource(
    'dynamodb',
    'ResourcePolicy.PolicyDocument',
    'StreamSpecification.ResourcePolicy.PolicyDocument',
  ),
  'AWS::ECR::PublicRepository': ofResource('ecr-public', 'RepositoryPolicyText'),
  'AWS::ECR::RegistryPolicy': ofResource('ecr', 'PolicyText'),
  'AWS::ECR::Repository': ofResource('ecr', 'RepositoryPolicyText'),
  'AWS::ECR::RepositoryCreationTemplate': ofResource('ecr', 'RepositoryPolicy'),
  'AWS::EFS::FileSystem': ofResource('elasticfilesystem', 'FileSystemPolicy'),
  'AWS::Elasticsearch::Domain': ofResource('es', 'AccessPolicies'),
  'AWS::EventSchemas::RegistryPolicy': ofResource('schemas', 'Policy'),
  'AWS::Events::EventBus': ofResource('events', 'Policy'),
  'AWS::KMS::Key': ofResource('kms', 'KeyPolicy'),
  'AWS::KMS::ReplicaKey': ofResource('kms', 'KeyPolicy'),
  'AWS::Kinesis::ResourcePolicy': ofResource('kinesis', 'ResourcePolicy'),
  'AWS::Lex::ResourcePolicy': ofResource('lex', 'Policy'),
  'AWS::Logs::Destination': ofResource('logs', 'DestinationPolicy'),
  'AWS::Logs::LogGroup': ofResource('logs', 'ResourcePolicyDocument'),
  'AWS::Logs::ResourcePolicy': ofResource('logs', 'PolicyDocument'),
  'AWS::MSK::ClusterPolicy': ofResource(undefined, 'Policy'),
  'AWS::MediaPackageV2::ChannelPolicy': ofResource('mediapackagev2', 'Policy'),
  'AWS::MediaPackageV2::OriginEndpointPolicy': ofResource('mediapackagev2', 'Policy'),
  'AWS::MediaStore::Container': ofResource('mediastore', 'Policy'),
  'AWS::MediaTailor::ChannelPolicy': ofResource('mediatailor', 'Policy'),
  'AWS::Oam::Sink': ofResource('oam', 'Policy'),
  'AWS::OpenSearchService::Domain': ofResource('es', 'AccessPolicies'),
  'AWS::Organizations::ResourcePolicy': ofResource('organizations', 'Content'),
  'AWS::Redshift::Cluster': ofResource('redshift', 'NamespaceResourcePolicy'),
  'AWS::RedshiftServerless::Namespace': ofResource('redshift', 'NamespaceResourcePolicy'),
  'AWS::S3::AccessPoint': ofResource('s3', 'Policy'),
  'AWS::S3::BucketPolicy': ofResource('s3', 'PolicyDocument'),
  'AWS::S3::MultiRegionAccessPointPolicy': ofResource('s3', 'Policy'),
  'AWS::S3Express::AccessPoint': ofResource('s3express', 'Policy'),
  'AWS::S3Express::BucketPolicy': ofResource('s3express', 'PolicyDocument'),
  'AWS::S3ObjectLambda::AccessPointPolicy': ofResource('s3-object-lambda', 'PolicyDocument'),
  'AWS::S3Outposts::AccessPoint': ofResource('s3-outposts', 'Policy'),
  'AWS::S3Outposts::BucketPolicy': ofResource('s3-outposts', 'PolicyDocument'),
  'AWS::S3Tables::TableBucketPolicy': ofResource('s3tables', 'ResourcePolicy'),
  'AWS::S3Tables::TablePolicy': ofResource('s3tables', 'ResourcePolicy'),
  'AWS::S3Vectors::VectorBucketPolicy': ofResource('s3vectors', 'Policy'),
  'AWS::SNS::TopicInlinePolicy': ofResource('sns', 'PolicyDocument'),
  'AWS::SNS::TopicPolicy': ofResource('sns', 'PolicyDocument'),
  'AWS::SQS::QueueInlinePolicy': ofResource('sqs', 'PolicyDocument'),
  'AWS::SQS::QueuePolicy': ofResource('sqs', 'PolicyDocument'),
  'AWS::SSM::ResourcePolicy': ofResource('ssm', 'Policy'),
  'AWS::SageMaker::ModelPackageGroup': ofResource('sagemaker', 'ModelPackageGroupPolicy'),
  'AWS::SecretsManager::ResourcePolicy': ofResource('secretsmanager', 'ResourcePolicy'),
  'AWS::VpcLattice::AuthPolicy': ofResource('vpc-lattice-svcs', 'Policy'),
  'AWS::VpcLattice::ResourcePolicy': ofResource('vpc-lattice', 'Policy'),
  'AWS::XRay::ResourcePolicy': ofResource('xray', 'PolicyDocument'),
};

const hasInlinePolicies = new Set(['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group']);

/** The indexes of a resource's documents among the file's policies, by property: several where a condition decides. */
export type DocumentIndexes = ReadonlyMap<string, readonly number[]>;

/** Reads every policy document that a resource holds. */
export function readDocuments(resource: ResourceNode, facts: TemplateFacts): DocumentIndexes {
  const { type, properties } = resource;
  const indexes = new Map<string, readonly number[]>();
  for (const slot of Object.hasOwn(documentSlots, type) ? (documentSlots[type] ?? []) : []) {
    const path = slot.property.split('.');
    const name = path.at(-1) ?? slot.property;
    const added = entriesAt(properties, path, facts).flatMap((entry) =>
      addPolicy(entry, slot.slot, name, resource, facts, {
        attachedTo: (slot.attached ?? []).flatMap((one) => textsOf(valueOf(properties, one), facts)),
        ...(type === 'AWS::IAM::Role' || slot.slot === 'resource' ? {} : { removable: resource.entry.key.span }),
        ...(slot.service === undefined ? {} : { service: slot.service }),
      }),
    );
    if (entryOf(properties, slot.property)) indexes.set(slot.property, added);
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
    const slot = organizationSlot(stringOf(valueOf(properties, 'Type')));
    if (entry && slot)
      addPolicy(entry, slot, 'Content', resource, facts, { attachedTo: [], removable: resource.entry.key.span });
  }
  if (type === 'AWS::Events::EventBusPolicy') {
    const entry = entryOf(properties, 'Statement');
    if (entry?.value && facts.values.branches(entry.value)?.every(({ kind }) => kind === 'mapping'))
      facts.policies.push(
        readStatementList(entry.value, entry.key.span, {
          uri: facts.uri,
          slot: { ...useOf(entry, 'resource', 'Statement', resource, facts), service: 'events' },
          values: facts.values,
        }),
      );
  }
  return indexes;
}

/** Whether the property holds that one document whatever the conditions of the template, or is not written. */
export function isOneDocument(entry: Entry | undefined, indexes: readonly number[], facts: TemplateFacts): boolean {
  // Of several alternatives one may be: no policy at all.
  const branches = entry?.value ? facts.values.branches(entry.value) : [];
  return !entry || (indexes.length === 1 && branches?.length === 1 && branches[0] === entry.value);
}

/** The entries that the way leads to, through the items of lists and the branches of conditions. */
function entriesAt(node: Node | undefined, path: readonly string[], facts: TemplateFacts): readonly Entry[] {
  const [name, ...rest] = path;
  const entry = name === undefined ? undefined : entryOf(node, name);
  if (!entry) return [];
  if (rest.length === 0) return [entry];
  const inner = entry.value ? (facts.values.branches(entry.value) ?? []) : [];
  return inner.flatMap((branch) =>
    branch.kind === 'list'
      ? branchItems(branch, facts).flatMap((item) => entriesAt(item, rest, facts))
      : entriesAt(branch, rest, facts),
  );
}

function useOf(entry: Entry, slot: Slot, name: string, resource: ResourceNode, facts: TemplateFacts): SlotUse {
  return {
    slot,
    span: entry.key.span,
    uri: facts.uri,
    name,
    carrier: resource.type,
    carrierId: resource.id,
    attachedTo: [],
  };
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
  const use: SlotUse = { ...useOf(entry, slot, name, resource, facts), ...more };
  const branches = entry.value ? (facts.values.branches(entry.value) ?? []) : [];
  const indexes: number[] = [];
  for (const branch of branches) {
    const document = documentAt(branch, use, facts);
    if (!document) continue;
    indexes.push(facts.policies.length);
    facts.policies.push(branches.length > 1 ? { ...document, complete: false } : document);
  }
  return indexes;
}

/** An object, the object of `Fn::ToJsonString`, or JSON in a text, which `Fn::Sub` may fill in. */
function documentAt(node: Node, slot: SlotUse, { uri, values }: TemplateFacts): PolicyDocument | undefined {
  const text = values.textOfDocument(node);
  if (!text) {
    const call = functionOf(node);
    const object = call?.name === 'Fn::ToJsonString' ? call.argument : node;
    return object?.kind === 'mapping' && !functionOf(object) ? readPolicy(object, { uri, slot, values }) : undefined;
  }
  const embedded = embeddedTree(text.scalar);
  const root = embedded?.documents[0];
  if (!embedded || root?.kind !== 'mapping') return undefined;
  const isFilledIn = node.kind === 'mapping';
  if (isFilledIn && hasHoleBetweenTexts(text.scalar.source.text)) return undefined;
  const { problems, extraCommas, comment } = embedded;
  return readPolicy(root, { uri, slot, values: text.values, problems, extraCommas, comment });
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
