import { readStatementList, type PolicyPlace } from '../../model/read-policy.ts';
import type { SlotUse } from '../../model/policy.ts';
import { executeApiArnHead, madeText, literalOf, type Reference, type TextValue } from '../../model/text-value.ts';
import type { Span } from '../../text/span.ts';
import { entriesOf, entryOf, stringOf, valueOf, type Entry, type Node } from '../../tree/node.ts';
import { readApi } from './apis.ts';
import { branchItems, textOf, type ResourceNode, type TemplateFacts } from './template.ts';
import { functionOf } from './values.ts';

/**
 * What a SAM template declares, and what SAM itself creates: a role for each function without one, an API for events that name
 * none, and a Lambda permission for every event of an API (facts: SAM's automatic permissions).
 */
export function readServerless(root: Node, facts: TemplateFacts): void {
  let serverless = false;
  const implied = new Map<string, { readonly kind: 'rest' | 'http'; readonly key: Span }>();
  for (const resource of facts.resources.values()) {
    if (!resource.type.startsWith('AWS::Serverless::')) {
      if (entryOf(resource.node, 'Connectors')) facts.complete = false;
      continue;
    }
    serverless = true;
    // What a connector grants depends on both ends; the grants are not read yet.
    if (resource.type === 'AWS::Serverless::Connector' || entryOf(resource.node, 'Connectors')) facts.complete = false;
    if (resource.type === 'AWS::Serverless::Api') readApi(resource, 'rest', 'Name', facts);
    if (resource.type === 'AWS::Serverless::HttpApi') readApi(resource, 'http', 'Name', facts);
    if (resource.type === 'AWS::Serverless::Function') readFunction(resource, root, facts, implied);
  }
  if (!serverless) return;
  for (const [id, { kind, key }] of implied) {
    if (facts.resources.has(id)) continue;
    facts.apis.push({
      id,
      uri: facts.uri,
      kind,
      key,
      name: undefined,
      properties: undefined,
      endpointTypes: [],
      endpointKey: undefined,
      policies: [],
      policyKey: undefined,
      policyComplete: true,
      cors: false,
      complete: true,
    });
  }
}

function readFunction(
  resource: ResourceNode,
  root: Node,
  facts: TemplateFacts,
  implied: Map<string, { readonly kind: 'rest' | 'http'; readonly key: Span }>,
): void {
  const { properties, id } = resource;
  const key = resource.entry.key.span;
  const globals = valueOf(root, 'Globals', 'Function');
  const role = textOf(properties, 'Role', facts) ?? textOf(globals, 'Role', facts);
  const own = { span: key, at: key };
  facts.functions.push({
    id,
    uri: facts.uri,
    key,
    type: 'function',
    of: undefined,
    name: textOf(properties, 'FunctionName', facts),
    role: role ?? madeText(own, { kind: 'logical', id: `${id}Role`, attribute: 'Arn' }),
  });
  const alias = textOf(properties, 'AutoPublishAlias', facts) ?? textOf(globals, 'AutoPublishAlias', facts);
  if (alias) {
    const aliasId = `${id}.Alias`;
    facts.functions.push({
      id: aliasId,
      uri: facts.uri,
      key,
      type: 'alias',
      of: madeText(own, { kind: 'logical', id }),
      name: alias,
      role: undefined,
    });
  }
  if (!role) {
    readPolicies(resource, facts);
    const trust = facts.policies.findIndex((policy) => policy.slot?.slot === 'trust' && policy.slot.carrierId === id);
    facts.roles.push({
      id: `${id}Role`,
      uri: facts.uri,
      key,
      properties: properties?.span,
      name: undefined,
      path: undefined,
      trust: trust < 0 ? undefined : trust,
      managedPolicies: [],
      policiesAt: valueOf(properties, 'Policies')?.span,
      boundary: textOf(properties, 'PermissionsBoundary', facts),
      impliedTrust: 'lambda.amazonaws.com',
      complete: entryOf(globals, 'AssumeRolePolicyDocument') === undefined,
    });
  }
  for (const event of entriesOf(valueOf(properties, 'Events'))) {
    const type = stringOf(valueOf(event.value, 'Type'));
    if (type === 'Api') readEvent(event, 'rest', resource, alias, facts, implied);
    if (type === 'HttpApi') readEvent(event, 'http', resource, alias, facts, implied);
  }
}

