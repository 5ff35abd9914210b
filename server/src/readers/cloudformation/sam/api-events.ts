import type { Integration, LambdaPermission, Route } from '../../../model/facts.ts';
import {
  concatTexts,
  executeApiArnHead,
  literalOf,
  madeText,
  type Reference,
  type TextValue,
} from '../../../model/text-value.ts';
import type { Span } from '../../../text/span.ts';
import { entriesOf, entryOf, stringOf, valueOf, type Entry, type Node } from '../../../tree/node.ts';
import { functionOf } from '../values.ts';
import { textOf } from '../template.ts';
import { eventCredentials } from './credentials.ts';
import {
  methodName,
  newApi,
  referenceTo,
  routeAt,
  withStars,
  type Demand,
  type SamApi,
  type SamRoute,
} from './sam-api.ts';
import { at, isGiven, isTrue, keyOf, type SamTemplate } from './sam-template.ts';
import { propertiesWithGlobals } from './globals.ts';

/** An event of a function or state machine that makes a route. */
export interface ApiEvent {
  readonly entry: Entry;
  readonly key: Span;
  readonly properties: Node | undefined;
  readonly kind: 'rest' | 'http';
  /** The API as the event names it; SAM's own one where it names none. */
  readonly named: TextValue | undefined;
  readonly api: SamApi | undefined;
  readonly path: TextValue | undefined;
  /** As written. */
  readonly method: TextValue | undefined;
}

const implied = { rest: 'ServerlessRestApi', http: 'ServerlessHttpApi' } as const;

/** The events of API kinds, in the order in which SAM makes them: `$default` of HTTP APIs before other paths. */
export function apiEvents(owner: Node | undefined, template: SamTemplate): readonly ApiEvent[] {
  const events = entriesOf(valueOf(owner, 'Events')).flatMap((entry): readonly ApiEvent[] => {
    const type = stringOf(valueOf(entry.value, 'Type'));
    const kind = type === 'Api' ? 'rest' : type === 'HttpApi' ? 'http' : undefined;
    return kind ? [readApiEvent(entry, kind, template)] : [];
  });
  return [...events.filter(isDefault), ...events.filter((event) => !isDefault(event))];
}

function readApiEvent(entry: Entry, kind: 'rest' | 'http', template: SamTemplate): ApiEvent {
  const { facts } = template;
  const key = entry.key.span;
  const properties = valueOf(entry.value, 'Properties');
  const name = kind === 'rest' ? 'RestApiId' : 'ApiId';
  const node = valueOf(properties, name);
  const named = entryOf(properties, name)
    ? node && facts.values.text(node)
    : madeText(at(key), { kind: 'logical', id: implied[kind] });
  const id = idIn(node) ?? (node ? undefined : implied[kind]);
  const path = textOf(properties, 'Path', facts);
  const method = textOf(properties, 'Method', facts);
  const isWhole = kind === 'http' && !path && !method;
  return {
    entry,
    key,
    properties,
    kind,
    named,
    api: id === undefined ? undefined : apiWith(id, kind, key, !node, template),
    path: isWhole ? madeText(at(key), '$default') : path,
    method: isWhole ? madeText(at(key), 'any') : method,
  };
}

/** SAM takes a reference to an API and its bare logical id alike. */
function idIn(node: Node | undefined): string | undefined {
  const call = functionOf(node);
  return call?.name === 'Ref' ? stringOf(call.argument) : stringOf(node);
}

function apiWith(
  id: string,
  kind: 'rest' | 'http',
  key: Span,
  isImplied: boolean,
  { apis, root, facts }: SamTemplate,
): SamApi | undefined {
  const known = apis.get(id);
  if (known || !isImplied || facts.resources.has(id)) return known;
  const properties = propertiesWithGlobals(
    root,
    kind === 'rest' ? 'AWS::Serverless::Api' : 'AWS::Serverless::HttpApi',
    undefined,
    undefined,
  );
  const api = newApi(id, kind, key, undefined, properties);
  apis.set(id, api);
  return api;
}

function isDefault(event: ApiEvent): boolean {
  return event.kind === 'http' && literalOf(event.path) === '$default';
}

/** The function that events invoke: its alias where SAM publishes one. */
export interface InvokedBySam {
  readonly id: string;
  /** As the integration's URI names it. */
  readonly target: Reference;
  /** As a permission names it. */
  readonly grantee: Reference;
  readonly hasAlias: boolean;
}

/** The routes of a function's events, and the permissions that SAM makes for them. */
export function readFunctionEvents(owner: Node | undefined, invoked: InvokedBySam, template: SamTemplate): void {
  const ownsDefault = new Set<SamApi>();
  for (const event of apiEvents(owner, template)) {
    const { api, kind } = event;
    const isCovered =
      kind === 'http' &&
      api !== undefined &&
      !isDefault(event) &&
      !invoked.hasAlias &&
      (ownsDefault.has(api) || definitionDefaults(api, invoked.id));
    if (!isCovered) template.facts.permissions.push(permissionOf(event, invoked, template));
    const integration = functionIntegration(event, invoked, template);
    if (kind === 'rest') addRestRoute(event, integration, template, { isOfFunction: true });
    else addHttpRoute(event, integration, template);
    if (isDefault(event) && methodOf(event) === 'any' && api) ownsDefault.add(api);
  }
}

