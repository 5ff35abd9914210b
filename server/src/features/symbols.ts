import { splitOutsideHoles } from '../catalog/outside-holes.ts';
import type { FileFacts, Route } from '../model/facts.ts';
import type { PolicyDocument, SlotUse, Statement } from '../model/policy.ts';
import { literalOf, printed, printedReference } from '../model/text-value.ts';
import type { Span } from '../text/span.ts';
import { entryOf, stringOf, type Tree } from '../tree/node.ts';
import { listed } from './markdown.ts';
import { nameOfRoute, slotNames } from './say-slot.ts';
import { pathAt } from './path-at.ts';
import type { Workspace } from './workspace.ts';

export type SymbolKind = 'api' | 'route' | 'role' | 'function' | 'permission' | 'policy' | 'statement';

export interface DocumentSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
  /** In a word or two: the kind of policy, the resource's type. */
  readonly detail: string;
  /** All of it. */
  readonly span: Span;
  /** What to jump to; inside `span`. */
  readonly selection: Span;
  readonly children: readonly DocumentSymbol[];
}

type Flat = Omit<DocumentSymbol, 'children'>;

/** What a file declares of policies and APIs, each inside of what its text stands in. */
export function documentSymbols(workspace: Workspace, uri: string): readonly DocumentSymbol[] {
  const facts = workspace.factsOf(uri);
  return facts
    ? nested([...resourceSymbols(facts), ...apiSymbols(workspace, facts), ...policySymbols(workspace, facts)])
    : [];
}

function resourceSymbols(facts: FileFacts): Flat[] {
  const routes = new Map(facts.routes.map((route) => [route.key.start, route]));
  return facts.resources.flatMap((resource): Flat[] => {
    const { id, type } = resource;
    const kind = kindOfResource(type, resource.at, facts);
    if (!kind) return [];
    const route = kind === 'route' ? routes.get(resource.key.start) : undefined;
    const place = { span: { start: resource.key.start, end: resource.at.end }, selection: resource.key };
    return [
      route
        ? { kind, name: nameOfRoute(route), detail: detailOfRoute(route, id), ...place }
        : { kind, name: id, detail: type, ...place },
    ];
  });
}

function kindOfResource(type: string, at: Span, facts: FileFacts): SymbolKind | undefined {
  switch (type) {
    case 'AWS::IAM::Role':
      return 'role';
    case 'AWS::Lambda::Function':
    case 'AWS::Serverless::Function':
      return 'function';
    case 'AWS::Lambda::Permission':
      return 'permission';
    case 'AWS::ApiGateway::RestApi':
    case 'AWS::ApiGatewayV2::Api':
    case 'AWS::Serverless::Api':
    case 'AWS::Serverless::HttpApi':
      return 'api';
    case 'AWS::ApiGateway::Method':
    case 'AWS::ApiGatewayV2::Route':
      return 'route';
    default:
      return facts.policies.some(({ span, made }) => !made && at.start <= span.start && span.end <= at.end)
        ? 'policy'
        : undefined;
  }
}

/** Routes and APIs of OpenAPI definitions and of SAM's events; those that are resources of their own are there already. */
function apiSymbols(workspace: Workspace, facts: FileFacts): Flat[] {
  const resources = new Set(facts.resources.map(({ key }) => key.start));
  const routes = facts.routes
    .filter(({ key }) => !resources.has(key.start))
    .map((route): Flat => {
      const end = Math.max(route.key.end, route.integration?.uri === facts.uri ? route.integration.at.end : 0);
      return {
        kind: 'route',
        name: nameOfRoute(route),
        detail: detailOfRoute(route, undefined),
        span: { start: route.key.start, end: end > route.key.start ? end : route.key.end },
        selection: route.key,
      };
    });
  const whole = workspace.treeOf(facts.uri)?.documents[0]?.span;
  const apis = facts.apis
    .filter(({ id }) => id === '')
    .map((api): Flat => ({
      kind: 'api',
      name: literalOf(api.name) ?? 'API',
      detail: 'OpenAPI',
      span: whole ?? api.key,
      selection: api.key,
    }));
  return [...apis, ...routes];
}

