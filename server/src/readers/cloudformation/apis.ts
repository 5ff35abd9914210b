import type { Api } from '../../model/facts.ts';
import { literalOf, type TextValue } from '../../model/text-value.ts';
import type { Span } from '../../text/span.ts';
import { stringOf, valueOf, entryOf, type MappingNode, type Node } from '../../tree/node.ts';
import { readOpenApi } from '../openapi.ts';
import { isOneDocument, type DocumentIndexes } from './documents.ts';
import { addQuickRoute } from './routes.ts';
import { addQuickStage } from './stages.ts';
import { isPlain, selfText, textOf, textsOf, type ResourceNode, type TemplateFacts } from './template.ts';
import { functionOf } from './values.ts';

/** AWS::ApiGateway::RestApi, with the definition in its Body. */
export function readRestApi(resource: ResourceNode, documents: DocumentIndexes, facts: TemplateFacts): void {
  const entry = entryOf(resource.properties, 'Policy');
  const policies = documents.get('Policy') ?? [];
  const isSure = isOneDocument(entry, policies, facts);
  readApi(resource, 'rest', 'Name', facts, { policies, key: entry?.key.span, isSure });
}

/** AWS::ApiGatewayV2::Api: an HTTP or a WebSocket API. */
export function readV2Api(resource: ResourceNode, facts: TemplateFacts): void {
  const kind = stringOf(valueOf(resource.properties, 'ProtocolType')) === 'WEBSOCKET' ? 'websocket' : 'http';
  // There is no such property, though people write it.
  const policy = entryOf(resource.properties, 'Policy');
  readApi(resource, kind, 'Name', facts, { ...noPolicy, key: policy?.key.span });
  if (entryOf(resource.properties, 'Target')) {
    addQuickRoute(resource, facts);
    addQuickStage(resource, facts);
  }
}

/** A resource policy that stands beside the definition. */
interface OwnPolicy {
  readonly policies: readonly number[];
  readonly key: Span | undefined;
  /** There is exactly that one, or none. */
  readonly isSure: boolean;
}

const noPolicy: OwnPolicy = { policies: [], key: undefined, isSure: true };

