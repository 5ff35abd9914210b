import {
  emptyFacts,
  type Api,
  type Authorizer,
  type DeclaredResource,
  type FileFacts,
  type FileLink,
  type Identity,
  type LambdaFunction,
  type LambdaPermission,
  type LogRole,
  type Role,
  type Route,
  type Stage,
} from '../../model/facts.ts';
import type { PolicyDocument, Slot, SlotUse } from '../../model/policy.ts';
import { readPolicy } from '../../model/read-policy.ts';
import type { TextValue } from '../../model/text-value.ts';
import { embeddedTree } from '../../tree/embedded.ts';
import { entriesOf, entryOf, stringOf, valueOf, type Entry, type Node, type Tree } from '../../tree/node.ts';
import { readRestApi, readV2Api } from './apis.ts';
import { methodRoutes, v2Routes } from './routes.ts';
import { readServerless } from './sam/read-sam.ts';
import { functionOf, mentionsIn, TemplateValues } from './values.ts';

/** One resource of a template, as every reader of a resource type gets it. */
export interface ResourceNode {
  readonly id: string;
  readonly type: string;
  readonly entry: Entry;
  readonly node: Node;
  readonly properties: Node | undefined;
}

/** What the readers of the resource types add to. */
export interface TemplateFacts {
  readonly uri: string;
  readonly values: TemplateValues;
  readonly resources: ReadonlyMap<string, ResourceNode>;
  readonly policies: PolicyDocument[];
  readonly roles: Role[];
  readonly functions: LambdaFunction[];
  readonly permissions: LambdaPermission[];
  readonly apis: Api[];
  readonly routes: Route[];
  readonly authorizers: Authorizer[];
  readonly stages: Stage[];
  readonly identities: Identity[];
  readonly logRoles: LogRole[];
  readonly links: FileLink[];
  /** Cleared when something may be declared out of sight. */
  complete: boolean;
}

/** A template: Resources, of which at least one has a Type as CloudFormation names them. */
function isTemplate(root: Node | undefined): boolean {
  return entriesOf(valueOf(root, 'Resources')).some((entry) => {
    const type = stringOf(valueOf(entry.value, 'Type'));
    return type !== undefined && type.includes('::');
  });
}

/** Reads a CloudFormation or SAM template; undefined when the tree holds none. */
export function readTemplate(uri: string, _text: string, tree: Tree | undefined): FileFacts | undefined {
  const root = tree?.documents.find((document) => isTemplate(document));
  if (!root) return undefined;
  const container = valueOf(root, 'Resources');
  const resources = new Map<string, ResourceNode>();
  const declared: DeclaredResource[] = [];
  const facts: TemplateFacts = {
    uri,
    values: new TemplateValues(root),
    resources,
    policies: [],
    roles: [],
    functions: [],
    permissions: [],
    apis: [],
    routes: [],
    authorizers: [],
    stages: [],
    identities: [],
    logRoles: [],
    links: [],
    complete: !hidesResources(root),
  };
  for (const entry of entriesOf(container)) {
    const id = entry.key.source.text;
    const node = entry.value;
    const type = stringOf(valueOf(node, 'Type'));
    if (node?.kind !== 'mapping' || type === undefined) {
      if (id.startsWith('Fn::')) facts.complete = false;
      continue;
    }
    const properties = valueOf(node, 'Properties');
    resources.set(id, { id, type, entry, node, properties });
    if (type === 'AWS::CloudFormation::Stack' || type === 'AWS::Serverless::Application' || type.endsWith('::MODULE'))
      facts.complete = false;
    declared.push({
      id,
      type,
      key: entry.key.span,
      at: node.span,
      properties: properties?.span,
      container: container?.span ?? node.span,
      conditional: entryOf(node, 'Condition') !== undefined,
      mentions: mentionsIn(node),
      opaque: isOpaque(type),
      name: undefined,
    });
  }
  for (const resource of resources.values()) readResource(resource, facts);
  readServerless(root, facts);
  takeBoundaries(facts);
  return {
    ...emptyFacts(uri, 'cloudformation'),
    policies: facts.policies,
    resources: declared,
    roles: facts.roles,
    functions: facts.functions,
    permissions: facts.permissions,
    apis: facts.apis,
    routes: facts.routes,
    authorizers: facts.authorizers,
    stages: facts.stages,
    identities: facts.identities,
    logRoles: facts.logRoles,
    links: facts.links,
    complete: facts.complete,
  };
}

/** Types that may create, grant or attach anything. */
function isOpaque(type: string): boolean {
  return type.startsWith('Custom::') || type.startsWith('AWS::CloudFormation::') || type.endsWith('::MODULE');
}

/** Macros other than SAM's may add resources of any kind. */
function hidesResources(root: Node): boolean {
  if (entryOf(root, 'Fn::Transform') || entryOf(valueOf(root, 'Resources'), 'Fn::Transform')) return true;
  const transform = valueOf(root, 'Transform');
  const names = transform?.kind === 'list' ? transform.items : transform ? [transform] : [];
  return names.some(
    (name) =>
      !/^AWS::(?:Serverless-2016-10-31|LanguageExtensions|SecretsManager-\d{4}-\d\d-\d\d|CodeDeployBlueGreen)$/.test(
        stringOf(name) ?? '',
      ),
  );
}

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
  'AWS::Backup::BackupVault': [{ property: 'AccessPolicy', slot: 'resource', service: 'backup' }],
};

/** What AWS Organizations makes of a policy's `Content`, by its `Type`. */
const organizationSlots: Readonly<Record<string, Slot>> = {
  SERVICE_CONTROL_POLICY: 'scp',
  RESOURCE_CONTROL_POLICY: 'rcp',
};

const hasInlinePolicies = new Set(['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group']);

