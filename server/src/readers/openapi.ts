import {
  emptyFacts,
  type Api,
  type Authorizer,
  type FileFacts,
  type FileLink,
  type Integration,
  type Route,
} from '../model/facts.ts';
import type { PolicyDocument, SlotUse } from '../model/policy.ts';
import { plainValues, readPolicy, scalarText, type ValueReader } from '../model/read-policy.ts';
import { literalOf, unknownText, withOpenPlaceholders, type TextValue } from '../model/text-value.ts';
import type { Span } from '../text/span.ts';
import { embeddedTree } from '../tree/embedded.ts';
import { madeNode } from '../tree/made-node.ts';
import {
  entriesOf,
  entryOf,
  stringOf,
  valueOf,
  type MappingNode,
  type Node,
  type ScalarNode,
  type Tree,
} from '../tree/node.ts';
import { authorizerKind } from './authorizer-kind.ts';
import { inCapitals } from './capital-letters.ts';
import { TemplateValues } from './cloudformation/values.ts';
import { readRequest } from './integration-request.ts';
import { followed, wordAt } from './openapi-document.ts';
import { authorizationOf, schemesOf, type SecurityScheme } from './openapi-security.ts';

const verbs = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch']);
const anyMethod = 'x-amazon-apigateway-any-method';

/**
 * An OpenAPI document of its own (Swagger 2 or OpenAPI 3), or the paths of one that a template includes; undefined when the tree holds
 * none that API Gateway extends.
 */
export function readOpenApiFile(uri: string, text: string, tree: Tree | undefined): FileFacts | undefined {
  const root = tree?.documents[0];
  if (!text.includes('x-amazon-apigateway')) return undefined;
  // A template that includes the file has its functions worked out.
  const values = root && /Fn::|!(?:Sub|Ref|GetAtt|Join)\b|\bRef\b/.test(text) ? new TemplateValues(root) : plainValues;
  if (!isOpenApi(root)) {
    if (arePaths(root)) return readPathsFile(root, uri, values);
    return isPathItem(root) ? readPathItemFile(root, uri, values) : undefined;
  }
  const kind = kindOf(root);
  const read = readOpenApi(root, uri, values, kind);
  const title = entryOf(valueOf(root, 'info'), 'title');
  const key = entryOf(root, 'openapi') ?? entryOf(root, 'swagger');
  return {
    ...emptyFacts(uri, 'openapi'),
    policies: read.policies,
    apis: [
      {
        id: '',
        uri,
        kind,
        key: key?.key.span ?? root.span,
        name: title?.value?.kind === 'scalar' ? scalarText(title.value) : undefined,
        properties: root.span,
        endpointTypes: read.endpointTypes,
        endpointKey: read.endpointKey,
        policies: read.policies.map((_, i) => i),
        policyKey: read.policyKey,
        policyComplete: read.policyComplete,
        cors: read.cors,
        complete: read.complete,
      },
    ],
    routes: read.routes,
    authorizers: read.authorizers,
    links: partsOf(root).map((part) => ({ kind: 'definition-part', apiKind: kind, ...part })),
  };
}