/** Reads an API resource whose definition may stand in `Body` (or, for SAM, DefinitionBody) or in another file. */
export function readApi(
  resource: ResourceNode,
  kind: 'rest' | 'http' | 'websocket',
  name: string,
  facts: TemplateFacts,
  own: OwnPolicy = noPolicy,
): void {
  const { properties } = resource;
  const definition = readDefinition(resource, kind, facts);
  const elsewhere = entryOf(properties, 'BodyS3Location') ?? entryOf(properties, 'DefinitionUri');
  const complete = definition.complete && isPlain(properties) && entryOf(properties, 'CloneFrom') === undefined;
  // Everything but what the other file says is here.
  const whole = complete && own.isSure && definition.policyComplete;
  const sources = [
    ...definition.includes.map((one) => ({ ...one, isIncluded: true })),
    ...(elsewhere
      ? [{ path: pathOf(elsewhere.value), span: wordOf(elsewhere.value) ?? elsewhere.key.span, isIncluded: false }]
      : []),
  ];
  for (const { path, span, isIncluded } of sources) {
    if (path === undefined || /^[a-z0-9]+:\/\//i.test(path) || kind === 'websocket') continue;
    facts.links.push({
      kind: 'api-definition',
      span,
      path,
      api: resource.id,
      apiKind: kind,
      whole: whole && sources.length === 1,
      ...(isIncluded ? { included: true as const } : {}),
    });
  }
  const endpoint = entryOf(properties, 'EndpointConfiguration');
  const api: Api = {
    id: resource.id,
    uri: facts.uri,
    kind,
    key: resource.entry.key.span,
    name: textOf(properties, name, facts),
    properties: properties?.span,
    endpointTypes: endpoint ? endpointTypesOf(endpoint.value, facts) : definition.endpointTypes,
    endpointKey: endpoint?.key.span ?? definition.endpointKey,
    policies: [...own.policies, ...definition.policies],
    policyKey: own.key ?? definition.policyKey,
    // Of a policy in both places nothing says which counts.
    policyComplete:
      own.isSure &&
      definition.policyComplete &&
      sources.length === 0 &&
      (own.key === undefined || definition.policyKey === undefined),
    cors: isGiven(properties, 'CorsConfiguration', facts) || definition.cors,
    complete: complete && sources.length === 0,
  };
  facts.apis.push(api);
}

interface Definition extends Pick<
  Api,
  'endpointTypes' | 'endpointKey' | 'policies' | 'policyKey' | 'policyComplete' | 'cors' | 'complete'
> {
  /** Files that are brought in by `AWS::Include`; undefined where the place is computed. */
  readonly includes: readonly { readonly path: string | undefined; readonly span: Span }[];
}

/** Reads the definition that stands in the API's own properties and adds its routes, authorizers and policies to the facts. */
function readDefinition(resource: ResourceNode, kind: 'rest' | 'http' | 'websocket', facts: TemplateFacts): Definition {
  const body = valueOf(resource.properties, 'Body') ?? valueOf(resource.properties, 'DefinitionBody');
  const parameters = valueOf(resource.properties, 'Parameters', 'endpointConfigurationTypes');
  const nothing: Definition = {
    endpointTypes: textsOf(parameters, facts),
    endpointKey: entryOf(valueOf(resource.properties, 'Parameters'), 'endpointConfigurationTypes')?.key.span,
    policies: [],
    policyKey: undefined,
    policyComplete: true,
    cors: false,
    complete: true,
    includes: [],
  };
  if (!body) return nothing;
  const include = includeIn(body);
  const unread = { ...nothing, policyComplete: false, complete: false };
  if (functionOf(body)?.name === 'Fn::Transform') return include ? { ...nothing, includes: [include] } : unread;
  const branches = facts.values.branches(body);
  const [only, second] = branches ?? [];
  if (only?.kind !== 'mapping' || second || functionOf(only)) return unread;
  const read = readOpenApi(only, facts.uri, facts.values, kind);
  const first = facts.policies.length;
  facts.policies.push(...read.policies);
  for (const route of read.routes) facts.routes.push({ ...route, api: selfText(resource), apiKind: kind });
  for (const authorizer of read.authorizers) facts.authorizers.push({ ...authorizer, api: selfText(resource) });
  return {
    endpointTypes: read.endpointTypes.length > 0 ? read.endpointTypes : nothing.endpointTypes,
    endpointKey: read.endpointKey ?? nothing.endpointKey,
    policies: read.policies.map((_, i) => first + i),
    policyKey: read.policyKey,
    policyComplete: read.policyComplete && only === body,
    cors: read.cors,
    complete: read.complete && only === body,
    includes: [include, includeIn(valueOf(only, 'paths'))].filter((one) => one !== undefined),
  };
}

/** `Fn::Transform: {Name: AWS::Include, Parameters: {Location: ...}}`, as the whole of a mapping or beside its keys. */
function includeIn(body: Node | undefined): { readonly path: string | undefined; readonly span: Span } | undefined {
  const transform = entryOf(body, 'Fn::Transform');
  if (stringOf(valueOf(transform?.value, 'Name')) !== 'AWS::Include') return undefined;
  const location = valueOf(transform?.value, 'Parameters', 'Location');
  return transform && { path: pathOf(location), span: wordOf(location) ?? transform.key.span };
}

/** A text without its quotes, or the whole node. */
function wordOf(node: Node | undefined): Span | undefined {
  return node?.kind === 'scalar' ? node.source.span : node?.span;
}

function pathOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' ? stringOf(node) : undefined;
}

/** CloudFormation's `{Types: [PRIVATE]}`, SAM's `{Type: PRIVATE}` or `PRIVATE` alone. */
function endpointTypesOf(node: Node | undefined, facts: TemplateFacts): readonly TextValue[] {
  if (!node) return [];
  const branches = facts.values.branches(node) ?? [node];
  return branches.flatMap((branch) =>
    isWritten(branch)
      ? textsOf(valueOf(branch, 'Types') ?? valueOf(branch, 'Type'), facts)
      : (facts.values.text(branch) ?? []),
  );
}

function isWritten(node: Node): node is MappingNode {
  return node.kind === 'mapping' && !functionOf(node);
}

/** Present, and nothing that may be left out. */
function isGiven(properties: Node | undefined, name: string, facts: TemplateFacts): boolean {
  const node = valueOf(properties, name);
  if (!node) return false;
  return facts.values.branches(node)?.length !== 0 && literalOf(facts.values.text(node)) !== '';
}