function readResource(resource: ResourceNode, facts: TemplateFacts): void {
  const { type, properties } = resource;
  let trust: number | undefined;
  for (const slot of Object.hasOwn(documentSlots, type) ? (documentSlots[type] ?? []) : []) {
    const entry = entryOf(properties, slot.property);
    if (!entry) continue;
    const index = addPolicy(entry, slot.slot, slot.property, resource, facts, {
      attachedTo: (slot.attached ?? []).flatMap((name) => textsOf(valueOf(properties, name), facts)),
      ...(type === 'AWS::IAM::Role' || slot.slot === 'resource' ? {} : { removable: resource.entry.key.span }),
      ...(slot.service === undefined ? {} : { service: slot.service }),
    });
    if (slot.slot === 'trust') trust = index;
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
  switch (type) {
    case 'AWS::IAM::Role':
      facts.roles.push({
        id: resource.id,
        uri: facts.uri,
        key: resource.entry.key.span,
        properties: properties?.span,
        name: textOf(properties, 'RoleName', facts),
        path: textOf(properties, 'Path', facts),
        trust,
        managedPolicies: textsOf(valueOf(properties, 'ManagedPolicyArns'), facts),
        policiesAt: valueOf(properties, 'Policies')?.span,
        boundary: textOf(properties, 'PermissionsBoundary', facts),
        complete: isPlain(properties) && isPlain(valueOf(properties, 'AssumeRolePolicyDocument')),
      });
      break;
    case 'AWS::Lambda::Function':
      facts.functions.push({
        id: resource.id,
        uri: facts.uri,
        key: resource.entry.key.span,
        type: 'function',
        of: undefined,
        name: textOf(properties, 'FunctionName', facts),
        role: textOf(properties, 'Role', facts),
      });
      break;
    case 'AWS::Lambda::Alias':
    case 'AWS::Lambda::Version':
      facts.functions.push({
        id: resource.id,
        uri: facts.uri,
        key: resource.entry.key.span,
        type: type === 'AWS::Lambda::Alias' ? 'alias' : 'version',
        of: textOf(properties, 'FunctionName', facts),
        name: textOf(properties, 'Name', facts),
        role: undefined,
      });
      break;
    case 'AWS::Lambda::Permission':
      facts.permissions.push({
        id: resource.id,
        uri: facts.uri,
        key: resource.entry.key.span,
        properties: properties?.span,
        action: textOf(properties, 'Action', facts),
        function: textOf(properties, 'FunctionName', facts),
        qualifier: textOf(properties, 'Qualifier', facts),
        principal: textOf(properties, 'Principal', facts),
        sourceArn: textOf(properties, 'SourceArn', facts),
        sourceArnKey: entryOf(properties, 'SourceArn')?.key.span,
        sourceAccount: textOf(properties, 'SourceAccount', facts),
        written: true,
        complete: isPlain(properties),
      });
      break;
    case 'AWS::ApiGateway::RestApi':
      readRestApi(resource, facts);
      break;
    case 'AWS::ApiGatewayV2::Api':
      readV2Api(resource, facts);
      break;
    case 'AWS::ApiGateway::Method':
      facts.routes.push(...methodRoutes(resource, facts));
      break;
    case 'AWS::ApiGatewayV2::Route':
      facts.routes.push(...v2Routes(resource, facts));
      break;
  }
}

/** Reads the document at an entry, an object or a JSON text; gives its index among the file's policies. */
function addPolicy(
  entry: Entry,
  slot: Slot,
  name: string,
  resource: ResourceNode,
  facts: TemplateFacts,
  more: Pick<SlotUse, 'attachedTo'> & Partial<SlotUse>,
): number | undefined {
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
  let index: number | undefined;
  for (const branch of branches) {
    const embedded = branch.kind === 'scalar' ? embeddedTree(branch) : undefined;
    const node = embedded ? embedded.documents[0] : branch;
    if (node?.kind !== 'mapping' || functionOf(node)) continue;
    const problems = embedded?.problems ?? [];
    const document = readPolicy(node, { uri: facts.uri, slot: use, values: facts.values, problems });
    index ??= facts.policies.length;
    facts.policies.push(branches.length > 1 ? { ...document, complete: false } : document);
  }
  return index;
}

/** The items of a list with the branches of its conditions; items that are functions of their own are left out. */
export function branchItems(list: Node | undefined, facts: TemplateFacts): readonly Node[] {
  if (!list) return [];
  return (facts.values.branches(list) ?? []).flatMap((branch) =>
    branch.kind === 'list' ? branch.items.flatMap((item) => facts.values.branches(item) ?? []) : [],
  );
}

export function textOf(properties: Node | undefined, name: string, facts: TemplateFacts): TextValue | undefined {
  const node = valueOf(properties, name);
  return node && facts.values.text(node);
}

function textsOf(node: Node | undefined, facts: TemplateFacts): readonly TextValue[] {
  if (!node) return [];
  const nodes = node.kind === 'list' ? branchItems(node, facts) : [node];
  return nodes.map((item) => facts.values.text(item)).filter((text) => text !== undefined);
}

/** True when a mapping (or nothing) is written out: no function stands for it as a whole or brings in more keys. */
function isPlain(node: Node | undefined): boolean {
  if (!node) return true;
  return node.kind === 'mapping' && !entriesOf(node).some((entry) => entry.key.source.text.startsWith('Fn::'));
}

/** A reference to the resource itself. */
export function selfText(resource: ResourceNode): TextValue {
  const span = resource.entry.key.span;
  return { span, at: span, parts: [{ kind: 'reference', span, to: { kind: 'logical', id: resource.id } }] };
}

/** A managed policy that a `PermissionsBoundary` names grants nothing: it says how far grants may reach. */
function takeBoundaries(facts: TemplateFacts): void {
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
