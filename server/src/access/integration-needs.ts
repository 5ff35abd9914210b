import {
  integrationSubtypes,
  integrationTarget,
  lambdaFunctionOf,
  parseIntegrationUri,
} from '../catalog/integration-targets.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { perUnit } from '../graph/per-unit.ts';
import { resolverOf } from '../graph/resolve.ts';
import type { Unit } from '../graph/unit.ts';
import type { Authorizer, Integration, Route } from '../model/facts.ts';
import {
  alternativesOf,
  literalOf,
  printed,
  unknownText,
  unquoted,
  type TextPart,
  type TextValue,
} from '../model/text-value.ts';
import { resourceNamed } from './named-resource.ts';
import { resourceOfSubtype } from './subtype-resource.ts';

/** What an integration calls behind API Gateway. */
export type Need =
  /** Nothing that IAM knows: a mock, or an HTTP back end. */
  | { readonly kind: 'none' }
  | {
      readonly kind: 'actions';
      /** With IAM's prefix, all of them needed. */
      readonly actions: readonly string[];
      /** With holes where the URI has them; a text that may be anything where the request names the resource. */
      readonly resource: TextValue;
      readonly isFunction: boolean;
    }
  /** An AWS service or a text of which the action cannot be told. */
  | { readonly kind: 'unknown' };

/** What the route's integration calls: several where a condition decides. */
export const needsOf = perUnit((route: Route, unit: Unit): readonly Need[] => {
  const { integration } = route;
  if (!integration) return [{ kind: 'unknown' }];
  const types = integration.type ? alternativesOf(integration.type) : [undefined];
  const names = types.map((type) => literalOf(type)?.toUpperCase());
  if (names.every((name) => name === 'MOCK' || name === 'HTTP' || name === 'HTTP_PROXY')) return [{ kind: 'none' }];
  if (names.length > 1) return [{ kind: 'unknown' }];
  const subtype = literalOf(integration.subtype);
  if (integration.subtype) return [needOfSubtype(subtype, integration, unit)];
  const targets = integration.target ? alternativesOf(integration.target) : [undefined];
  return targets.map((target) =>
    target ? needOfTarget(resolverOf(unit).standsFor(target, integration.uri), unit, integration) : { kind: 'unknown' },
  );
});

/** What is called to ask a Lambda authorizer. */
export const needsOfAuthorizer = perUnit((authorizer: Authorizer, unit: Unit): readonly Need[] => {
  const targets = authorizer.target ? alternativesOf(authorizer.target) : [undefined];
  return targets.map((target) =>
    target ? needOfTarget(resolverOf(unit).standsFor(target, authorizer.uri), unit) : { kind: 'unknown' },
  );
});

/** Whether the catalog knows the action: one taken from a URI may be none of IAM's. */
export function isKnownAction(action: string, catalog: Catalog): boolean {
  const [service = '', name = ''] = action.split(':');
  return catalog.action(service, name) !== undefined;
}

function needOfSubtype(subtype: string | undefined, integration: Integration, unit: Unit): Need {
  const known = subtype === undefined ? undefined : integrationSubtypes.get(subtype);
  if (!known || subtype === undefined) return { kind: 'unknown' };
  const anything = unknownText({ span: integration.at, at: integration.at });
  const resource = resourceOfSubtype(subtype, integration, unit) ?? anything;
  return { kind: 'actions', actions: [known.action], resource, isFunction: false };
}

function needOfTarget(target: TextValue, unit: Unit, integration?: Integration): Need {
  const text = marked(target, (name) => staticParameter(name, unit, integration));
  const anything = unknownText(target);
  // HTTP APIs take the function's ARN itself.
  if (/^arn:[^:]*:lambda:/.test(text.letters))
    return { kind: 'actions', actions: ['lambda:InvokeFunction'], resource: target, isFunction: true };
  if (/^https?:\/\//i.test(text.letters)) return { kind: 'none' };
  const uri = parseIntegrationUri(text.letters);
  if (!uri) return { kind: 'unknown' };
  const invoked = lambdaFunctionOf(uri);
  if (invoked !== undefined)
    return {
      kind: 'actions',
      actions: ['lambda:InvokeFunction'],
      resource: text.back(invoked),
      isFunction: true,
    };
  const needed = integrationTarget(uri, {
    method: literalOf(integration?.httpMethod)?.toUpperCase(),
    operation: literalOf(integration?.operation),
  });
  if (!needed) return { kind: 'unknown' };
  const { actions, resource } = needed;
  const named = (): TextValue | undefined => {
    const [action, second] = actions;
    if (action === undefined || second !== undefined || !integration) return undefined;
    const head = text.back(`arn:${uri.partition}:${action.slice(0, action.indexOf(':'))}:${uri.region}:`);
    return resourceNamed(action, head, integration, unit);
  };
  return {
    kind: 'actions',
    actions,
    resource: resource === undefined ? (named() ?? anything) : text.back(resource),
    isFunction: false,
  };
}

/** `integration.request.path.bucket: "'photos'"`: a piece of the path that is the same for every call. */
function staticParameter(name: string, unit: Unit, integration: Integration | undefined): TextValue | undefined {
  const value = integration?.parameters?.find((one) => one.name === `integration.request.path.${name}`)?.value;
  const text = value && unquoted(value);
  return text && integration && resolverOf(unit).standsFor(text, integration.uri);
}

/** A text whose holes are written `${n}`, and the way back for texts that are made of its pieces; `given` knows some of its parameters. */
function marked(
  value: TextValue,
  given: (parameter: string) => TextValue | undefined,
): { readonly letters: string; back(text: string): TextValue } {
  const holes: TextPart[] = [];
  const letters = value.parts
    .map((part) => {
      if (part.kind === 'literal') return part.source.text;
      holes.push(part);
      return '${' + (holes.length - 1) + '}';
    })
    .join('');
  const back = (text: string): TextValue => {
    const parts = text
      .split(/(\$\{\d+\}|\{[^{}]*\})/)
      .filter((piece) => piece !== '')
      .flatMap((piece): readonly TextPart[] => {
        const index = /^\$\{(\d+)\}$/.exec(piece)?.[1];
        const hole = index === undefined ? undefined : holes[Number(index)];
        if (hole) return [hole];
        // A parameter of the request: `{key}`.
        const parameter = /^\{([^{}]*)\}$/.exec(piece)?.[1];
        if (parameter !== undefined)
          return given(parameter)?.parts ?? [{ kind: 'unknown', span: value.span, written: piece }];
        return [{ kind: 'literal', source: { text: piece, span: value.span } }];
      });
    return { ...value, parts };
  };
  return { letters, back };
}

/** `dynamodb:PutItem on arn:aws:dynamodb:...`, for messages. */
export function printedNeed(need: Need): string {
  if (need.kind !== 'actions') return '';
  const isAnything = need.resource.parts.every((part) => part.kind === 'unknown');
  return `${need.actions.join(', ')}${isAnything ? '' : ` on ${printed(need.resource)}`}`;
}
