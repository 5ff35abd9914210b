import { resourceIdentifiers } from '../../catalog/resource-identifiers.ts';
import {
  type Api,
  type Authorizer,
  type DeclaredResource,
  type FileFacts,
  type FileLink,
  type HandedIn,
  type Identity,
  type LambdaFunction,
  type LambdaPermission,
  type LogRole,
  type Output,
  type Role,
  type Route,
  type Stage,
  type VpcEndpoint,
} from '../../model/facts.ts';
import type { PolicyDocument } from '../../model/policy.ts';
import { unknownText, type TextValue } from '../../model/text-value.ts';
import { entriesOf, entryOf, stringOf, valueOf, type Entry, type Node, type Tree } from '../../tree/node.ts';
import { readRestApi, readV2Api } from './apis.ts';
import { readAuthorizer } from './authorizers.ts';
import { readDocuments, takeBoundaries } from './documents.ts';
import { readFunction, readPermission } from './functions.ts';
import { joinGroups, readIdentity, readLogRole, readRole } from './identities.ts';
import { KeptReadings } from './kept-readings.ts';
import { readMethod, readV2Route } from './routes.ts';
import { readServerless } from './sam/read-sam.ts';
import { readDeployment, readRestStage, readV2Stage } from './stages.ts';
import { mentionsIn, TemplateValues } from './values.ts';
import { readVpcEndpoint } from './vpc-endpoints.ts';

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
  readonly resources: Pick<ReadonlyMap<string, ResourceNode>, 'get' | 'has'>;
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
  readonly vpcEndpoints: VpcEndpoint[];
  readonly links: FileLink[];
  /** Cleared when something may be declared out of sight. */
  complete: boolean;
}

/** For those that look at all resources at once, when each has been read by itself. */
export interface WholeTemplateFacts extends TemplateFacts {
  readonly resources: ReadonlyMap<string, ResourceNode>;
}

/** A template: Resources, of which at least one has a Type as CloudFormation names them. */
function isTemplate(root: Node | undefined): boolean {
  return entriesOf(valueOf(root, 'Resources')).some((entry) => {
    const type = stringOf(valueOf(entry.value, 'Type'));
    return type !== undefined && type.includes('::');
  });
}

/** What one resource declares by itself. */
export interface ResourceReading extends Pick<TemplateFacts, ListName> {
  readonly declared: Omit<DeclaredResource, 'container'>;
  /** The number of the first of its policies among the file's, which its role, its API and its endpoint count with. */
  first: number;
  roles: Role[];
  apis: Api[];
  vpcEndpoints: VpcEndpoint[];
}

const listNames = [
  'policies',
  'functions',
  'permissions',
  'routes',
  'authorizers',
  'stages',
  'identities',
  'logRoles',
  'links',
] as const;
type ListName = (typeof listNames)[number];

/**
 * Reads a CloudFormation or SAM template; undefined when the tree holds none.
 *
 * @param previous The facts of the version before, which are not used any more: what did not change is taken over.
 */
export function readTemplate(
  uri: string,
  text: string,
  tree: Tree | undefined,
  previous?: FileFacts,
): FileFacts | undefined {
  const root = tree?.documents.find((document) => isTemplate(document));
  if (!root) return undefined;
  const container = valueOf(root, 'Resources');
  const resources = new Map<string, ResourceNode>();
  const facts: WholeTemplateFacts = {
    uri,
    values: new TemplateValues(root),
    resources,
    ...emptyLists(),
    complete: !hidesResources(root),
  };
  const nodes: ResourceNode[] = [];
  for (const entry of entriesOf(container)) {
    const id = entry.key.source.text;
    const node = entry.value;
    const type = stringOf(valueOf(node, 'Type'));
    if (node?.kind !== 'mapping' || type === undefined) {
      if (id.startsWith('Fn::')) facts.complete = false;
      continue;
    }
    const resource = { id, type, entry, node, properties: valueOf(node, 'Properties') };
    resources.set(id, resource);
    nodes.push(resource);
    const nested = nestedTemplate(resource, facts);
    if (nested) facts.links.push(nested);
    else if (isStack(type) || type.endsWith('::MODULE')) facts.complete = false;
  }
  const kept = new KeptReadings(text, root, tree?.problems ?? [], previous);
  const readings = new Map(
    nodes.map((resource) => [resource, kept.reading(resource.id, (lookedAt) => readingOf(resource, facts, lookedAt))]),
  );
  const whole = container?.span ?? root.span;
  const declared = [...readings.values()].map((reading): DeclaredResource => ({
    ...reading.declared,
    container: whole,
  }));
  // Of resources of one name the last one counts.
  for (const resource of resources.values()) addReading(readings.get(resource), facts);
  for (const resource of resources.values()) readStage(resource, facts);
  readServerless(root, facts);
  joinGroups(facts);
  takeBoundaries(facts);
  const out: FileFacts = {
    uri,
    dialect: 'cloudformation',
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
    vpcEndpoints: facts.vpcEndpoints,
    links: facts.links,
    outputs: outputsOf(root, facts),
    textParameters: textParametersOf(root),
    complete: facts.complete,
  };
  kept.remember(out);
  return out;
}

