import type { Authorizer, LambdaPermission, Route } from '../../../model/facts.ts';
import {
  concatTexts,
  executeApiArnHead,
  literalOf,
  madeText,
  unknownText,
  type TextValue,
} from '../../../model/text-value.ts';
import type { Change } from '../../../text/change.ts';
import type { Span } from '../../../text/span.ts';
import { entriesOf, entryOf, stringOf, valueOf, type Entry, type Node } from '../../../tree/node.ts';
import { textOf, type TemplateFacts } from '../template.ts';
import { functionOf } from '../values.ts';
import { nameOf, referenceTo, type Demand, type SamApi, type SamRoute } from './sam-api.ts';
import { at, isGiven, isTrue, keyOf } from './sam-template.ts';

/** What `Auth` of an API says, as far as it can be read. */
export interface ApiAuth {
  readonly authorizers: ReadonlyMap<string, Entry>;
  readonly default: Demand | undefined;
  /** A REST API has the authorizer of that name, an HTTP API only when it is switched on. */
  readonly hasIam: boolean;
  /** The default holds for OPTIONS too. */
  readonly inPreflight: boolean;
}

export function authOf(api: SamApi, facts: TemplateFacts): ApiAuth {
  const { auth, kind } = api;
  const authorizers = new Map(entriesOf(valueOf(auth, 'Authorizers')).map((entry) => [entry.key.source.text, entry]));
  const entry = entryOf(auth, 'DefaultAuthorizer');
  const name = isGiven(entry?.value) ? facts.values.text(entry.value) : undefined;
  const isHidden = functionOf(auth) !== undefined || functionOf(valueOf(auth, 'Authorizers')) !== undefined;
  const isAbsent = entry?.value !== undefined && facts.values.branches(entry.value)?.length === 0;
  const hidden = isHidden && auth ? { name: unknownText(at(auth.span)), key: auth.span } : undefined;
  return {
    authorizers,
    default: name && entry && !isAbsent ? { name, key: entry.key.span } : hidden,
    hasIam: kind === 'rest' ? knowsIam(api, literalOf(name)) : isTrue(valueOf(auth, 'EnableIamAuthorizer')),
    inPreflight: kind === 'rest' && isPreflight(valueOf(auth, 'AddDefaultAuthorizerToCorsPreflight')),
  };
}

/** Into a definition of the author's SAM puts the scheme where the API has a default, and for an event that overrides an operation's security. */
function knowsIam(api: SamApi, fallback: string | undefined): boolean {
  const { definition } = api;
  const written =
    valueOf(definition, 'securityDefinitions', 'AWS_IAM') ??
    valueOf(definition, 'components', 'securitySchemes', 'AWS_IAM');
  return !definition || fallback !== undefined || api.definesIam || written !== undefined;
}

function isPreflight(node: Node | undefined): boolean {
  return !node || isGiven(node);
}

/** The route with what it and its API demand of the caller. */
export function authorized(one: SamRoute, auth: ApiAuth, kind: 'rest' | 'http'): Route {
  const { demand, isSure } = demandOn(one, auth, kind);
  if (!demand) return one.route;
  const { name, key } = demand;
  const word = literalOf(name);
  const found = word === undefined || !isSure ? undefined : authorizationType(word, auth, kind);
  if (!found && isSure && one.fromDefinition && demand !== auth.default) return one.route;
  return {
    ...one.route,
    authorization: found === undefined ? unknownText(name) : madeText(name, found),
    authorizationKey: key,
    authorizer: found === undefined || found === 'AWS_IAM' || found === 'NONE' ? undefined : name,
  };
}

function authorizationType(name: string, auth: ApiAuth, kind: 'rest' | 'http'): string | undefined {
  if (name === 'NONE') return 'NONE';
  const entry = auth.authorizers.get(name);
  if (!entry) return name === 'AWS_IAM' && auth.hasIam ? 'AWS_IAM' : undefined;
  switch (kindOf(entry.value, kind)) {
    case 'cognito':
      return 'COGNITO_USER_POOLS';
    case 'jwt':
      return 'JWT';
    case 'lambda':
      return 'CUSTOM';
    case 'unknown':
      return undefined;
  }
}

/**
 * The demand that counts. A REST API puts its default beside what is no authorizer of its own, an HTTP API only where nothing is
 * demanded yet; `NONE` takes the default back. The default is for routes that have an integration. Of several demands nothing says
 * which one API Gateway hears.
 */
