import { apiOf, routeTitle, sourceArnSuffixOf } from '../graph/route-target.ts';
import type { Unit } from '../graph/unit.ts';
import type { Api, Route } from '../model/facts.ts';
import { literalOf } from '../model/text-value.ts';
import { credentialsMissing } from '../rules/integration/credentials-missing.ts';
import { missingInvokeGrant } from '../rules/integration/missing-invoke-grant.ts';
import { addResource, freeId, isConditional, resourceOf, wordsOf } from '../rules/new-resource.ts';
import type { Finding, Fix, Rule } from '../rules/rule.ts';
import { mentionsCounted } from '../rules/run.ts';
import { executeApiArnText } from '../rules/template-value.ts';
import type { Change, Value } from '../text/change.ts';
import type { TextEdit } from '../text/edit.ts';
import { contains, type Place, type Span } from '../text/span.ts';
import { nameOfApi } from './say-covered.ts';
import type { Workspace } from './workspace.ts';

/** Something that can be written for the thing at a place, asked for by name. */
export type RefactoringKind = 'grant-invoke' | 'service-role' | 'caller-policy';

export interface Refactoring {
  readonly kind: RefactoringKind;
  readonly title: string;
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
}

/**
 * What can be written for the route or the function at a place: the right of API Gateway to invoke the function, the service role of an
 * integration that has none, a policy for callers of just the routes. What is there already is not offered.
 */
export function refactoringsAt(workspace: Workspace, uri: string, range: Span): readonly Refactoring[] {
  const unit = workspace.unitOf(uri);
  if (!unit) return [];
  const routes = routesAt(unit, uri, range);
  const functions = unit.functions.filter((one) => one.uri === uri && isAt(one.key, range));
  if (routes.length + functions.length === 0) return [];
  const concerns = (finding: Finding): boolean =>
    routes.some((route) => isOf(finding, route)) ||
    functions.some((one) => finding.related?.some((place) => isSame(place, { uri: one.uri, span: one.key })) === true);
  const findings = [missingInvokeGrant, credentialsMissing].flatMap((rule) =>
    [...findingsOf(rule, workspace, unit)].filter(concerns),
  );
  const fixes = findings.flatMap((finding) => finding.fixes?.() ?? []);
  const own = routes.length > 0 ? callerPolicyFix(routes, unit) : undefined;
  return [
    ...fixes.filter((fix) => makes(fix, 'AWS::Lambda::Permission')).map((fix) => ['grant-invoke', fix] as const),
    ...fixes.filter((fix) => makes(fix, 'AWS::IAM::Role')).map((fix) => ['service-role', fix] as const),
    ...(own ? [['caller-policy', own] as const] : []),
  ].flatMap(([kind, fix]) => {
    const edits = workspace.editsOf(fix);
    return edits ? [{ kind, title: fix.title, edits }] : [];
  });
}

function* findingsOf(rule: Rule, workspace: Workspace, unit: Unit): Iterable<Finding> {
  const { catalog } = workspace;
  if (!catalog) return;
  yield* rule.check({ unit, catalog, mentionsOf: mentionsCounted((uri) => workspace.textOf(uri) ?? '') });
}

function isOf({ uri, span }: Finding, { integration }: Route): boolean {
  return integration?.uri === uri && contains(integration.at, span);
}

function isSame(a: Place, b: Place): boolean {
  return a.uri === b.uri && a.span.start === b.span.start;
}

function makes({ changes }: Fix, type: string): boolean {
  return changes.some((change) => change.kind === 'add-entry' && typeOf(change) === type);
}

function typeOf({ value }: Extract<Change, { kind: 'add-entry' }>): unknown {
  return typeof value === 'object' && value !== null && 'Type' in value ? value.Type : undefined;
}

/** The routes whose name, resource or integration a range touches. */
function routesAt(unit: Unit, uri: string, range: Span): readonly Route[] {
  const around = unit.resources.find((one) => one.uri === uri && isAt(one.key, range) && isRouteType(one.type));
  return unit.routes.filter(
    ({ uri: home, key, integration }) =>
      (home === uri && (isAt(key, range) || (around !== undefined && around.key.start === key.start))) ||
      (integration?.uri === uri && isAt(integration.at, range)),
  );
}