function emptyLists(): Pick<TemplateFacts, ListName | 'roles' | 'apis' | 'vpcEndpoints'> {
  return {
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
    vpcEndpoints: [],
    links: [],
  };
}

/** Reads a resource by itself; `lookedAt` hears of the others that it looks at. */
function readingOf(
  resource: ResourceNode,
  { uri, values, resources }: TemplateFacts,
  lookedAt: (id: string) => void,
): ResourceReading {
  const { id, type, entry, node, properties } = resource;
  const others: TemplateFacts['resources'] = {
    get: (other) => {
      lookedAt(other);
      return resources.get(other);
    },
    has: (other) => {
      lookedAt(other);
      return resources.has(other);
    },
  };
  const lists = emptyLists();
  const own: TemplateFacts = { uri, values, resources: others, ...lists, complete: true };
  readResource(resource, own);
  const declared = {
    id,
    type,
    key: entry.key.span,
    at: node.span,
    properties: properties?.span,
    conditional: entryOf(node, 'Condition') !== undefined,
    mentions: mentionsIn(node),
    opaque: isOpaque(type),
    name: resourceName(type, properties, own),
  };
  return { ...lists, declared, first: 0 };
}

function addReading(reading: ResourceReading | undefined, facts: TemplateFacts): void {
  if (!reading) return;
  const by = facts.policies.length - reading.first;
  if (by !== 0 && reading.policies.length > 0) {
    reading.first += by;
    reading.roles = reading.roles.map((role) =>
      role.trust === undefined ? role : { ...role, trust: role.trust + by },
    );
    const later = <T extends { readonly policies: readonly number[] }>(one: T): T => ({
      ...one,
      policies: one.policies.map((index) => index + by),
    });
    reading.apis = reading.apis.map(later);
    reading.vpcEndpoints = reading.vpcEndpoints.map(later);
  }
  facts.roles.push(...reading.roles);
  facts.apis.push(...reading.apis);
  facts.vpcEndpoints.push(...reading.vpcEndpoints);
  for (const name of listNames) (facts[name] as unknown[]).push(...reading[name]);
}

/** The type of a resource that is a stack of its own. */
function isStack(type: string): boolean {
  return type === 'AWS::CloudFormation::Stack' || type === 'AWS::Serverless::Application';
}

/** The file of a nested stack, where it is one beside this template: `TemplateURL`, or SAM's `Location`. */
function nestedTemplate({ id, type, properties }: ResourceNode, facts: TemplateFacts): FileLink | undefined {
  if (!isStack(type)) return undefined;
  const node = valueOf(properties, type === 'AWS::CloudFormation::Stack' ? 'TemplateURL' : 'Location');
  if (node?.kind !== 'scalar') return undefined;
  const path = node.source.text;
  if (path === '' || /^[a-z0-9+]+:/i.test(path) || path.startsWith('/')) return undefined;
  const given = valueOf(properties, 'Parameters');
  const parameters = entriesOf(isPlain(given) ? given : undefined).map(({ key, value }): HandedIn => ({
    name: key.source.text,
    key: key.span,
    value: value && facts.values.text(value),
    hands: mentionsIn(value),
  }));
  return { kind: 'nested-template', span: node.source.span, path, stack: id, parameters };
}

function outputsOf(root: Node, facts: TemplateFacts): readonly Output[] {
  return entriesOf(valueOf(root, 'Outputs')).map(({ key, value: output }) => {
    const node = valueOf(output, 'Value');
    const value = node && facts.values.text(node);
    const [first] = value?.parts ?? [];
    const isAddress = first?.kind === 'literal' && /^(?:https?|wss?):/.test(first.source.text);
    return {
      name: key.source.text,
      key: key.span,
      value,
      hands: isAddress ? [] : mentionsIn(node),
      exported: entryOf(output, 'Export') !== undefined,
    };
  });
}

