import { functionOfPermission, grantsApiGateway } from '../access/invoke-grant.ts';
import { sourceArnTail } from '../access/source-arn.ts';
import { resolverOf } from '../graph/resolve.ts';
import { apiOf, callsIn, routeTitle } from '../graph/route-target.ts';
import type { Unit } from '../graph/unit.ts';
import type { Api, LambdaPermission, Route } from '../model/facts.ts';
import type { SlotUse } from '../model/policy.ts';
import {
  concatTexts,
  literalOf,
  madeText,
  printed,
  splitText,
  type Reference,
  type TextValue,
} from '../model/text-value.ts';
import {
  coversInStack,
  functionsCoveredBy,
  routesCoveredBy,
  type CoveredRoutes,
  type Grammar,
} from './covered-routes.ts';
import { code, counted, listed, page } from './markdown.ts';

/** Where an ARN stands, as far as it changes what it covers. */
export interface ArnPlace {
  readonly uri: string;
  readonly unit: Unit;
  /** The slot of the policy that it stands in. */
  readonly use?: SlotUse | undefined;
  /** Of a SourceArn: `sources`. */
  readonly grammar?: Grammar;
}

/** What of the unit an ARN covers, and what of the same APIs it does not. Undefined for an ARN of other things, or when none is in sight. */
export function sayCovered(text: TextValue, place: ArnPlace): string | undefined {
  const { uri, unit, use } = place;
  const routes = routesCoveredBy(
    { text, uri, grammar: place.grammar ?? 'calls', carrier: use?.slot === 'resource' ? use.carrierId : undefined },
    unit,
  );
  if (routes) return sayRoutes(routes, place);
  switch (literalOf(splitText(text, ':', 6)[2])) {
    case 'apigateway':
      return sayManaged(text, place);
    case 'lambda': {
      const functions = functionsCoveredBy(text, uri, unit);
      return functions.length === 0
        ? undefined
        : `**Of the workspace: ${functions.length === 1 ? 'function' : 'functions'} ${listed(functions.map(({ id }) => code(id)))}**`;
    }
    default:
      return undefined;
  }
}

function sayRoutes(found: CoveredRoutes, { unit, use }: ArnPlace): string | undefined {
  const { covered, perhaps, others } = found;
  const all = [...covered, ...perhaps, ...others];
  if (all.length === 0) return undefined;
  const apis = [...new Set(all.flatMap((route) => apiOf(route, unit) ?? []))];
  const of = `of ${listed(apis.map(nameOfApi))}`;
  const open = use?.slot === 'identity' ? covered.filter((route) => isOpen(route)) : [];
  return page(
    headOf(found, of),
    covered.length > 0 && perhaps.length > 0
      ? `Perhaps, by what is known only after deployment: ${titles(perhaps)}.`
      : undefined,
    others.length > 0 && covered.length + perhaps.length > 0 ? `Not: ${titles(others)}.` : undefined,
    open.length > 0
      ? `${titles(open)} ${open.length === 1 ? 'asks' : 'ask'} for no authorization: anyone may call, and this policy is not asked.`
      : undefined,
    apis.some(({ complete }) => !complete) ? 'The API may have routes that are not in sight.' : undefined,
  );
}

function headOf({ covered, perhaps, others }: CoveredRoutes, of: string): string {
  const total = covered.length + perhaps.length + others.length;
  if (covered.length === 0 && perhaps.length === 0) return `**Covers no route ${of}**, which has ${titles(others)}`;
  if (covered.length === 0)
    return `**Perhaps covers ${total === perhaps.length ? '' : `${perhaps.length} of `}${counted(total, 'route')} ${of}**, by what is known only after deployment: ${titles(perhaps)}`;
  if (total === 1) return `**Covers the one route ${of}**: ${titles(covered)}`;
  const count = covered.length === total ? `all ${total}` : `${covered.length} of the ${total}`;
  return `**Covers ${count} routes ${of}**: ${titles(covered)}`;
}