/** The files that a definition takes paths from. What a pointer leads to inside of another file is left to whoever bundles them. */
function partsOf(root: MappingNode): readonly Pick<DefinitionPart, 'span' | 'path' | 'route'>[] {
  const paths = valueOf(root, 'paths');
  const items = entriesOf(paths).map(({ key, value }) => ({ route: key.source.text, node: value }));
  return [{ route: undefined, node: paths }, ...items].flatMap(({ route, node }) => {
    const ref = valueOf(node, '$ref');
    const path = stringOf(ref);
    if (ref?.kind !== 'scalar' || path === undefined || /[#:$]|^\/|^$/.test(path)) return [];
    return route === undefined || route.startsWith('/') ? [{ span: ref.source.span, path, route }] : [];
  });
}

type DefinitionPart = Extract<FileLink, { kind: 'definition-part' }>;

function isOpenApi(node: Node | undefined): node is MappingNode {
  const version = valueOf(node, 'openapi') ?? valueOf(node, 'swagger');
  return version?.kind === 'scalar' && valueOf(node, 'paths')?.kind === 'mapping';
}

function arePaths(node: Node | undefined): node is MappingNode {
  const entries = entriesOf(node);
  return (
    entries.length > 0 &&
    entries.every(({ key, value }) => key.source.text.startsWith('/') && value?.kind === 'mapping')
  );
}

/** Operations by their verbs, as a definition may take them from a file of their own. */
function isPathItem(node: Node | undefined): node is MappingNode {
  const entries = entriesOf(node);
  const isOperation = ({ key, value }: (typeof entries)[number]): boolean =>
    (verbs.has(key.source.text) || key.source.text === anyMethod) &&
    valueOf(value, 'x-amazon-apigateway-integration') !== undefined;
  const others = /^(?:parameters|summary|description|servers|x-.*)$/;
  return (
    entries.some(isOperation) && entries.every(({ key }) => verbs.has(key.source.text) || others.test(key.source.text))
  );
}

/** Which path the operations are of is told by the definition that takes the file. */
function readPathItemFile(item: MappingNode, uri: string, values: ValueReader): FileFacts {
  const paths = madeNode({ '/': item }, item.span);
  if (paths.kind !== 'mapping') return emptyFacts(uri, 'openapi');
  const facts = readPathsFile(paths, uri, values);
  return { ...facts, routes: facts.routes.map((route) => ({ ...route, path: undefined })) };
}

/** What the document around the paths demands of all of them is not here. */
function readPathsFile(paths: MappingNode, uri: string, values: ValueReader): FileFacts {
  const root = madeNode({ paths }, paths.span);
  if (root.kind !== 'mapping') return emptyFacts(uri, 'openapi');
  const routes = readOpenApi(root, uri, values, 'rest').routes.map((route): Route => {
    if (route.authorizationKey) return route;
    return { ...route, authorization: unknownText({ span: route.key, at: route.key }), authorizationSlot: undefined };
  });
  return { ...emptyFacts(uri, 'openapi'), routes };
}

/** REST unless the document holds what only HTTP APIs have: a default route, CORS of its own, JWT authorizers. */
function kindOf(root: MappingNode): 'rest' | 'http' {
  const paths = entriesOf(valueOf(root, 'paths'));
  const isHttp =
    entryOf(root, 'x-amazon-apigateway-cors') !== undefined ||
    paths.some(({ key }) => isDefaultPath(key.source.text)) ||
    [...schemesOf(root).values()].some((scheme) => scheme.kind === 'jwt');
  return isHttp ? 'http' : 'rest';
}

function isDefaultPath(path: string): boolean {
  return path === '$default' || path === '/$default';
}

export interface OpenApiDefinition extends Pick<
  Api,
  'endpointTypes' | 'endpointKey' | 'policyKey' | 'policyComplete' | 'cors' | 'complete'
> {
  readonly routes: readonly Route[];
  readonly authorizers: readonly Authorizer[];
  /** The resource policy, several where a condition decides. */
  readonly policies: readonly PolicyDocument[];
}

interface Reading {
  readonly root: MappingNode;
  readonly uri: string;
  readonly values: ValueReader;
  readonly kind: Route['apiKind'];
  readonly schemes: ReadonlyMap<string, SecurityScheme>;
}

/** Routes, authorizers and the resource policy of a definition, in a file of its own or in a template's Body. */
export function readOpenApi(
  root: MappingNode,
  uri: string,
  host: ValueReader,
  kind: Route['apiKind'],
): OpenApiDefinition {
  const values: ValueReader = {
    host: host.host,
    branches: (node) => host.branches(node),
    text: (node) => {
      const text = host.text(node);
      return text && withOpenPlaceholders(text);
    },
  };
  const reading: Reading = { root, uri, values, kind, schemes: schemesOf(root) };
  const { routes, complete } = readPaths(reading);
  const endpoint = endpointOf(root);
  return {
    routes,
    authorizers: [...reading.schemes.values()].flatMap((scheme) => readAuthorizer(scheme, reading)),
    ...readResourcePolicy(root, uri, host),
    endpointTypes: endpoint.types.flatMap((node) => values.text(node) ?? []),
    endpointKey: endpoint.key,
    cors: entryOf(root, 'x-amazon-apigateway-cors') !== undefined,
    complete,
  };
}

function readPaths(reading: Reading): { readonly routes: readonly Route[]; readonly complete: boolean } {
  const { root, values } = reading;
  const routes: Route[] = [];
  let complete = true;
  for (const path of entriesOf(valueOf(root, 'paths'))) {
    const name = path.key.source.text;
    if (!name.startsWith('/') && !isDefaultPath(name)) {
      if (!name.startsWith('x-')) complete = false;
      continue;
    }
    const item = followed(path.value, root);
    const items = item && values.branches(item);
    if (!items) complete = false;
    for (const one of items ?? []) {
      if (functionKeyIn(one)) complete = false;
      for (const operation of entriesOf(one)) {
        const verb = operation.key.source.text.toLowerCase();
        if (!verbs.has(verb) && verb !== anyMethod) continue;
        const written = followed(operation.value, root);
        const bodies = written && values.branches(written);
        if (!bodies) complete = false;
        for (const body of bodies ?? [])
          routes.push(readOperation(body, operation.key, verb, scalarText(path.key), reading));
      }
    }
  }
  return { routes, complete };
}

function readOperation(body: Node, key: ScalarNode, verb: string, path: TextValue, reading: Reading): Route {
  const { root, uri, values, kind, schemes } = reading;
  const isDefault = isDefaultPath(literalOf(path) ?? '');
  const entry = entryOf(body, 'x-amazon-apigateway-integration');
  const integration = followed(entry?.value, root);
  const isWritten = integration?.kind === 'mapping' && !functionKeyIn(integration);
  return {
    uri,
    api: undefined,
    apiKind: kind,
    key: key.span,
    method: isDefault ? undefined : wordAt(verb === anyMethod ? 'ANY' : verb.toUpperCase(), key.source.span),
    path: isDefault ? wordAt('$default', path.span) : path,
    ...authorizationOf(body, { root, values, kind, schemes }),
    integration: isWritten ? readIntegration(integration, uri, values) : undefined,
    complete: !functionKeyIn(body) && (entry === undefined || isWritten),
  };
}

function readIntegration(node: MappingNode, uri: string, values: ValueReader): Integration {
  const text = (name: string): TextValue | undefined => {
    const value = valueOf(node, name);
    return value && values.text(value);
  };
  return {
    uri,
    type: inCapitals(text('type')),
    target: text('uri'),
    targetKey: entryOf(node, 'uri')?.key.span,
    credentials: text('credentials'),
    credentialsKey: entryOf(node, 'credentials')?.key.span,
    httpMethod: inCapitals(text('httpMethod')),
    httpMethodKey: entryOf(node, 'httpMethod')?.key.span,
    subtype: text('integrationSubtype'),
    ...readRequest(node, { parameters: 'requestParameters', templates: 'requestTemplates' }, values),
    at: node.span,
    credentialsName: 'credentials',
    impliedCredentials: false,
  };
}

/** A security scheme with an authorizer behind it: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html */
function readAuthorizer(scheme: SecurityScheme, { uri, values }: Reading): readonly Authorizer[] {
  const node = scheme.authorizer;
  if (!node) return [];
  const text = (name: string): TextValue | undefined => {
    const value = valueOf(node, name);
    return value && values.text(value);
  };
  return [
    {
      id: scheme.name,
      uri,
      api: undefined,
      key: scheme.key,
      kind: authorizerKind(literalOf(text('type'))),
      target: text('authorizerUri'),
      targetKey: entryOf(node, 'authorizerUri')?.key.span,
      credentials: text('authorizerCredentials'),
      credentialsKey: entryOf(node, 'authorizerCredentials')?.key.span,
      at: node.span,
      credentialsName: 'authorizerCredentials',
      permissionSwitch: undefined,
      complete: !functionKeyIn(node),
    },
  ];
}

function readResourcePolicy(
  root: MappingNode,
  uri: string,
  values: ValueReader,
): Pick<OpenApiDefinition, 'policies' | 'policyKey' | 'policyComplete'> {
  const policy = entryOf(root, 'x-amazon-apigateway-policy');
  if (!policy) return { policies: [], policyKey: undefined, policyComplete: !functionKeyIn(root) };
  const use: SlotUse = {
    slot: 'resource',
    span: policy.key.span,
    uri,
    name: 'x-amazon-apigateway-policy',
    carrier: 'OpenAPI',
    attachedTo: [],
    service: 'execute-api',
  };
  const branches = (policy.value && values.branches(policy.value)) ?? [];
  const policies = branches.flatMap((branch) => {
    const node = branch.kind === 'scalar' ? embeddedTree(branch)?.documents[0] : branch;
    return node?.kind === 'mapping' ? [readPolicy(node, { uri, slot: use, values })] : [];
  });
  const isSure = policies.length === 1 && branches.length === 1 && branches[0] === policy.value;
  return { policies, policyKey: policy.key.span, policyComplete: isSure };
}

/** At the top for Swagger 2, under a server for OpenAPI 3; `types` is what API Gateway's own exports hold. */
function endpointOf(root: MappingNode): { readonly types: readonly Node[]; readonly key: Span | undefined } {
  const name = 'x-amazon-apigateway-endpoint-configuration';
  const servers = valueOf(root, 'servers');
  const places = [root, ...(servers?.kind === 'list' ? servers.items : [])];
  const entry = places.map((place) => entryOf(place, name)).find((one) => one !== undefined);
  const types = valueOf(entry?.value, 'types');
  return { types: types?.kind === 'list' ? types.items : types ? [types] : [], key: entry?.key.span };
}

function functionKeyIn(node: Node): boolean {
  return entriesOf(node).some((entry) => entry.key.source.text.startsWith('Fn::'));
}
