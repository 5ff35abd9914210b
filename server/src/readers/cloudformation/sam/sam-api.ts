import type { Api, Route } from '../../../model/facts.ts';
import { madeText, literalOf, type TextValue } from '../../../model/text-value.ts';
import type { Span } from '../../../text/span.ts';
import { entriesOf, valueOf, type MappingNode, type Node } from '../../../tree/node.ts';
import type { Made } from '../../../tree/made-node.ts';
import { functionOf } from '../values.ts';
import { isGiven, isTrue, type SamResource } from './sam-template.ts';

/** A REST or HTTP API while its events are read. */
export interface SamApi {
  readonly id: string;
  readonly kind: 'rest' | 'http';
  readonly key: Span;
  /** Undefined for an API that SAM makes by itself. */
  readonly resource: SamResource | undefined;
  /** With those of Globals. */
  readonly properties: Node | undefined;
  readonly auth: Node | undefined;
  /** The definition that stands in the template, written out. */
  readonly definition: MappingNode | undefined;
  /** SAM writes the definition by itself, from the events. */
  readonly managed: boolean;
  readonly mergesEvents: boolean;
  /** What the resource itself declares. */
  declared: Api | undefined;
  readonly routes: SamRoute[];
  /** Every path that the definition has, also one without a method that is known. */
  readonly paths: Set<string>;
  /** An event has the scheme of AWS_IAM written into the definition. */
  definesIam: boolean;
  /** What events put into the resource policy. */
  readonly eventPolicies: { readonly policy: Node; readonly path: string; readonly stage: Made }[];
}

export interface PlacedStatement {
  readonly statement: Made;
  readonly span: Span;
}

/** A route before the API's own settings are heard. */
export interface SamRoute {
  readonly route: Route;
  /** The name under which the definition has it: `/pets`. */
  readonly path: string | undefined;
  /** In small letters; `any` for every method. */
  readonly method: string | undefined;
  /** The authorizers that the event or the operation names. */
  security: readonly Demand[];
  /** Written in the definition: what its own security says holds where SAM adds nothing. */
  readonly fromDefinition: boolean;
}

/** The name of an authorizer, where it is written. */
export interface Demand {
  readonly name: TextValue;
  readonly key: Span;
}

export function newApi(
  id: string,
  kind: 'rest' | 'http',
  key: Span,
  resource: SamResource | undefined,
  properties: Node | undefined,
): SamApi {
  const body = valueOf(properties, 'DefinitionBody');
  const isWritten = body?.kind === 'mapping' && !functionOf(body) && valueOf(body, 'paths')?.kind === 'mapping';
  return {
    id,
    kind,
    key,
    resource,
    properties,
    auth: valueOf(properties, 'Auth'),
    definition: isWritten ? body : undefined,
    managed: !isGiven(body) && !isGiven(valueOf(properties, 'DefinitionUri')),
    // SAM loses what it merges into a definition without any path.
    mergesEvents: isTrue(valueOf(properties, 'MergeDefinitions')) && isWritten && isGiven(valueOf(body, 'paths')),
    declared: undefined,
    routes: [],
    paths: new Set(isWritten ? entriesOf(valueOf(body, 'paths')).map(({ key: path }) => path.source.text) : []),
    definesIam: false,
    eventPolicies: [],
  };
}

export function referenceTo(api: SamApi, span: Span): TextValue {
  return madeText({ span, at: span }, { kind: 'logical', id: api.id });
}

/** `any` in all its spellings. */
export function methodName(written: string): string {
  const method = written.toLowerCase();
  return method === 'x-amazon-apigateway-any-method' ? 'any' : method;
}

/** Path parameters as `*`. Of greedy ones of HTTP APIs SAM knows `{proxy+}` only. */
export function withStars(path: string, kind: 'rest' | 'http'): string {
  return path.replace(kind === 'rest' ? /\{[a-zA-Z0-9._-]+\+?\}/g : /\{(?:[a-zA-Z0-9._-]+|proxy\+)\}/g, '*');
}

export function routeAt(api: SamApi, path: string | undefined, method: string | undefined): SamRoute | undefined {
  if (path === undefined || method === undefined) return undefined;
  return api.routes.find((one) => one.path === path && one.method === method);
}

/** The names in an operation's `security`. */
export function securityOf(operation: Node | undefined): readonly Demand[] {
  const list = valueOf(operation, 'security');
  if (list?.kind !== 'list') return [];
  return list.items.flatMap((item) =>
    entriesOf(item).map(({ key }) => ({
      name: { span: key.source.span, at: key.span, parts: [{ kind: 'literal' as const, source: key.source }] },
      key: key.span,
    })),
  );
}

export function nameOf(demand: Demand | undefined): string | undefined {
  return literalOf(demand?.name);
}
