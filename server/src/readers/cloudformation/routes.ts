import type { Integration, Route } from '../../model/facts.ts';
import { concatTexts, literalOf, madeText, withOpenPlaceholders, type TextValue } from '../../model/text-value.ts';
import { entryOf, valueOf, type Node } from '../../tree/node.ts';
import { textOf, type ResourceNode, type TemplateFacts } from './template.ts';
import { functionOf } from './values.ts';

/** AWS::ApiGateway::Method: the path comes from the tree of AWS::ApiGateway::Resource. */
export function methodRoutes(resource: ResourceNode, facts: TemplateFacts): Route[] {
  const { properties } = resource;
  const method = textOf(properties, 'HttpMethod', facts);
  const integration = valueOf(properties, 'Integration');
  return [
    {
      uri: facts.uri,
      api: textOf(properties, 'RestApiId', facts),
      apiKind: 'rest',
      key: resource.entry.key.span,
      method,
      path: restPath(valueOf(properties, 'ResourceId'), facts, 0),
      authorization: textOf(properties, 'AuthorizationType', facts),
      authorizationKey: entryOf(properties, 'AuthorizationType')?.key.span,
      authorizer: textOf(properties, 'AuthorizerId', facts),
      authorizationSlot: properties && { at: properties.span, name: 'AuthorizationType', iam: 'AWS_IAM' },
      integration: integration && readMethodIntegration(integration, facts),
      complete: true,
    },
  ];
}

function readMethodIntegration(node: Node, facts: TemplateFacts): Integration {
  const target = textOf(node, 'Uri', facts);
  return {
    uri: facts.uri,
    type: textOf(node, 'Type', facts),
    target: target && withOpenPlaceholders(target),
    targetKey: entryOf(node, 'Uri')?.key.span,
    credentials: textOf(node, 'Credentials', facts),
    credentialsKey: entryOf(node, 'Credentials')?.key.span,
    httpMethod: textOf(node, 'IntegrationHttpMethod', facts),
    httpMethodKey: entryOf(node, 'IntegrationHttpMethod')?.key.span,
    subtype: undefined,
    operation: undefined,
    parameters: undefined,
    parametersKey: undefined,
    at: node.span,
    credentialsName: 'Credentials',
    impliedCredentials: false,
  };
}

/** `/pets/{petId}` from a ResourceId; the root is `/`. Undefined when a part of the chain is not in the template. */
function restPath(node: Node | undefined, facts: TemplateFacts, depth: number): TextValue | undefined {
  const call = functionOf(node);
  const value = node && facts.values.text(node);
  const [part, second] = value?.parts ?? [];
  if (!call || !value || second || part?.kind !== 'reference' || part.to.kind !== 'logical' || depth > 40)
    return undefined;
  if (part.to.attribute === 'RootResourceId') return madeText(value, '/');
  const parent = facts.resources.get(part.to.id);
  if (parent?.type !== 'AWS::ApiGateway::Resource') return undefined;
  const above = restPath(valueOf(parent.properties, 'ParentId'), facts, depth + 1);
  const own = textOf(parent.properties, 'PathPart', facts);
  if (!above || !own) return undefined;
  return literalOf(above) === '/'
    ? concatTexts(value, above, own)
    : concatTexts(value, above, madeText(value, '/'), own);
}

/** AWS::ApiGatewayV2::Route: `GET /pets`, `$default` or a WebSocket route key; the integration is named by `integrations/<id>`. */
export function v2Routes(resource: ResourceNode, facts: TemplateFacts): Route[] {
  const { properties } = resource;
  const key = textOf(properties, 'RouteKey', facts);
  const api = textOf(properties, 'ApiId', facts);
  const { method, path } = routeKeyParts(key);
  return [
    {
      uri: facts.uri,
      api,
      apiKind: apiKindOf(api, facts),
      key: resource.entry.key.span,
      method,
      path,
      authorization: textOf(properties, 'AuthorizationType', facts),
      authorizationKey: entryOf(properties, 'AuthorizationType')?.key.span,
      authorizer: textOf(properties, 'AuthorizerId', facts),
      authorizationSlot: properties && { at: properties.span, name: 'AuthorizationType', iam: 'AWS_IAM' },
      integration: targetIntegration(textOf(properties, 'Target', facts), facts),
      complete: true,
    },
  ];
}

function routeKeyParts(key: TextValue | undefined): { method: TextValue | undefined; path: TextValue | undefined } {
  const text = literalOf(key);
  const match = text === undefined ? undefined : /^([A-Z]+) (\/.*)$/.exec(text);
  if (!key || !match) return { method: undefined, path: key };
  return { method: madeText(key, match[1] ?? ''), path: madeText(key, match[2] ?? '') };
}

function apiKindOf(api: TextValue | undefined, facts: TemplateFacts): 'http' | 'websocket' {
  const part = api?.parts[0];
  const resource =
    part?.kind === 'reference' && part.to.kind === 'logical' ? facts.resources.get(part.to.id) : undefined;
  return literalOf(resource && textOf(resource.properties, 'ProtocolType', facts)) === 'WEBSOCKET'
    ? 'websocket'
    : 'http';
}

function targetIntegration(target: TextValue | undefined, facts: TemplateFacts): Integration | undefined {
  const named = target?.parts.find((part) => part.kind === 'reference');
  const resource =
    named?.kind === 'reference' && named.to.kind === 'logical' ? facts.resources.get(named.to.id) : undefined;
  if (resource?.type !== 'AWS::ApiGatewayV2::Integration') return undefined;
  const { properties } = resource;
  const uri = textOf(properties, 'IntegrationUri', facts);
  return {
    uri: facts.uri,
    type: textOf(properties, 'IntegrationType', facts),
    target: uri && withOpenPlaceholders(uri),
    targetKey: entryOf(properties, 'IntegrationUri')?.key.span,
    credentials: textOf(properties, 'CredentialsArn', facts),
    credentialsKey: entryOf(properties, 'CredentialsArn')?.key.span,
    httpMethod: textOf(properties, 'IntegrationMethod', facts),
    httpMethodKey: entryOf(properties, 'IntegrationMethod')?.key.span,
    subtype: textOf(properties, 'IntegrationSubtype', facts),
    operation: undefined,
    parameters: undefined,
    parametersKey: undefined,
    at: properties?.span ?? resource.node.span,
    credentialsName: 'CredentialsArn',
    impliedCredentials: false,
  };
}