/** The definition's own `$default` route invokes that function: SAM takes its permission for granted. */
function definitionDefaults(api: SamApi, id: string): boolean {
  const uri = valueOf(
    api.definition,
    'paths',
    '$default',
    'x-amazon-apigateway-any-method',
    'x-amazon-apigateway-integration',
    'uri',
  );
  const text = stringOf(valueOf(uri, 'Fn::Sub')) ?? '';
  return /([A-Za-z0-9]+)\.Arn/.exec(text)?.[1] === id;
}

/** In small letters; `any` for every method. Undefined when it is computed or missing. */
function methodOf(event: ApiEvent): string | undefined {
  const method = literalOf(event.method);
  return method === undefined ? undefined : methodName(method);
}

/** The path as definitions are read: `$default` has two spellings. */
function pathOf(event: ApiEvent): string | undefined {
  const path = literalOf(event.path);
  return event.kind === 'http' && path === '/$default' ? '$default' : path;
}

function permissionOf(event: ApiEvent, invoked: InvokedBySam, { facts }: SamTemplate): LambdaPermission {
  const place = at(event.key);
  const tail = sourceArnTail(event);
  return {
    id: '',
    uri: facts.uri,
    key: event.key,
    properties: undefined,
    action: madeText(place, 'lambda:InvokeFunction'),
    function: madeText(place, invoked.grantee),
    qualifier: undefined,
    principal: madeText(place, 'apigateway.amazonaws.com'),
    sourceArn:
      tail !== undefined && event.named
        ? concatTexts(place, madeText(place, ...executeApiArnHead), event.named, madeText(place, tail))
        : undefined,
    sourceArnKey: undefined,
    sourceAccount: undefined,
    written: false,
    complete: tail !== undefined && event.named !== undefined,
  };
}

/** `/…/GET/pets/*`, after the API's id: what SAM grants for the event. */
function sourceArnTail(event: ApiEvent): string | undefined {
  const written = literalOf(event.path);
  const method = literalOf(event.method)?.toLowerCase();
  if (written === undefined || method === undefined) return undefined;
  const trimmed = written.replace(/^(.+)\/$/, '$1');
  if (event.kind === 'rest') {
    return `/*/${method === 'any' ? '*' : method.toUpperCase()}${withStars(trimmed, 'rest')}`;
  }
  const path = trimmed === '$default' ? '' : withStars(trimmed, 'http');
  const verb = methodName(method) === 'any' ? '*' : method.toUpperCase();
  return method === 'any' && path === '/$default' ? `/*${path}` : `/*/${verb}${path}`;
}

function functionIntegration(event: ApiEvent, invoked: InvokedBySam, template: SamTemplate): Integration {
  const { facts } = template;
  const place = at(event.key);
  const streams = stringOf(valueOf(event.properties, 'ResponseTransferMode')) === 'RESPONSE_STREAM';
  const auth = valueOf(event.properties, 'Auth');
  return {
    uri: facts.uri,
    type: madeText(place, 'AWS_PROXY'),
    target: madeText(
      place,
      'arn:',
      { kind: 'pseudo', name: 'AWS::Partition' },
      ':apigateway:',
      { kind: 'pseudo', name: 'AWS::Region' },
      `:lambda:path/${streams ? '2021-11-15' : '2015-03-31'}/functions/`,
      invoked.target,
      streams ? '/response-streaming-invocations' : '/invocations',
    ),
    targetKey: undefined,
    httpMethod: madeText(place, 'POST'),
    httpMethodKey: undefined,
    subtype: undefined,
    operation: undefined,
    parameters: [],
    parametersKey: undefined,
    at: authAt(event, auth),
    credentialsName: 'InvokeRole',
    ...eventCredentials(event.kind, auth, event.api?.auth, event.key, facts),
  };
}

/** The mapping where InvokeRole is written: of the event, else of the API, whose default it then is. */
function authAt(event: ApiEvent, auth: Node | undefined): Span {
  const ofApi = event.api?.auth;
  if (auth?.kind === 'mapping') return auth.span;
  return ofApi?.kind === 'mapping' ? ofApi.span : (event.properties?.span ?? event.entry.value?.span ?? event.key);
}

