import type { Route } from '../../../model/facts.ts';
import { concatTexts, executeApiArnHead, literalOf, madeText, type TextValue } from '../../../model/text-value.ts';
import { entriesOf, entryOf, valueOf, type Entry } from '../../../tree/node.ts';
import { v2LoggingKeyOf } from '../stages.ts';
import { isPlain, selfText, textOf, type TemplateFacts } from '../template.ts';
import { authorizerPermission, authorizerTarget, invokeRoleOf } from './api-auth.ts';
import { at, keyOf, type SamResource } from './sam-template.ts';

/**
 * AWS::Serverless::WebSocketApi: routes that invoke functions, a permission for each, and the authorizer of `$connect`
 * (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-websocketapi.html).
 */
export function readWebSocketApi(resource: SamResource, facts: TemplateFacts): void {
  const { id, merged, properties } = resource;
  const key = resource.entry.key.span;
  const stageKey = keyOf(merged, 'StageName');
  const stage = textOf(merged, 'StageName', facts) ?? madeText(at(key), 'default');
  facts.apis.push({
    id,
    uri: facts.uri,
    kind: 'websocket',
    key,
    name: textOf(merged, 'Name', facts) ?? madeText(at(key), id),
    properties: properties?.span,
    endpointTypes: [],
    endpointKey: undefined,
    policies: [],
    policyKey: undefined,
    policyComplete: true,
    cors: false,
    complete: true,
  });
  facts.stages.push({
    id: `${id}.Stage`,
    uri: facts.uri,
    api: selfText(resource),
    key: stageKey ?? key,
    name: stage,
    cachingKey: undefined,
    loggingKey: v2LoggingKeyOf(merged, facts),
    complete: isPlain(merged),
  });
  for (const route of entriesOf(valueOf(merged, 'Routes'))) readRoute(route, resource, stage, facts);
  readAuthorizer(resource, facts);
}

function readRoute(entry: Entry, resource: SamResource, stage: TextValue, facts: TemplateFacts): void {
  const key = entry.key.span;
  const place = at(key);
  const name = entry.key.source.text;
  const invoked = textOf(entry.value, 'FunctionArn', facts);
  const route: Route = {
    uri: facts.uri,
    api: selfText(resource),
    apiKind: 'websocket',
    key,
    method: undefined,
    path: { span: entry.key.source.span, at: entry.key.span, parts: [{ kind: 'literal', source: entry.key.source }] },
    ...authorizationOf(name, resource, facts),
    integration: {
      uri: facts.uri,
      type: madeText(place, 'AWS_PROXY'),
      target: invoked && authorizerTarget(invoked),
      targetKey: keyOf(entry.value, 'FunctionArn'),
      credentials: undefined,
      credentialsKey: undefined,
      httpMethod: madeText(place, 'POST'),
      httpMethodKey: undefined,
      subtype: undefined,
      operation: undefined,
      parameters: [],
      parametersKey: undefined,
      at: entry.value?.span ?? key,
      credentialsName: 'credentials',
      impliedCredentials: false,
    },
    complete: true,
  };
  facts.routes.push(route);
  if (!invoked) return;
  facts.permissions.push({
    id: '',
    uri: facts.uri,
    key,
    properties: undefined,
    action: madeText(place, 'lambda:InvokeFunction'),
    function: invoked,
    qualifier: undefined,
    principal: madeText(place, 'apigateway.amazonaws.com'),
    sourceArn: concatTexts(
      place,
      madeText(place, ...executeApiArnHead, { kind: 'logical', id: resource.id }, '/'),
      stage,
      madeText(place, `/${name}`),
    ),
    sourceArnKey: undefined,
    sourceAccount: undefined,
    written: false,
    complete: true,
  });
}

/** Only `$connect` asks who is there. */
function authorizationOf(
  name: string,
  resource: SamResource,
  facts: TemplateFacts,
): Pick<Route, 'authorization' | 'authorizationKey' | 'authorizer' | 'authorizationSlot'> {
  const auth = entryOf(resource.merged, 'Auth');
  const type = name === '$connect' ? textOf(auth?.value, 'AuthType', facts) : undefined;
  const properties = resource.properties?.kind === 'mapping' ? resource.properties : undefined;
  const slot =
    auth?.value?.kind === 'mapping'
      ? { at: auth.value.span, name: 'AuthType', iam: 'AWS_IAM' }
      : properties && { at: properties.span, name: 'Auth', iam: { AuthType: 'AWS_IAM' } };
  const word = literalOf(type)?.toUpperCase();
  return {
    authorization: type && word !== undefined ? madeText(type, word) : type,
    authorizationKey: type ? keyOf(auth?.value, 'AuthType') : undefined,
    authorizer: word === 'CUSTOM' && type ? madeText(type, `${resource.id}ConnectAuthorizer`) : undefined,
    authorizationSlot: name === '$connect' ? slot : undefined,
  };
}

function readAuthorizer(resource: SamResource, facts: TemplateFacts): void {
  const auth = entryOf(resource.merged, 'Auth');
  const node = auth?.value;
  if (!auth || literalOf(textOf(node, 'AuthType', facts))?.toUpperCase() !== 'CUSTOM') return;
  const hasConnect = entryOf(valueOf(resource.merged, 'Routes'), '$connect') !== undefined;
  const invoked = textOf(node, 'AuthArn', facts);
  const key = auth.key.span;
  const role = invokeRoleOf(node, 'InvokeRole', facts);
  facts.authorizers.push({
    id: `${resource.id}ConnectAuthorizer`,
    uri: facts.uri,
    api: selfText(resource),
    key,
    kind: 'lambda',
    target: invoked && authorizerTarget(invoked),
    targetKey: keyOf(node, 'AuthArn'),
    ...role,
    at: node?.span ?? key,
    credentialsName: 'InvokeRole',
    permissionSwitch: undefined,
    complete: true,
  });
  if (hasConnect && invoked && !role.credentials)
    facts.permissions.push(authorizerPermission(selfText(resource), invoked, key, facts));
}
