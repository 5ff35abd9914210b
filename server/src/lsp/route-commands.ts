import type { Range } from 'vscode-languageserver';
import { callerPolicyText, routesStartingAt, routesToChoose } from '../features/refactor.ts';
import { routeView } from '../features/route-view.ts';
import { sayRouteView } from '../features/say-route-view.ts';
import { toRange, toSpan } from './convert.ts';
import type { Session } from './session.ts';
import { canonicalUri } from './uri.ts';

export interface RoutesToChooseParams {
  readonly uri: string;
  readonly range: Range;
}

/** Routes of one file, by where their names begin. */
export interface RoutesParams {
  readonly uri: string;
  readonly starts: readonly number[];
}

interface ListedRoute {
  readonly uri: string;
  readonly start: number;
  readonly range: Range;
  readonly title: string;
  readonly api: string;
  readonly authorization: string;
  readonly isHere: boolean;
}

export function listRoutes(session: Session, params: RoutesToChooseParams): { routes: ListedRoute[] } {
  const workspace = session.current();
  const uri = canonicalUri(params.uri);
  const lines = workspace.linesOf(uri);
  if (!lines) return { routes: [] };
  return {
    routes: routesToChoose(workspace, uri, toSpan(lines, params.range)).flatMap(({ span, ...route }) => {
      const there = workspace.linesOf(route.uri);
      if (!there) return [];
      return [{ ...route, uri: session.documents.uriFor(route.uri), start: span.start, range: toRange(there, span) }];
    }),
  };
}

/** Who may call the routes, and why, as Markdown; empty when they are gone. */
export function whoCanCall(session: Session, { uri, starts }: RoutesParams): { markdown: string } {
  const workspace = session.current();
  const unit = workspace.unitOf(canonicalUri(uri));
  const routes = unit ? routesStartingAt(unit, canonicalUri(uri), starts) : [];
  const pages = routes.map((route) => (unit ? sayRouteView(routeView(route, unit, workspace.catalog)) : ''));
  return { markdown: pages.map((page) => `${page}\n`).join('\n---\n\n') };
}

/** The policy that lets its holder call just these routes; empty when the ARN of one cannot be told. */
export function callerPolicy(session: Session, { uri, starts }: RoutesParams): { text: string } {
  const unit = session.current().unitOf(canonicalUri(uri));
  const routes = unit ? routesStartingAt(unit, canonicalUri(uri), starts) : [];
  return { text: (unit && callerPolicyText(routes, unit)) ?? '' };
}