/** `/restapis/${Api}/...`: the API itself, what its routes are made of, or both. */
function sayManaged(text: TextValue, { uri, unit }: ArnPlace): string | undefined {
  const pattern = resolverOf(unit).standsFor(text, uri);
  const lines = unit.apis.flatMap((api) => {
    if (api.id === '') return [];
    const itself = coversInStack(pattern, managedArn(api, unit, text)) === 'yes';
    const below = coversInStack(pattern, managedArn(api, unit, text, ...routePath(api))) === 'yes';
    const routes = unit.routes.filter((route) => apiOf(route, unit) === api).length;
    const with_ = routes === 0 ? 'what is below it' : `its ${counted(routes, 'route')}`;
    if (itself && below) return [`${nameOfApi(api)} and ${with_}`];
    if (below) return [`${with_.replace('its', 'the')} of ${nameOfApi(api)}, not the API itself`];
    return itself ? [`${nameOfApi(api)} itself, and nothing below it`] : [];
  });
  return lines.length === 0 ? undefined : `**Of the workspace: ${listed(lines, 4)}**`;
}

function managedArn(api: Api, unit: Unit, place: TextValue, ...path: readonly (string | Reference)[]): TextValue {
  return concatTexts(
    place,
    madeText(
      place,
      'arn:',
      { kind: 'pseudo', name: 'AWS::Partition' },
      ':apigateway:',
      { kind: 'pseudo', name: 'AWS::Region' },
      api.kind === 'rest' ? '::/restapis/' : '::/apis/',
      resolverOf(unit).referenceTo(api),
      ...path,
    ),
  );
}

/** Where the routes of an API are managed: https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html */
function routePath({ kind }: Api): readonly (string | Reference)[] {
  const any: Reference = { kind: 'pseudo', name: 'any segment' };
  return kind === 'rest' ? ['/resources/', any, '/methods/', any] : ['/routes/', any];
}

/** On which routes a Lambda permission lets API Gateway invoke its function. Undefined for permissions of other services. */
export function sayPermission(permission: LambdaPermission, unit: Unit): string | undefined {
  if (grantsApiGateway(permission) === 'no') return undefined;
  const invoked = functionOfPermission(permission, unit)?.function;
  const calling = invoked ? (callsIn(unit).byFunction.get(invoked) ?? []) : [];
  const { sourceArn, uri } = permission;
  const name = invoked ? code(invoked.id) : 'the function';
  if (!sourceArn)
    return page(
      `**Lets API Gateway invoke ${name} for any API of any account**`,
      calling.length > 0 ? `In the workspace: ${titles(calling)}. \`SourceArn\` narrows it to them.` : undefined,
    );
  const found = routesCoveredBy({ text: sourceArn, uri, grammar: 'sources', carrier: undefined }, unit);
  if (!found || calling.length === 0) return undefined;
  const letIn = calling.filter((route) => found.covered.includes(route));
  const perhaps = calling.filter((route) => found.perhaps.includes(route));
  const rest = calling.filter((route) => !letIn.includes(route) && !perhaps.includes(route));
  const through = calling.length === 1 ? 'the route that calls it' : `the ${calling.length} routes that call it`;
  const head =
    letIn.length === calling.length
      ? `**Lets API Gateway invoke ${name} on ${calling.length === 1 ? through : `all ${calling.length} routes that call it`}**: ${titles(letIn)}`
      : letIn.length > 0
        ? `**Lets API Gateway invoke ${name} on ${letIn.length} of ${through}**: ${titles(letIn)}`
        : perhaps.length > 0
          ? `**Perhaps lets API Gateway invoke ${name} on ${titles(perhaps)}**, by what is known only after deployment`
          : `**Lets API Gateway invoke ${name} on none of ${through}**: ${titles(calling)}`;
  return page(
    head,
    rest.length > 0 && rest.length < calling.length ? `Not on ${titles(rest)}.` : undefined,
    sayLetters(permission),
  );
}

/** A path parameter or ANY in a SourceArn, of which AWS tells one thing and people another. */
function sayLetters(permission: LambdaPermission): string | undefined {
  const tail = sourceArnTail(permission);
  const words = tail ? printed(tail).match(/(?<=^|\/)(?:ANY|\{[^/{}$]+\})(?=\/|$)/g) : undefined;
  return words
    ? `${listed([...new Set(words)].map(code))}: API Gateway sends what is configured, so this covers the route; some report calls that fail with it, and \`*\` instead covers them either way.`
    : undefined;
}

export function titles(routes: readonly Route[]): string {
  return listed(routes.map((route) => code(routeTitle(route))));
}

export function nameOfApi(api: Api): string {
  return code(api.id === '' ? (literalOf(api.name) ?? 'the API') : api.id);
}

function isOpen({ authorization, complete }: Route): boolean {
  return authorization ? literalOf(authorization)?.toUpperCase() === 'NONE' : complete;
}
