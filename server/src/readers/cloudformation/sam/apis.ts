import type { Api, Route, Stage } from '../../../model/facts.ts';
import type { SlotUse } from '../../../model/policy.ts';
import { readPolicy, readStatementList } from '../../../model/read-policy.ts';
import { literalOf, madeText } from '../../../model/text-value.ts';
import type { Change } from '../../../text/change.ts';
import type { Span } from '../../../text/span.ts';
import { madeNode } from '../../../tree/made-node.ts';
import { embeddedTree } from '../../../tree/embedded.ts';
import { entriesOf, entryOf, valueOf, type Entry, type Node } from '../../../tree/node.ts';
import { readApi } from '../apis.ts';
import { cachingKeyOf, loggingKeyOf } from '../stages.ts';
import { isPlain, textOf, type TemplateFacts } from '../template.ts';
import { functionOf } from '../values.ts';
import { authOf, authorized, readAuthorizers } from './api-auth.ts';
import { customStatements, eventStatements, listedStatements, pathResources } from './resource-policy.ts';
import {
  methodName,
  newApi,
  referenceTo,
  securityOf,
  type PlacedStatement,
  type SamApi,
  type SamRoute,
} from './sam-api.ts';
import { at, isGiven, keyOf, type SamResource, type SamTemplate } from './sam-template.ts';

/** AWS::Serverless::Api and AWS::Serverless::HttpApi: what the resource and its definition declare, before any event adds to it. */
export function startApi(resource: SamResource, kind: 'rest' | 'http', { facts, apis }: SamTemplate): void {
  const api = newApi(resource.id, kind, resource.entry.key.span, resource, resource.merged);
  const read: TemplateFacts = { ...facts, routes: [], apis: [], authorizers: [] };
  readApi({ ...resource, properties: resource.merged }, kind, 'Name', read);
  const [declared] = read.apis;
  if (declared) api.declared = { ...declared, properties: resource.properties?.span };
  // SAM writes its own schemes over those of the definition.
  const own = valueOf(api.auth, 'Authorizers');
  facts.authorizers.push(...read.authorizers.filter(({ id }) => !entryOf(own, id)));
  const operations = operationsOf(api.definition, facts);
  for (const route of read.routes) {
    const written = literalOf(route.method);
    api.routes.push({
      route,
      path: literalOf(route.path),
      method: route.method ? written && methodName(written) : 'any',
      security: (operations.get(route.key.start) ?? []).flatMap(securityOf),
      fromDefinition: true,
    });
  }
  apis.set(api.id, api);
}

/** The operations of a definition by where their verbs stand; several where a condition decides. */
function operationsOf(definition: Node | undefined, facts: TemplateFacts): ReadonlyMap<number, readonly Node[]> {
  const branches = (node: Node | undefined): readonly Node[] => (node && facts.values.branches(node)) ?? [];
  const out = new Map<number, readonly Node[]>();
  for (const path of entriesOf(valueOf(definition, 'paths')))
    for (const item of branches(path.value))
      for (const operation of entriesOf(item)) out.set(operation.key.span.start, branches(operation.value));
  return out;
}

/** What an API is once all events have been heard. */
export function finishApi(api: SamApi, { facts }: SamTemplate): void {
  const { kind, properties } = api;
  const fromEvents = eventStatements(api, facts);
  const cors = entryOf(properties, 'Cors');
  const hasCors = kind === 'rest' && isGiven(cors?.value) && (api.managed || api.definition !== undefined);
  if (hasCors) addPreflights(api, cors, facts);
  const auth = authOf(api, facts);
  for (const route of api.routes) facts.routes.push(authorized(route, auth, kind));
  readAuthorizers(api, auth, facts);
  const declared = api.declared ?? impliedApi(api, facts);
  const preflightSwitch = hasCors && auth.inPreflight && auth.default ? preflightSwitchOf(api, facts.uri) : undefined;
  facts.apis.push({
    ...declared,
    cors: declared.cors || hasCors,
    ...policyOf(api, declared, fromEvents, facts),
    ...(preflightSwitch && { preflightSwitch }),
  });
  facts.stages.push(stageOf(api, facts));
}

function impliedApi(api: SamApi, facts: TemplateFacts): Api {
  return {
    id: api.id,
    uri: facts.uri,
    kind: api.kind,
    key: api.key,
    name: undefined,
    properties: undefined,
    endpointTypes: [],
    endpointKey: undefined,
    policies: [],
    policyKey: undefined,
    policyComplete: true,
    cors: api.kind === 'http' && isGiven(valueOf(api.properties, 'CorsConfiguration')),
    complete: true,
  };
}

/** `Cors` gives every path without one an OPTIONS method that answers by itself. */
function addPreflights(api: SamApi, cors: Entry, facts: TemplateFacts): void {
  const seen = new Set<string>();
  for (const path of api.paths) {
    const normal = withoutSlash(path);
    if (seen.has(normal)) continue;
    seen.add(normal);
    if (
      api.routes.some((one) => one.method === 'options' && one.path !== undefined && withoutSlash(one.path) === normal)
    )
      continue;
    api.routes.push(preflight(api, path, cors, facts));
  }
}

/** Preflight requests are asked for what all others are, unless `Auth` says otherwise. */
function preflightSwitchOf({ auth }: SamApi, uri: string): Change | undefined {
  const key = 'AddDefaultAuthorizerToCorsPreflight';
  if (auth?.kind !== 'mapping' || functionOf(auth)) return undefined;
  const written = entryOf(auth, key)?.value;
  return written
    ? { kind: 'set', uri, at: written.span, value: false }
    : { kind: 'add-entry', uri, mapping: auth.span, key, value: false, after: 'DefaultAuthorizer' };
}