function isRouteType(type: string): boolean {
  return type === 'AWS::ApiGateway::Method' || type === 'AWS::ApiGatewayV2::Route';
}

function isAt(span: Span, range: Span): boolean {
  return span.start <= range.end && range.start <= span.end;
}

/**
 * The permissions policy that lets its holder call just these routes, as JSON. The API's id, region and account stand as `${...}` where
 * the workspace does not know them. Undefined when the ARN of a route cannot be told.
 */
export function callerPolicyText(routes: readonly Route[], unit: Unit): string | undefined {
  const resources = routes.map((route) => {
    const api = apiOf(route, unit);
    const suffix = sourceArnSuffixOf(route);
    return suffix === undefined ? undefined : executeApiArnText(api ? api.id : 'ApiId', suffix);
  });
  if (resources.length === 0 || resources.some((resource) => resource === undefined)) return undefined;
  return `${JSON.stringify(documentOf([...new Set(resources)] as string[]), null, 2)}\n`;
}

function documentOf(resources: readonly Value[]): Value {
  const [only, second] = resources;
  const Resource = only !== undefined && second === undefined ? only : resources;
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource }] };
}

/** Puts that policy into the template that declares the API, as a managed policy to be attached. */
function callerPolicyFix(routes: readonly Route[], unit: Unit): Fix | undefined {
  const guarded = routes.filter(({ authorization }) => literalOf(authorization)?.toUpperCase() === 'AWS_IAM');
  const apis = new Set(guarded.map((route) => apiOf(route, unit)));
  const [api, second] = [...apis];
  if (!api || second || api.id === '') return undefined;
  const home = resourceOf(api.id, api.uri, unit);
  const suffixes = guarded.map(sourceArnSuffixOf);
  if (!home || isConditional([api.id], home.uri, unit) || suffixes.some((suffix) => suffix === undefined))
    return undefined;
  const resources = [...new Set(suffixes)].map((suffix): Value => ({
    'Fn::Sub': executeApiArnText(api.id, suffix ?? ''),
  }));
  const [only, another] = guarded;
  const name = only && !another ? `${api.id}${wordsOf(only)}Callers` : `${api.id}Callers`;
  const id = freeId(name, unit, home.uri);
  return {
    title: `Write a caller policy for ${only && !another ? routeTitle(only) : `${guarded.length} routes`} (AWS::IAM::ManagedPolicy)`,
    changes: [
      addResource(
        id,
        { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: documentOf(resources) } },
        home,
        unit,
      ),
    ],
  };
}

/** A route as a client lets people choose it. */
export interface ListedRoute extends Place {
  readonly title: string;
  readonly api: string;
  readonly authorization: string;
  /** A cursor in the range that was asked about is on it. */
  readonly isHere: boolean;
}

/** The routes that a person may mean at a place: those of the file, else those of its unit. */
export function routesToChoose(workspace: Workspace, uri: string, range: Span): readonly ListedRoute[] {
  const unit = workspace.unitOf(uri);
  if (!unit) return [];
  const here = new Set(routesAt(unit, uri, range));
  const own = unit.routes.filter((route) => route.uri === uri || route.integration?.uri === uri);
  return (own.length > 0 ? own : unit.routes).map((route) => {
    const api: Api | undefined = apiOf(route, unit);
    return {
      uri: route.uri,
      span: route.key,
      title: routeTitle(route),
      api: api ? nameOfApi(api).replaceAll('`', '') : '',
      authorization: literalOf(route.authorization) ?? (route.authorization ? '' : 'NONE'),
      isHere: here.has(route),
    };
  });
}

/** The routes whose names begin at these places of a unit. */
export function routesStartingAt(unit: Unit, uri: string, starts: readonly number[]): readonly Route[] {
  return unit.routes.filter((route) => route.uri === uri && starts.includes(route.key.start));
}