/** A list is handed in as one text and read as several; of an SSM parameter the name is handed in. */
function textParametersOf(root: Node): readonly string[] {
  return entriesOf(valueOf(root, 'Parameters')).flatMap(({ key, value }) => {
    const type = stringOf(valueOf(value, 'Type'));
    return type === undefined || /List|^AWS::SSM::/.test(type) ? [] : [key.source.text];
  });
}

/** What names the resource; an unknown text where that may be written and cannot be read. */
function resourceName(type: string, properties: Node | undefined, facts: TemplateFacts): TextValue | undefined {
  const property = resourceIdentifiers.get(type)?.nameProperty;
  if (property === undefined) return undefined;
  const node = valueOf(properties, property);
  if (node) return facts.values.text(node) ?? unknownText({ span: node.span, at: node.span });
  return properties && !isPlain(properties) ? unknownText({ span: properties.span, at: properties.span }) : undefined;
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

function readResource(resource: ResourceNode, facts: TemplateFacts): void {
  const documents = readDocuments(resource, facts);
  switch (resource.type) {
    case 'AWS::IAM::Role':
      return readRole(resource, documents, facts);
    case 'AWS::IAM::User':
      return readIdentity(resource, 'user', facts);
    case 'AWS::IAM::Group':
      return readIdentity(resource, 'group', facts);
    case 'AWS::Lambda::Function':
      return readFunction(resource, 'function', facts);
    case 'AWS::Lambda::Alias':
      return readFunction(resource, 'alias', facts);
    case 'AWS::Lambda::Version':
      return readFunction(resource, 'version', facts);
    case 'AWS::Lambda::Permission':
      return readPermission(resource, facts);
    case 'AWS::ApiGateway::RestApi':
      return readRestApi(resource, documents, facts);
    case 'AWS::ApiGatewayV2::Api':
      return readV2Api(resource, facts);
    case 'AWS::ApiGateway::Method':
      return readMethod(resource, facts);
    case 'AWS::ApiGatewayV2::Route':
      return readV2Route(resource, facts);
    case 'AWS::ApiGateway::Authorizer':
    case 'AWS::ApiGatewayV2::Authorizer':
      return readAuthorizer(resource, facts);
    case 'AWS::ApiGateway::Account':
      return readLogRole(resource, facts);
    case 'AWS::EC2::VPCEndpoint':
      return readVpcEndpoint(resource, documents, facts);
  }
}

/** What is read when every API is known. */
function readStage(resource: ResourceNode, facts: TemplateFacts): void {
  switch (resource.type) {
    case 'AWS::ApiGateway::Stage':
      return readRestStage(resource, facts);
    case 'AWS::ApiGateway::Deployment':
      return readDeployment(resource, facts);
    case 'AWS::ApiGatewayV2::Stage':
      return readV2Stage(resource, facts);
  }
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

/** The texts of a list, with the branches of its conditions; what is not in the file is an unknown text. */
export function textsOf(node: Node | undefined, facts: TemplateFacts): readonly TextValue[] {
  if (!node) return [];
  const branches = facts.values.branches(node);
  if (!branches) return [facts.values.text(node) ?? unknownText({ span: node.span, at: node.span })];
  return branches.flatMap((branch) => {
    if (branch.kind !== 'list') return facts.values.text(branch) ?? [];
    return branch.items.flatMap((item) => {
      const items = facts.values.branches(item) ?? [item];
      return items.map((one) => facts.values.text(one) ?? unknownText({ span: one.span, at: one.span }));
    });
  });
}

/** True when a mapping (or nothing) is written out: no function stands for it as a whole or brings in more keys. */
export function isPlain(node: Node | undefined): boolean {
  if (!node) return true;
  return node.kind === 'mapping' && !entriesOf(node).some((entry) => entry.key.source.text.startsWith('Fn::'));
}

/** A reference to the resource itself. */
export function selfText(resource: ResourceNode): TextValue {
  const span = resource.entry.key.span;
  return { span, at: span, parts: [{ kind: 'reference', span, to: { kind: 'logical', id: resource.id } }] };
}
