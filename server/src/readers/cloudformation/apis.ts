import { stringOf, valueOf, entryOf } from '../../tree/node.ts';
import { readOpenApi } from '../openapi.ts';
import { selfText, textOf, type ResourceNode, type TemplateFacts } from './template.ts';
import { functionOf } from './values.ts';

/** AWS::ApiGateway::RestApi, with the definition in its Body. */
export function readRestApi(resource: ResourceNode, facts: TemplateFacts): void {
  readApi(resource, 'rest', 'Name', facts);
}

/** AWS::ApiGatewayV2::Api: an HTTP or a WebSocket API. */
export function readV2Api(resource: ResourceNode, facts: TemplateFacts): void {
  const kind = stringOf(valueOf(resource.properties, 'ProtocolType')) === 'WEBSOCKET' ? 'websocket' : 'http';
  readApi(resource, kind, 'Name', facts);
}

/** Reads an API resource whose definition may stand in `Body` (or, for SAM, DefinitionBody) or in another file. */
export function readApi(
  resource: ResourceNode,
  kind: 'rest' | 'http' | 'websocket',
  name: string,
  facts: TemplateFacts,
): void {
  const { properties } = resource;
  const body = valueOf(properties, 'Body') ?? valueOf(properties, 'DefinitionBody');
  const elsewhere = entryOf(properties, 'BodyS3Location') ?? entryOf(properties, 'DefinitionUri');
  // Quick create: the API makes a default route of its own.
  let complete = entryOf(properties, 'Target') === undefined;
  const include = functionOf(body);
  if (include?.name === 'Fn::Transform') {
    complete = false;
    const location = valueOf(include.argument, 'Parameters', 'Location');
    link(stringOf(location), location?.kind === 'scalar' ? location.source.span : include.key);
  } else if (body) {
    const read = body.kind === 'mapping' && !include ? readOpenApi(body, facts.uri, facts.values) : undefined;
    if (!read?.complete) complete = false;
    for (const route of read?.routes ?? []) facts.routes.push({ ...route, api: selfText(resource), apiKind: kind });
    for (const policy of read?.policies ?? []) facts.policies.push(policy);
  }
  if (elsewhere) {
    complete = false;
    link(
      elsewhere.value?.kind === 'scalar' ? stringOf(elsewhere.value) : undefined,
      elsewhere.value?.span ?? elsewhere.key.span,
    );
  }
  facts.apis.push({
    id: resource.id,
    uri: facts.uri,
    kind,
    key: resource.entry.key.span,
    name: textOf(properties, name, facts),
    properties: properties?.span,
    endpointTypes: [],
    endpointKey: undefined,
    policies: [],
    policyKey: entryOf(properties, 'Policy')?.key.span,
    policyComplete: complete,
    cors: entryOf(properties, 'CorsConfiguration') !== undefined,
    complete,
  });

  function link(path: string | undefined, span: { start: number; end: number }): void {
    if (path === undefined || /^[a-z0-9]+:\/\//i.test(path) || kind === 'websocket') return;
    facts.links.push({ kind: 'api-definition', span, path, api: resource.id, apiKind: kind });
  }
}