function withoutSlash(path: string): string {
  return path === '/' ? path : path.replace(/\/+$/, '');
}

function preflight(api: SamApi, path: string, cors: Entry, facts: TemplateFacts): SamRoute {
  const place = at(cors.key.span);
  const route: Route = {
    uri: facts.uri,
    api: referenceTo(api, cors.key.span),
    apiKind: 'rest',
    key: cors.key.span,
    method: madeText(place, 'OPTIONS'),
    path: madeText(place, path),
    authorization: undefined,
    authorizationKey: undefined,
    authorizer: undefined,
    authorizationSlot: undefined,
    integration: {
      uri: facts.uri,
      type: madeText(place, 'MOCK'),
      target: undefined,
      targetKey: undefined,
      credentials: undefined,
      credentialsKey: undefined,
      httpMethod: undefined,
      httpMethodKey: undefined,
      subtype: undefined,
      operation: undefined,
      parameters: [],
      parametersKey: undefined,
      at: cors.value?.span ?? cors.key.span,
      credentialsName: 'credentials',
      impliedCredentials: false,
    },
    complete: true,
  };
  return { route, path, method: 'options', security: [], fromDefinition: false };
}

type ResourcePolicy = Pick<Api, 'policies' | 'policyKey' | 'policyComplete'>;

/** `Policy` as it is written, or the policy of the definition with what `Auth.ResourcePolicy` of the API and its events adds. */
function policyOf(
  api: SamApi,
  declared: Api,
  fromEvents: readonly PlacedStatement[],
  facts: TemplateFacts,
): ResourcePolicy {
  const use = (span: Span, name: string): SlotUse => ({
    slot: 'resource',
    span,
    uri: facts.uri,
    name,
    carrier: api.kind === 'rest' ? 'AWS::Serverless::Api' : 'AWS::Serverless::HttpApi',
    carrierId: api.id,
    attachedTo: [],
    service: 'execute-api',
  });
  const own = entryOf(api.properties, 'Policy');
  if (own?.value) {
    const branches = facts.values.branches(own.value) ?? [];
    const policies = branches.flatMap((branch) => {
      const node = branch.kind === 'scalar' ? embeddedTree(branch)?.documents[0] : branch;
      if (node?.kind !== 'mapping' || functionOf(node)) return [];
      return (
        facts.policies.push(
          readPolicy(node, { uri: facts.uri, slot: use(own.key.span, 'Policy'), values: facts.values }),
        ) - 1
      );
    });
    return { policies, policyKey: own.key.span, policyComplete: branches[0] === own.value };
  }
  const entry = entryOf(api.auth, 'ResourcePolicy');
  const custom = customStatements(entry?.value);
  const customOfEvents = api.eventPolicies.flatMap(({ policy }) => customStatements(policy) ?? []);
  const written = [...(custom ? [custom] : []), ...customOfEvents].map((one) => {
    const place = { uri: facts.uri, slot: use(one.key.span, 'CustomStatements'), values: facts.values };
    return facts.policies.push(readStatementList(one.value ?? madeNode([], one.key.span), one.key.span, place)) - 1;
  });
  const made = [...fromEvents, ...apiStatements(api, entry?.value, facts)];
  if (made.length === 0 && written.length === 0) return declared;
  const sources = [...declared.policies, ...written].flatMap((index) => facts.policies[index] ?? []);
  const [only, second] = sources;
  const policyKey =
    declared.policyKey ?? entry?.key.span ?? keyOf(api.eventPolicies[0]?.policy, 'CustomStatements') ?? made[0]?.span;
  const policyComplete = declared.policyComplete && (!entry || !functionOf(entry.value));
  if (made.length === 0 && only && !second) {
    return { policies: [...declared.policies, ...written], policyKey, policyComplete };
  }
  const span = policyKey ?? api.key;
  const place = { uri: facts.uri, slot: use(span, 'ResourcePolicy'), values: facts.values };
  const listed = made.flatMap(
    ({ statement, span: where }) => readStatementList(madeNode(statement, where), undefined, place).statements,
  );
  const document = readPolicy(madeNode({ Version: '2012-10-17', Statement: [] }, span), place);
  const index = facts.policies.push({
    ...document,
    statements: [...sources.flatMap(({ statements }) => statements), ...listed],
    complete: sources.every(({ complete }) => complete),
    made: true,
  });
  return { policies: [index - 1], policyKey, policyComplete };
}

/** The API's lists hold for every path, with its preflight. */
function apiStatements(api: SamApi, policy: Node | undefined, facts: TemplateFacts): readonly PlacedStatement[] {
  if (api.kind !== 'rest' || !isGiven(policy)) return [];
  const stage = valueOf(api.properties, 'StageName') ?? 'Prod';
  const paths = new Set(api.routes.flatMap(({ path }) => path ?? []));
  return [...paths].flatMap((path) => listedStatements(policy, pathResources(path, api.routes, stage), facts));
}

function stageOf(api: SamApi, facts: TemplateFacts): Stage {
  const key: Span = api.key;
  const name = api.resource ? textOf(api.properties, 'StageName', facts) : undefined;
  const fallback = api.kind === 'http' ? '$default' : api.resource ? undefined : 'Prod';
  return {
    id: `${api.id}.Stage`,
    uri: facts.uri,
    api: referenceTo(api, key),
    key: keyOf(api.resource?.properties, 'StageName') ?? key,
    name: name ?? (fallback === undefined ? undefined : madeText(at(key), fallback)),
    cachingKey: api.kind === 'rest' ? cachingKeyOf(api.properties, facts) : undefined,
    loggingKey: api.kind === 'rest' ? loggingKeyOf(api.properties, facts) : undefined,
    complete: isPlain(api.properties),
  };
}
