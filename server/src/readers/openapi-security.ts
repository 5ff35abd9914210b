import type { Authorizer, Route } from '../model/facts.ts';
import { scalarText, type ValueReader } from '../model/read-policy.ts';
import { unknownText } from '../model/text-value.ts';
import type { Span } from '../text/span.ts';
import { entriesOf, entryOf, stringOf, valueOf, type MappingNode, type Node } from '../tree/node.ts';
import { authorizerKind } from './authorizer-kind.ts';
import { inCapitals } from './capital-letters.ts';
import { followed, wordAt } from './openapi-document.ts';

/** A scheme of `securityDefinitions` or `components.securitySchemes`, and what API Gateway makes of it. */
export interface SecurityScheme {
  readonly name: string;
  readonly key: Span;
  /** `x-amazon-apigateway-authorizer`, where it is written in the document. */
  readonly authorizer: MappingNode | undefined;
  /** `none` for an API key, which authorizes nobody. */
  readonly kind: 'iam' | 'none' | Authorizer['kind'];
}

export function schemesOf(root: MappingNode): ReadonlyMap<string, SecurityScheme> {
  const schemes = new Map<string, SecurityScheme>();
  const places = [valueOf(root, 'components', 'securitySchemes'), valueOf(root, 'securityDefinitions')];
  for (const { key, value } of places.flatMap((place) => entriesOf(place))) {
    const scheme = followed(value, root);
    const name = key.source.text;
    if (scheme?.kind !== 'mapping' || schemes.has(name)) continue;
    const authorizer = followed(valueOf(scheme, 'x-amazon-apigateway-authorizer'), root);
    schemes.set(name, {
      name,
      key: key.span,
      authorizer: authorizer?.kind === 'mapping' ? authorizer : undefined,
      kind: kindOf(scheme, authorizer),
    });
  }
  return schemes;
}

function kindOf(scheme: MappingNode, authorizer: Node | undefined): SecurityScheme['kind'] {
  if (stringOf(valueOf(scheme, 'x-amazon-apigateway-authtype'))?.toLowerCase() === 'awssigv4') return 'iam';
  if (authorizer) return authorizerKind(stringOf(valueOf(authorizer, 'type')));
  if (entriesOf(scheme).some(({ key }) => /^x-amazon|^Fn::/.test(key.source.text))) return 'unknown';
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-api-key-source.html: the header is x-api-key
  const isKey = stringOf(valueOf(scheme, 'type')) === 'apiKey';
  return isKey && stringOf(valueOf(scheme, 'name'))?.toLowerCase() === 'x-api-key' ? 'none' : 'unknown';
}

interface SecurityContext {
  readonly root: MappingNode;
  readonly values: ValueReader;
  readonly kind: Route['apiKind'];
  readonly schemes: ReadonlyMap<string, SecurityScheme>;
}

type Authorization = Pick<
  Route,
  'authorization' | 'authorizationKey' | 'authorizer' | 'authorizationSlot' | 'securityAt'
>;

/**
 * What an operation demands: `x-amazon-apigateway-auth`, else the scheme that its `security` names, else that of the document's
 * (`security: []` takes that back). What cannot be told is an unknown text, never none.
 */
export function authorizationOf(operation: Node, context: SecurityContext): Authorization {
  const { root, values } = context;
  const authorizationSlot = slotOf(operation, context);
  const auth = entryOf(operation, 'x-amazon-apigateway-auth');
  if (auth) {
    const type = valueOf(auth.value, 'type');
    const authorization = inCapitals(type && values.text(type));
    return { authorization, authorizationKey: auth.key.span, authorizer: undefined, authorizationSlot };
  }
  const own = entryOf(operation, 'security');
  const security = own ?? entryOf(root, 'security');
  if (!security)
    return { authorization: undefined, authorizationKey: undefined, authorizer: undefined, authorizationSlot };
  return {
    ...demandOf(security.value, security.key.span, context),
    authorizationKey: security.key.span,
    authorizationSlot,
    ...(own?.value?.kind === 'list' ? { securityAt: own.value.span } : {}),
  };
}

function demandOf(
  requirements: Node | undefined,
  key: Span,
  { values, schemes }: SecurityContext,
): Pick<Route, 'authorization' | 'authorizer'> {
  const unknown = { authorization: unknownText({ span: key, at: key }), authorizer: undefined };
  const branches = requirements && values.branches(requirements);
  const [list, second] = branches ?? [];
  if (list?.kind !== 'list' || second) return unknown;
  if (list.items.length === 0) return { authorization: wordAt('NONE', key), authorizer: undefined };
  const named = list.items.flatMap((item) => entriesOf(item));
  const demands = named.flatMap((entry) => {
    const scheme = schemes.get(entry.key.source.text);
    // SAM leaves its word for no authorizer in the definition, where no scheme has that name.
    const isNone = scheme ? scheme.kind === 'none' : entry.key.source.text === 'NONE';
    return isNone ? [] : [{ entry, kind: scheme?.kind ?? 'unknown' }];
  });
  const [first, ...others] = demands;
  if (!first) return named.length > 0 ? { authorization: undefined, authorizer: undefined } : unknown;
  // A method has one authorization; which of several schemes gives it is not said anywhere.
  if (others.some((one) => one.entry.key.source.text !== first.entry.key.source.text)) return unknown;
  const span = first.entry.key.source.span;
  if (first.kind === 'iam') return { authorization: wordAt('AWS_IAM', span), authorizer: undefined };
  const word = words[first.kind];
  const authorizer = scalarText(first.entry.key);
  return { authorization: word === undefined ? unknownText({ span, at: span }) : wordAt(word, span), authorizer };
}

const words: Readonly<Record<Exclude<SecurityScheme['kind'], 'iam'>, string | undefined>> = {
  lambda: 'CUSTOM',
  cognito: 'COGNITO_USER_POOLS',
  jwt: 'JWT',
  none: undefined,
  unknown: undefined,
};

/** A scheme that the document has already, else (REST APIs only) the operation's own extension. */
function slotOf(operation: Node, { root, kind, schemes }: SecurityContext): Route['authorizationSlot'] {
  if (operation.kind !== 'mapping') return undefined;
  if (entryOf(operation, 'x-amazon-apigateway-auth'))
    return { at: operation.span, name: 'x-amazon-apigateway-auth', iam: { type: 'AWS_IAM' } };
  const scheme = [...schemes.values()].find((one) => one.kind === 'iam');
  if (scheme) return { at: operation.span, name: 'security', iam: [{ [scheme.name]: [] }] };
  const isFree = !entryOf(operation, 'security') && !entryOf(root, 'security');
  return kind === 'rest' && isFree
    ? { at: operation.span, name: 'x-amazon-apigateway-auth', iam: { type: 'AWS_IAM' } }
    : undefined;
}
