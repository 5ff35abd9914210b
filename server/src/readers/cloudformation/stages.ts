import { literalOf, madeText, type TextValue } from '../../model/text-value.ts';
import type { Span } from '../../text/span.ts';
import { entriesOf, entryOf, valueOf, type Node } from '../../tree/node.ts';
import { branchItems, isPlain, selfText, textOf, type ResourceNode, type TemplateFacts } from './template.ts';

/** AWS::ApiGateway::Stage: its settings stand in its properties. */
export function readRestStage(resource: ResourceNode, facts: TemplateFacts): void {
  addRestStage(resource, resource.properties, facts);
}

/** AWS::ApiGateway::Deployment makes a stage when it names one; the settings stand in `StageDescription`. */
export function readDeployment(resource: ResourceNode, facts: TemplateFacts): void {
  if (entryOf(resource.properties, 'StageName'))
    addRestStage(resource, valueOf(resource.properties, 'StageDescription'), facts);
}

function addRestStage(resource: ResourceNode, settings: Node | undefined, facts: TemplateFacts): void {
  const { properties } = resource;
  facts.stages.push({
    id: resource.id,
    uri: facts.uri,
    api: textOf(properties, 'RestApiId', facts),
    key: resource.entry.key.span,
    name: textOf(properties, 'StageName', facts),
    cachingKey: cachingKeyOf(settings, facts),
    loggingKey: loggingKeyOf(settings, facts),
    complete: isPlain(properties) && isPlain(settings) && isPlain(valueOf(properties, 'StageDescription')),
  });
}

/**
 * Caching takes a cluster and a setting that switches it on for methods
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html).
 */
export function cachingKeyOf(settings: Node | undefined, facts: TemplateFacts): Span | undefined {
  if (!isTrue(textOf(settings, 'CacheClusterEnabled', facts))) return undefined;
  return methodSettingsOf(settings, facts)
    .filter((node) => isTrue(textOf(node, 'CachingEnabled', facts)))
    .map((node) => entryOf(node, 'CachingEnabled')?.key.span)[0];
}

/** Execution logs (a level other than OFF) and access logs that go to CloudWatch; both are written by the account's role. */
export function loggingKeyOf(settings: Node | undefined, facts: TemplateFacts): Span | undefined {
  for (const node of methodSettingsOf(settings, facts)) {
    const level = literalOf(textOf(node, 'LoggingLevel', facts));
    if (level === 'INFO' || level === 'ERROR') return entryOf(node, 'LoggingLevel')?.key.span;
  }
  const access = entryOf(settings, 'AccessLogSetting');
  const destination = textOf(access?.value, 'DestinationArn', facts);
  return destination && isLogGroup(destination, facts) ? access?.key.span : undefined;
}

/** The settings of methods, and those that a StageDescription gives to all. */
function methodSettingsOf(settings: Node | undefined, facts: TemplateFacts): readonly Node[] {
  return [...(settings ? [settings] : []), ...branchItems(valueOf(settings, 'MethodSettings'), facts)];
}

/** AWS::ApiGatewayV2::Stage. Only WebSocket APIs write their logs with the account's role. */
export function readV2Stage(resource: ResourceNode, facts: TemplateFacts): void {
  const { properties } = resource;
  const api = textOf(properties, 'ApiId', facts);
  facts.stages.push({
    id: resource.id,
    uri: facts.uri,
    api,
    key: resource.entry.key.span,
    name: textOf(properties, 'StageName', facts),
    cachingKey: undefined,
    loggingKey: isWebSocket(api, facts) ? v2LoggingKeyOf(properties, facts) : undefined,
    complete: isPlain(properties),
  });
}

export function v2LoggingKeyOf(properties: Node | undefined, facts: TemplateFacts): Span | undefined {
  const ofRoutes = entriesOf(valueOf(properties, 'RouteSettings')).map((entry) => entry.value);
  for (const node of [valueOf(properties, 'DefaultRouteSettings'), ...ofRoutes]) {
    const level = literalOf(textOf(node, 'LoggingLevel', facts));
    if (level === 'INFO' || level === 'ERROR') return entryOf(node, 'LoggingLevel')?.key.span;
  }
  const access = entryOf(properties, 'AccessLogSettings');
  const destination = textOf(access?.value, 'DestinationArn', facts);
  return destination && isLogGroup(destination, facts) ? access?.key.span : undefined;
}

function isWebSocket(api: TextValue | undefined, facts: TemplateFacts): boolean {
  return facts.apis.some(({ id, kind }) => kind === 'websocket' && id === resourceNamedBy(api));
}

/** Access logs may go to Firehose, which takes another role. */
function isLogGroup(destination: TextValue, facts: TemplateFacts): boolean {
  const id = resourceNamedBy(destination);
  if (id !== undefined) return facts.resources.get(id)?.type === 'AWS::Logs::LogGroup';
  return destination.parts.some((part) => part.kind === 'literal' && part.source.text.includes(':log-group:'));
}

function resourceNamedBy(text: TextValue | undefined): string | undefined {
  const [part, second] = text?.parts ?? [];
  return !second && part?.kind === 'reference' && part.to.kind === 'logical' ? part.to.id : undefined;
}

/** Quick create gives an HTTP API the stage `$default`. */
export function addQuickStage(resource: ResourceNode, facts: TemplateFacts): void {
  const key = resource.entry.key.span;
  facts.stages.push({
    id: resource.id,
    uri: facts.uri,
    api: selfText(resource),
    key,
    name: madeText({ span: key, at: key }, '$default'),
    cachingKey: undefined,
    loggingKey: undefined,
    complete: true,
  });
}

function isTrue(text: TextValue | undefined): boolean {
  return literalOf(text)?.toLowerCase() === 'true';
}
