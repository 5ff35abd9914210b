import type { Need } from '../../access/integration-needs.ts';
import { equalsArn } from '../../access/match.ts';
import type { Action, Catalog } from '../../catalog/catalog.ts';
import { resourceIdentifiers } from '../../catalog/resource-identifiers.ts';
import { resolverOf } from '../../graph/resolve.ts';
import { apiOf, invokedBy } from '../../graph/route-target.ts';
import { isOneStack } from '../../graph/stacks.ts';
import type { Unit, UnitResource } from '../../graph/unit.ts';
import type { Route } from '../../model/facts.ts';
import { madeText, printed, splitText, type TextPart, type TextValue } from '../../model/text-value.ts';
import { contains } from '../../text/span.ts';
import type { Value } from '../../text/change.ts';
import { templateValueOf } from '../template-value.ts';
import { functionValue } from './invoke-permission.ts';

type ActionNeed = Extract<Need, { kind: 'actions' }>;

/** What an integration calls, as a policy in a template names it. */
export interface BackendResource {
  readonly value: Value;
  /** For titles. */
  readonly name: string;
  /** The logical id of the resource, when the template declares it. */
  readonly id: string | undefined;
}

/**
 * The resource behind a need of the route, as narrow as the template tells: the declared one, the ARN that the URI spells out, else
 * the form of ARN that the action takes. Undefined when nothing narrower than `*` is known for an action that takes a resource.
 *
 * @param uri The file that is to name it.
 */
export function backendResource(
  need: ActionNeed,
  route: Route,
  uri: string,
  unit: Unit,
  catalog: Catalog,
): BackendResource | undefined {
  if (need.isFunction) return functionResource(need, route, uri, unit);
  const [service = '', name = ''] = (need.actions[0] ?? '').split(':');
  const action = catalog.action(service, name);
  if (!action) return undefined;
  if (action.resources.length === 0) return { value: '*', name: '*', id: undefined };
  return spelledOut(need, action, route, uri, unit) ?? declaredFor(action, route, uri, unit) ?? formOf(action);
}

function functionResource(need: ActionNeed, route: Route, uri: string, unit: Unit): BackendResource | undefined {
  const called = invokedBy(route, unit).filter((one) => printed(one.text) !== '');
  // Where a condition decides which function is called, each is a need of its own.
  const needed = resolverOf(unit).functionsNamedBy(need.resource, route.uri)?.function;
  const invoked = called.find((one) => one.function === needed) ?? called[0];
  if (invoked) {
    const value = functionValue(invoked, uri, unit);
    return value === undefined ? undefined : { value, name: invoked.function.id, id: invoked.function.id };
  }
  const value = templateValueOf(need.resource, uri);
  return value === undefined ? undefined : { value, name: printed(need.resource), id: undefined };
}

/** The ARN that the URI spells out; what the request fills in is a wildcard. */
function spelledOut(
  need: ActionNeed,
  action: Action,
  route: Route,
  uri: string,
  unit: Unit,
): BackendResource | undefined {
  const { resource } = need;
  if (resource.parts.every((part) => part.kind === 'unknown')) return undefined;
  const tail = splitText(resource, ':', 6)[5];
  // A text that names the resource and nothing below it.
  const declared = unit.resources.find(
    (one) =>
      one.uri === route.uri &&
      isOneStack(one.uri, uri, unit.stacks) &&
      isActedOn(one.type, action) &&
      isArnOf(resource, one, unit),
  );
  if (declared) return named(declared);
  const mentioned = declaredIn(resource, () => true, route, unit);
  const value = templateValueOf(withWildcards(resource), uri);
  return value === undefined ? undefined : { value, name: printed(tail ?? resource), id: mentioned?.id };
}

function isArnOf(text: TextValue, resource: UnitResource, unit: Unit): boolean {
  const { id, type, key, uri } = resource;
  const known = resourceIdentifiers.get(type);
  const [attribute] = known?.arnAttributes ?? [];
  const place = { span: key, at: key };
  const reference = known?.ref === 'arn' ? { id } : attribute === undefined ? undefined : { id, attribute };
  if (!reference) return false;
  const arn = resolverOf(unit).standsFor(madeText(place, { kind: 'logical', ...reference }), uri);
  return equalsArn(arn, text) === 'yes';
}

function withWildcards(value: TextValue): TextValue {
  const parts = value.parts.map((part): TextPart =>
    part.kind === 'unknown' ? { kind: 'literal', source: { text: '*', span: part.span } } : part,
  );
  return { ...value, parts };
}

/** The one resource that the integration's parameters, its method or definition mention, else the only one of its kind in the template. */
function declaredFor(action: Action, route: Route, from: string, unit: Unit): BackendResource | undefined {
  const { integration } = route;
  const fits = (one: UnitResource): boolean => isActedOn(one.type, action) && isOneStack(one.uri, from, unit.stacks);
  for (const { value } of integration?.parameters ?? []) {
    const found = value && declaredIn(value, fits, route, unit);
    if (found) return named(found);
  }
  const api = apiOf(route, unit);
  const uri = api && api.id !== '' ? api.uri : route.uri;
  const all = unit.resources.filter((one) => one.uri === uri && fits(one));
  const holder = unit.resources.find(
    (one) => integration && one.uri === integration.uri && contains(one.at, integration.at),
  );
  const mentioned = all.filter((one) => holder?.mentions.includes(one.id));
  const [only, second] = mentioned.length > 0 ? mentioned : all;
  return only && !second ? named(only) : undefined;
}

/** Does the action act on resources of that type? The two tables write their ARNs alike but for what the holes are called. */
function isActedOn(type: string, action: Action): boolean {
  const arn = resourceIdentifiers.get(type)?.arn;
  return arn !== undefined && action.resources.some((one) => one.type.arns.some((form) => bare(form) === bare(arn)));
}

function bare(arn: string): string {
  return arn.replace(/\$\{\w+\}/g, '${}');
}

function declaredIn(
  value: TextValue,
  fits: (one: UnitResource) => boolean,
  route: Route,
  unit: Unit,
): UnitResource | undefined {
  for (const part of value.parts) {
    if (part.kind !== 'reference' || part.to.kind !== 'logical') continue;
    const found = resolverOf(unit).resource(part.to.id, part.to.uri ?? route.uri);
    if (found && fits(found)) return found;
  }
  return undefined;
}

function named({ id, type }: UnitResource): BackendResource | undefined {
  const known = resourceIdentifiers.get(type);
  const [attribute] = known?.arnAttributes ?? [];
  if (known?.ref === 'arn') return { value: { Ref: id }, name: id, id };
  return attribute === undefined ? undefined : { value: { 'Fn::GetAtt': [id, attribute] }, name: id, id };
}

const deployment: Readonly<Record<string, string>> = {
  Partition: 'AWS::Partition',
  Region: 'AWS::Region',
  Account: 'AWS::AccountId',
};

/** `arn:aws:dynamodb:region:account:table/*` */
function formOf(action: Action): BackendResource | undefined {
  const type = (action.resources.find(({ required }) => required) ?? action.resources[0])?.type;
  const arn = type?.arns[0];
  if (!type || arn === undefined) return undefined;
  const text = arn.replace(/\$\{([^}]*)\}/g, (_, hole: string) =>
    Object.hasOwn(deployment, hole) ? '${' + (deployment[hole] ?? '') + '}' : '*',
  );
  return { value: text.includes('${') ? { 'Fn::Sub': text } : text, name: `any ${type.name}`, id: undefined };
}