function detailOfRoute(route: Route, id: string | undefined): string {
  const words = [id, route.authorization && printed(route.authorization)];
  return words.filter((word) => word !== undefined).join(', ');
}

function policySymbols(workspace: Workspace, facts: FileFacts): Flat[] {
  const tree = workspace.treeOf(facts.uri);
  const uses = new Map(workspace.unitOf(facts.uri)?.policies.map(({ document, use }) => [document, use]));
  const seen = new Set<number>();
  return facts.policies.flatMap((document) => {
    if (document.made) return [];
    // A document that several commands take is read once for each of them.
    if (seen.has(document.span.start)) return [];
    seen.add(document.span.start);
    return [policySymbol(document, uses.get(document), tree), ...document.statements.map(statementSymbol)];
  });
}

function policySymbol(document: PolicyDocument, use: SlotUse | undefined, tree: Tree | undefined): Flat {
  const { span, uri, statementKey } = document;
  const key = use?.uri === uri ? use.span : undefined;
  const isAbove = key !== undefined && key.start <= span.start && use?.command === undefined;
  const start = { start: span.start, end: span.start };
  return {
    kind: 'policy',
    name: (isAbove && tree && inlineName(tree, key)) || (use?.name ?? 'Policy'),
    detail: use ? slotNames[use.slot] : '',
    span: isAbove ? { start: key.start, end: span.end } : span,
    selection: isAbove ? key : statementKey && inside(statementKey, span) ? statementKey : start,
  };
}

/** `PolicyName` beside the document, as inline policies have it. */
function inlineName(tree: Tree, key: Span): string | undefined {
  const path = pathAt(tree, key.start);
  const owner = path?.nodes.at(-1);
  return path?.onKey === true ? stringOf(entryOf(owner, 'PolicyName')?.value) : undefined;
}

function statementSymbol(statement: Statement): Flat {
  const { span } = statement;
  const key = statement.keys[0]?.span;
  return {
    kind: 'statement',
    name: literalOf(statement.sid) || summaryOf(statement),
    detail: literalOf(statement.sid) ? summaryOf(statement) : '',
    span,
    selection: key && inside(key, span) ? key : { start: span.start, end: span.start },
  };
}

/** `Allow lambda:InvokeFunction and s3:GetObject on *` */
function summaryOf({ effect, action, notAction, resource, notResource }: Statement): string {
  const actions = (action ?? notAction)?.values.map(printed) ?? [];
  const resources = (resource ?? notResource)?.values.map(shortName) ?? [];
  const words = [
    effect ? printed(effect) : 'Statement',
    notAction ? 'all but' : '',
    listed(actions, 3),
    resources.length > 0 ? `on ${notResource ? 'all but ' : ''}${listed(resources, 2)}` : '',
  ];
  return words.filter((word) => word !== '').join(' ');
}

/** The last field of an ARN says most. */
function shortName(value: Parameters<typeof printed>[0]): string {
  const [part, second] = value.parts;
  if (part?.kind === 'reference' && !second) return printedReference(part.to);
  const text = printed(value);
  return splitOutsideHoles(text, ':', 6)[5]?.text || text;
}

function inside(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Puts each symbol into the narrowest one around it. */
function nested(flat: readonly Flat[]): readonly DocumentSymbol[] {
  const sorted = [...flat].sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  const roots: Growing[] = [];
  const open: Growing[] = [];
  for (const symbol of sorted) {
    const grown: Growing = { ...symbol, children: [] };
    while (open.length > 0 && !inside(symbol.span, open.at(-1)?.span ?? symbol.span)) open.pop();
    (open.at(-1)?.children ?? roots).push(grown);
    open.push(grown);
  }
  return roots;
}

interface Growing extends Flat {
  readonly children: Growing[];
}