/** The route of a REST event, where SAM adds it to the API's definition; else what the event says of the definition's own route. */
export function addRestRoute(
  event: ApiEvent,
  integration: Integration,
  template: SamTemplate,
  { isOfFunction }: { readonly isOfFunction: boolean },
): void {
  const { api } = event;
  const auth = valueOf(event.properties, 'Auth');
  const existing = api && routeAt(api, pathOf(event), methodOf(event));
  const overrides = isOfFunction && isGiven(valueOf(auth, 'OverrideApiAuth'));
  // Merged into a definition, `any` stays the word that it is, which no OpenAPI document knows.
  const isMerged = isOfFunction && api?.mergesEvents === true && literalOf(event.method)?.toLowerCase() !== 'any';
  const isMade = !api || api.managed || isMerged;
  const known = literalOf(event.path);
  if (known !== undefined && (api?.managed || (isOfFunction && api?.mergesEvents))) api.paths.add(known);
  if (isMade) {
    const security = demandsOf(event);
    if (existing) api.routes.splice(api.routes.indexOf(existing), 1);
    takeRoute(event, integration, security, existing, template);
  } else if (existing && overrides) {
    const demands = demandsOf(event);
    if (existing.security.length === 0 && demands.some((one) => literalOf(one.name) === 'AWS_IAM'))
      api.definesIam = true;
    existing.security = [...existing.security, ...demands];
  }
  const policy = valueOf(auth, 'ResourcePolicy');
  // What is merged into a definition is the route alone.
  if (api && isGiven(policy) && known !== undefined && (api.managed || overrides))
    api.eventPolicies.push({ policy, path: known, stage: isOfFunction ? stageOfEvents(api) : { Ref: 'AWS::NoValue' } });
}

/** Events of functions name the stage by its text (of one that is computed SAM writes the word Stage), those of state machines by nothing. */
function stageOfEvents(api: SamApi): string {
  if (!api.resource) return 'Prod';
  return stringOf(valueOf(api.properties, 'StageName')) ?? 'Stage';
}

/** HTTP APIs get the route of an event even beside a definition of their own, unless that has it. */
function addHttpRoute(event: ApiEvent, integration: Integration, template: SamTemplate): void {
  const { api } = event;
  const existing = api && routeAt(api, pathOf(event), methodOf(event));
  if (existing?.route.integration) existing.security = [...existing.security, ...demandsOf(event)];
  else if (!api || api.managed || api.definition) {
    if (existing) api.routes.splice(api.routes.indexOf(existing), 1);
    takeRoute(event, integration, demandsOf(event), existing, template);
  }
}

/**
 * A route of an API that the template does not show is a fact of its own; others wait for what their API says. What the definition
 * demands of an operation that an event is merged into stays, unless the event demands something itself.
 */
function takeRoute(
  event: ApiEvent,
  integration: Integration,
  security: readonly Demand[],
  existing: SamRoute | undefined,
  { facts }: SamTemplate,
): void {
  const { api, kind, key } = event;
  const inherited = security.length === 0 ? existing?.route : undefined;
  const isWhole = kind === 'http' && pathOf(event) === '$default';
  const method = methodOf(event);
  const route: Route = {
    uri: facts.uri,
    api: event.named && literalOf(event.named) !== undefined ? event.named : api ? referenceTo(api, key) : event.named,
    apiKind: kind,
    key,
    method: isWhole ? undefined : method === undefined ? event.method : madeText(at(key), method.toUpperCase()),
    path: isWhole ? madeText(event.path ?? at(key), '$default') : event.path,
    authorization: inherited?.authorization,
    authorizationKey: inherited?.authorizationKey,
    authorizer: inherited?.authorizer,
    authorizationSlot: slotOf(event),
    integration,
    complete: true,
  };
  const made: SamRoute = {
    route,
    path: pathOf(event),
    method,
    security: inherited ? (existing?.security ?? []) : security,
    fromDefinition: inherited !== undefined,
  };
  if (api) api.routes.push(made);
  else facts.routes.push({ ...route, complete: false });
}

/** What the event itself demands. */
function demandsOf(event: ApiEvent): readonly Demand[] {
  const auth = valueOf(event.properties, 'Auth');
  const node = valueOf(auth, 'Authorizer');
  if (!isGiven(node) || node.kind !== 'scalar') return [];
  const key = keyOf(auth, 'Authorizer') ?? event.key;
  return [{ name: { span: node.source.span, at: node.span, parts: [{ kind: 'literal', source: node.source }] }, key }];
}

function slotOf(event: ApiEvent): Route['authorizationSlot'] {
  const auth = valueOf(event.properties, 'Auth');
  // HTTP APIs know the name only where the API switches it on.
  if (event.kind === 'http' && !isTrue(valueOf(event.api?.auth, 'EnableIamAuthorizer'))) return undefined;
  if (auth?.kind === 'mapping' && !functionOf(auth)) return { at: auth.span, name: 'Authorizer', iam: 'AWS_IAM' };
  const properties = event.properties;
  return !auth && properties?.kind === 'mapping'
    ? { at: properties.span, name: 'Auth', iam: { Authorizer: 'AWS_IAM' } }
    : undefined;
}
