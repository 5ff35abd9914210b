import type { Integration } from '../../model/facts.ts';
import { concatTexts, literalOf, madeText, splitText, type TextValue } from '../../model/text-value.ts';
import { entryOf, valueOf, type Node } from '../../tree/node.ts';
import { inCapitals } from '../capital-letters.ts';
import { quickIntegration, readMethodIntegration, readV2Integration } from './integrations.ts';
import { isPlain, selfText, textOf, type ResourceNode, type TemplateFacts } from './template.ts';
import { functionOf } from './values.ts';

/** AWS::ApiGateway::Method: the path comes from the tree of AWS::ApiGateway::Resource. */
export function readMethod(resource: ResourceNode, facts: TemplateFacts): void {
  const { properties } = resource;
  const integration = valueOf(properties, 'Integration');
  const isWritten = isPlain(integration);
  facts.routes.push({
    uri: facts.uri,
    api: textOf(properties, 'RestApiId', facts),
    apiKind: 'rest',
    key: resource.entry.key.span,
    method: inCapitals(textOf(properties, 'HttpMethod', facts)),
    path: restPath(valueOf(properties, 'ResourceId'), facts),
    authorization: inCapitals(textOf(properties, 'AuthorizationType', facts)),
    authorizationKey: entryOf(properties, 'AuthorizationType')?.key.span,
    authorizer: textOf(properties, 'AuthorizerId', facts),
    authorizationSlot: properties && { at: properties.span, name: 'AuthorizationType', iam: 'AWS_IAM' },
    integration: integration && isWritten ? readMethodIntegration(integration, facts) : undefined,
    complete: isPlain(properties) && isWritten,
  });
}

/** An API has at most 300 resources, so no path is longer: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const longestPath = 300;

/** `/pets/{petId}` from a ResourceId; the root is `/`. Undefined when a part of the chain is not in the template, or it is a circle. */
function restPath(start: Node | undefined, facts: TemplateFacts): TextValue | undefined {
  const segments: TextValue[] = [];
  let node = start;
  let place: TextValue | undefined;
  while (segments.length <= longestPath) {
    const value = functionOf(node) && node && facts.values.text(node);
    const [part, second] = value?.parts ?? [];
    if (!value || second || part?.kind !== 'reference' || part.to.kind !== 'logical') return undefined;
    place ??= value;
    if (part.to.attribute === 'RootResourceId') {
      if (segments.length === 0) return madeText(place, '/');
      const slash = madeText(place, '/');
      return concatTexts(place, ...segments.reverse().flatMap((segment) => [slash, segment]));
    }
    const parent = facts.resources.get(part.to.id);
    const own = parent?.type === 'AWS::ApiGateway::Resource' ? textOf(parent.properties, 'PathPart', facts) : undefined;
    if (!own) return undefined;
    segments.push(own);
    node = valueOf(parent?.properties, 'ParentId');
  }
  return undefined;
}

/** AWS::ApiGatewayV2::Route: `GET /pets`, `$default` or a WebSocket route key; the integration is named by `integrations/<id>`. */
export function readV2Route(resource: ResourceNode, facts: TemplateFacts): void {
  const { properties } = resource;
  const api = textOf(properties, 'ApiId', facts);
  const apiKind = apiKindOf(api, facts);
  const integration = namedIntegration(textOf(properties, 'Target', facts), facts);
  facts.routes.push({
    uri: facts.uri,
    api,
    apiKind,
    key: resource.entry.key.span,
    ...routeKeyParts(textOf(properties, 'RouteKey', facts), apiKind),
    authorization: inCapitals(textOf(properties, 'AuthorizationType', facts)),
    authorizationKey: entryOf(properties, 'AuthorizationType')?.key.span,
    authorizer: textOf(properties, 'AuthorizerId', facts),
    authorizationSlot: properties && { at: properties.span, name: 'AuthorizationType', iam: 'AWS_IAM' },
    integration,
    complete: isPlain(properties) && (integration !== undefined || entryOf(properties, 'Target') === undefined),
  });
}

/** Quick create: an HTTP API with a `Target` makes one route by itself, the default one unless a `RouteKey` says otherwise. */
export function addQuickRoute(resource: ResourceNode, facts: TemplateFacts): void {
  const { properties } = resource;
  const key = resource.entry.key.span;
  const routeKey = textOf(properties, 'RouteKey', facts) ?? madeText({ span: key, at: key }, '$default');
  facts.routes.push({
    uri: facts.uri,
    api: selfText(resource),
    apiKind: 'http',
    key,
    ...routeKeyParts(routeKey, 'http'),
    authorization: undefined,
    authorizationKey: undefined,
    authorizer: undefined,
    authorizationSlot: undefined,
    integration: quickIntegration(resource, facts),
    complete: true,
  });
}

function routeKeyParts(
  key: TextValue | undefined,
  apiKind: 'http' | 'websocket',
): { method: TextValue | undefined; path: TextValue | undefined } {
  if (!key || apiKind === 'websocket') return { method: undefined, path: key };
  const [method, path] = splitText(key, ' ', 2);
  if (method && path && /^[A-Z]+$/i.test(literalOf(method) ?? '')) return { method: inCapitals(method), path };
  // A computed key may hold a verb.
  return { method: undefined, path: literalOf(key) === undefined ? undefined : key };
}

function apiKindOf(api: TextValue | undefined, facts: TemplateFacts): 'http' | 'websocket' {
  const resource = resourceIn(api, facts);
  return literalOf(resource && textOf(resource.properties, 'ProtocolType', facts)) === 'WEBSOCKET'
    ? 'websocket'
    : 'http';
}

function namedIntegration(target: TextValue | undefined, facts: TemplateFacts): Integration | undefined {
  const resource = resourceIn(target, facts);
  if (resource?.type !== 'AWS::ApiGatewayV2::Integration' || !isPlain(resource.properties)) return undefined;
  return readV2Integration(resource, facts);
}

/** The resource that a text refers to, wherever in it. */
function resourceIn(text: TextValue | undefined, facts: TemplateFacts): ResourceNode | undefined {
  const named = text?.parts.find((part) => part.kind === 'reference');
  return named?.kind === 'reference' && named.to.kind === 'logical' ? facts.resources.get(named.to.id) : undefined;
}