function demandOn(
  one: SamRoute,
  auth: ApiAuth,
  kind: 'rest' | 'http',
): { readonly demand: Demand | undefined; readonly isSure: boolean } {
  const isOwn = (name: string | undefined): boolean =>
    kind === 'http' || name === 'NONE' || name === 'AWS_IAM' || (name !== undefined && auth.authorizers.has(name));
  const names = new Set(one.security.map(nameOf).filter((name) => kind === 'http' || name !== 'api_key'));
  const own = one.security.filter((demand) => isOwn(nameOf(demand)));
  const none = own.find((demand) => nameOf(demand) === 'NONE');
  if (none && auth.default) return { demand: none, isSure: true };
  if (own[0]) return { demand: own[0], isSure: names.size === 1 };
  const isPreflight = one.method === 'options';
  const applies =
    one.route.integration !== undefined && (kind === 'http' ? !isPreflight : !isPreflight || auth.inPreflight);
  if (applies && auth.default) return { demand: auth.default, isSure: names.size === 0 };
  return { demand: one.security[0], isSure: true };
}

function kindOf(node: Node | undefined, kind: 'rest' | 'http'): Authorizer['kind'] {
  if (node?.kind !== 'mapping' || functionOf(node)) return 'unknown';
  if (kind === 'http') return isGiven(valueOf(node, 'JwtConfiguration')) ? 'jwt' : 'lambda';
  return isGiven(valueOf(node, 'UserPoolArn')) ? 'cognito' : 'lambda';
}

/** The API's authorizers, and the permissions that SAM makes for them. */
export function readAuthorizers(api: SamApi, auth: ApiAuth, facts: TemplateFacts): void {
  for (const entry of auth.authorizers.values()) {
    const node = entry.value;
    const key = entry.key.span;
    const kind = kindOf(node, api.kind);
    const invoked = textOf(node, 'FunctionArn', facts);
    facts.authorizers.push({
      id: entry.key.source.text,
      uri: facts.uri,
      api: referenceTo(api, key),
      key,
      kind,
      target: kind === 'lambda' && invoked ? authorizerTarget(invoked) : undefined,
      targetKey: keyOf(node, 'FunctionArn'),
      ...invokeRoleOf(node, 'FunctionInvokeRole', facts),
      at: node?.span ?? key,
      credentialsName: 'FunctionInvokeRole',
      permissionSwitch: permissionSwitch(api.kind, node, facts.uri),
      complete: node?.kind === 'mapping' && !functionOf(node),
    });
    const isGranted =
      api.kind === 'rest'
        ? !isGiven(valueOf(node, 'DisableFunctionDefaultPermissions'))
        : isGiven(valueOf(node, 'EnableFunctionDefaultPermissions'));
    if (isGranted && invoked && isGiven(valueOf(node, 'FunctionArn')))
      facts.permissions.push(authorizerPermission(referenceTo(api, key), invoked, key, facts));
  }
}

/** An HTTP API's authorizer asks for its permission, a REST API's has it unless it declines. */
function permissionSwitch(kind: 'rest' | 'http', node: Node | undefined, uri: string): Change | undefined {
  const declined = entryOf(node, 'DisableFunctionDefaultPermissions');
  if (kind === 'rest') return declined && { kind: 'remove', uri, at: declined.key.span };
  const key = 'EnableFunctionDefaultPermissions';
  const written = valueOf(node, key);
  if (written) return { kind: 'set', uri, at: written.span, value: true };
  return node && { kind: 'add-entry', uri, mapping: node.span, key, value: true };
}

export function authorizerTarget(invoked: TextValue): TextValue {
  return concatTexts(
    invoked,
    madeText(
      invoked,
      'arn:',
      { kind: 'pseudo', name: 'AWS::Partition' },
      ':apigateway:',
      { kind: 'pseudo', name: 'AWS::Region' },
      ':lambda:path/2015-03-31/functions/',
    ),
    invoked,
    madeText(invoked, '/invocations'),
  );
}

/** A role that API Gateway invokes the authorizer as; `NONE` is none. */
export function invokeRoleOf(
  node: Node | undefined,
  name: string,
  facts: TemplateFacts,
): Pick<Authorizer, 'credentials' | 'credentialsKey'> {
  const entry = entryOf(node, name);
  if (stringOf(entry?.value) === 'NONE') return { credentials: undefined, credentialsKey: undefined };
  if (!isGiven(entry?.value)) return { credentials: undefined, credentialsKey: entry?.key.span };
  return { credentials: facts.values.text(entry.value), credentialsKey: entry.key.span };
}

export function authorizerPermission(
  api: TextValue,
  invoked: TextValue,
  key: Span,
  facts: TemplateFacts,
): LambdaPermission {
  const place = at(key);
  return {
    id: '',
    uri: facts.uri,
    key,
    properties: undefined,
    action: madeText(place, 'lambda:InvokeFunction'),
    function: invoked,
    qualifier: undefined,
    principal: madeText(place, 'apigateway.amazonaws.com'),
    sourceArn: concatTexts(place, madeText(place, ...executeApiArnHead), api, madeText(place, '/authorizers/*')),
    sourceArnKey: undefined,
    sourceAccount: undefined,
    written: false,
    complete: true,
  };
}