/** `Policies` of a function without a Role: names, statements, policy templates, or a list of these. */
function readPolicies(resource: ResourceNode, facts: TemplateFacts): void {
  const policies = entryOf(resource.properties, 'Policies');
  if (!policies?.value) return;
  const items =
    policies.value.kind === 'list' ? branchItems(policies.value, facts) : (facts.values.branches(policies.value) ?? []);
  const self = resource.entry.key.span;
  for (const item of items) {
    const statement = entryOf(item, 'Statement');
    if (!statement?.value) continue;
    const use: SlotUse = {
      slot: 'identity',
      span: policies.key.span,
      uri: facts.uri,
      name: 'Policies',
      carrier: resource.type,
      carrierId: resource.id,
      attachedTo: [madeText({ span: self, at: self }, { kind: 'logical', id: `${resource.id}Role` })],
      removable: item === policies.value ? policies.key.span : item.span,
    };
    const place: PolicyPlace = { uri: facts.uri, slot: use, values: facts.values };
    facts.policies.push({ ...readStatementList(statement.value, statement.key.span, place), span: item.span });
  }
}

function readEvent(
  event: Entry,
  kind: 'rest' | 'http',
  resource: ResourceNode,
  alias: TextValue | undefined,
  facts: TemplateFacts,
  implied: Map<string, { readonly kind: 'rest' | 'http'; readonly key: Span }>,
): void {
  const body = valueOf(event.value, 'Properties');
  const key = event.key.span;
  const own = { span: key, at: key };
  const named = valueOf(body, kind === 'rest' ? 'RestApiId' : 'ApiId');
  const impliedId = kind === 'rest' ? 'ServerlessRestApi' : 'ServerlessHttpApi';
  // A plain text is taken as a logical id's text and never becomes the id of an API: what it names is not known.
  const api = named ? (facts.values.text(named) ?? undefined) : madeText(own, { kind: 'logical', id: impliedId });
  if (!named && !implied.has(impliedId)) implied.set(impliedId, { kind, key });
  const path = textOf(body, 'Path', facts) ?? (kind === 'http' ? madeText(own, '$default') : undefined);
  const method = textOf(body, 'Method', facts) ?? (kind === 'http' ? madeText(own, 'ANY') : undefined);
  const verb = literalOf(method)?.toUpperCase();
  const pathText = literalOf(path);
  const invoked: Reference = alias
    ? { kind: 'logical', id: `${resource.id}.Alias` }
    : { kind: 'logical', id: resource.id, attribute: 'Arn' };
  facts.routes.push({
    uri: facts.uri,
    api,
    apiKind: kind,
    key,
    method: verb === undefined ? method : madeText(own, verb === 'X-AMAZON-APIGATEWAY-ANY-METHOD' ? 'ANY' : verb),
    path,
    authorization: textOf(valueOf(body, 'Auth'), 'Authorizer', facts),
    authorizationKey: entryOf(body, 'Auth')?.key.span,
    authorizer: undefined,
    authorizationSlot: undefined,
    complete: true,
    integration: {
      uri: facts.uri,
      type: madeText(own, 'AWS_PROXY'),
      target: madeText(
        own,
        'arn:',
        { kind: 'pseudo', name: 'AWS::Partition' },
        ':apigateway:',
        { kind: 'pseudo', name: 'AWS::Region' },
        ':lambda:path/2015-03-31/functions/',
        invoked,
        '/invocations',
      ),
      targetKey: undefined,
      credentials: undefined,
      credentialsKey: undefined,
      httpMethod: madeText(own, 'POST'),
      httpMethodKey: undefined,
      subtype: undefined,
      operation: undefined,
      parameters: undefined,
      parametersKey: undefined,
      at: event.value?.span ?? key,
      credentialsName: 'Credentials',
      impliedCredentials: false,
    },
  });
  const apiPart = api?.parts[0];
  const star = verb === undefined || verb === 'ANY' ? '*' : verb;
  const suffix =
    pathText === undefined ? undefined : pathText === '$default' ? '$default' : pathText.replace(/\{[^}]*\}/g, '*');
  facts.permissions.push({
    id: '',
    uri: facts.uri,
    key,
    properties: undefined,
    action: madeText(own, 'lambda:InvokeFunction'),
    function: madeText(own, invoked.attribute === undefined ? invoked : { kind: 'logical', id: resource.id }),
    qualifier: undefined,
    principal: madeText(own, 'apigateway.amazonaws.com'),
    sourceArn:
      apiPart?.kind === 'reference' && suffix !== undefined && !functionOf(named)?.name.startsWith('Fn::If')
        ? madeText(
            own,
            ...executeApiArnHead,
            apiPart.to,
            suffix === '$default' ? '/*/*' : `/*/${star}${suffix.startsWith('/') ? '' : '/'}${suffix}`,
          )
        : undefined,
    sourceArnKey: undefined,
    sourceAccount: undefined,
    written: false,
    complete: true,
  });
}
