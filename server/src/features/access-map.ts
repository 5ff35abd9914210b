import type { Catalog } from '../catalog/catalog.ts';
import { unitMemory } from '../graph/per-unit.ts';
import { apiOf, routeTitle } from '../graph/route-target.ts';
import type { Unit } from '../graph/unit.ts';
import type { Api, Route } from '../model/facts.ts';
import { literalOf, printed } from '../model/text-value.ts';
import type { Place } from '../text/span.ts';
import { mapAuthorizers } from './map-authorizers.ts';
import { mapBehind } from './map-behind.ts';
import { bearerNode, mapCallers } from './map-callers.ts';
import { routeView, type RouteState, type RouteView } from './route-view.ts';
import type { Workspace } from './workspace.ts';

/**
 * How a grant stands. `missing`: nothing gives what is needed, so calls fail. `refused`: a caller simply has no grant, as most have none.
 * `plain`: a connection that needs no grant.
 */
export type GrantState = 'granted' | 'missing' | 'maybe' | 'denied' | 'refused' | 'plain';

type MapNodeKind = 'caller' | 'route' | 'integration' | 'role' | 'function' | 'service';

export interface MapNode {
  /** The same for the same thing after an edit elsewhere. */
  readonly id: string;
  readonly kind: MapNodeKind;
  readonly label: string;
  /** A word or two: the authorization of a route, the type of a resource. */
  readonly detail: string;
  /** Where it is declared; undefined for what no file declares. */
  readonly place: Place | undefined;
  /** Stands for the callers of which nothing is known. */
  readonly nobody?: true;
}

export interface MapEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly state: GrantState;
  /** One clause. */
  readonly says: string;
  readonly grounds: readonly MapGround[];
}

/** What an edge rests on: a statement, a permission, or the place where one is absent. */
export interface MapGround {
  readonly says: string;
  /** Undefined for what no file holds. */
  readonly place: Place | undefined;
}

/** A route with the edges that belong to it, in the order in which a call passes them. */
interface MapRoute {
  readonly node: string;
  readonly callers: readonly string[];
  readonly behind: readonly string[];
  readonly state: RouteState;
  /** One clause: why it is in that state. */
  readonly reason: string;
}

export interface AccessMap {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
  readonly routes: readonly MapRoute[];
  /** Routes that the filter lets through; `routes` holds those from `offset` on. */
  readonly matching: number;
  readonly total: number;
  readonly offset: number;
  /** Callers that are too many to be drawn. */
  readonly callersLeftOut: number;
}

/** An API whose map can be asked for. */
export interface MappedApi {
  readonly id: string;
  readonly name: string;
  readonly kind: Api['kind'];
  readonly routes: number;
  readonly place: Place;
  /** The files that declare it and its routes. */
  readonly files: readonly string[];
}

export interface MapQuery {
  readonly api: string;
  /**
   * Words that a route's name, its authorization or what stands behind it must all hold, in any case of letters; in quotes: its
   * name.
   */
  readonly filter: string;
  readonly offset: number;
  readonly limit: number;
}

interface ApiRoutes {
  readonly entry: MappedApi;
  readonly unit: Unit;
  readonly api: Api | undefined;
  readonly routes: readonly Route[];
}

/** The APIs of all files, by file and place. */
export function mappedApis(workspace: Workspace): readonly MappedApi[] {
  return workspace
    .units()
    .flatMap((unit) => apisIn(unit).map(({ entry }) => entry))
    .sort((a, b) => compare(a.place.uri, b.place.uri) || a.place.span.start - b.place.span.start);
}

/** The picture of one API; undefined for one that is gone. */
export function accessMap(workspace: Workspace, query: MapQuery): AccessMap | undefined {
  for (const unit of workspace.units()) {
    const found = apisIn(unit).find(({ entry }) => entry.id === query.api);
    if (found) return mapOf(found, query, workspace.catalog);
  }
  return undefined;
}

const known = unitMemory<readonly ApiRoutes[]>();

function apisIn(unit: Unit): readonly ApiRoutes[] {
  let apis = known.get(unit);
  if (!apis) known.set(unit, (apis = gatherApis(unit)));
  return apis;
}

function gatherApis(unit: Unit): readonly ApiRoutes[] {
  const byApi = new Map<Api, Route[]>(unit.apis.map((api) => [api, []]));
  const strays = new Map<string, Route[]>();
  for (const route of unit.routes) {
    const own = apiOf(route, unit) ?? unit.apis.find((api) => api.id === '' && api.uri === route.uri && !route.api);
    const routes = own ? byApi.get(own) : undefined;
    if (routes) routes.push(route);
    else {
      const name = route.api ? printed(route.api) : '';
      const others = strays.get(name);
      if (others) others.push(route);
      else strays.set(name, [route]);
    }
  }
  const declared = [...byApi].map(([api, routes]): ApiRoutes => {
    const name = literalOf(api.name);
    const entry = {
      id: `${api.uri}#${api.id}`,
      name: api.id === '' ? (name ?? 'API') : api.id,
      kind: api.kind,
      routes: routes.length,
      place: { uri: api.uri, span: api.key },
      files: [...new Set([api.uri, ...routes.map(({ uri }) => uri)])],
    };
    return { entry, unit, api, routes };
  });
  const undeclared = [...strays].flatMap(([name, routes]): readonly ApiRoutes[] => {
    const [first] = routes;
    if (!first) return [];
    const entry = {
      id: `${first.uri}#?${name}`,
      name: name === '' ? 'An API that is not declared here' : name,
      kind: first.apiKind,
      routes: routes.length,
      place: { uri: first.uri, span: first.key },
      files: [...new Set(routes.map(({ uri }) => uri))],
    };
    return [{ entry, unit, api: undefined, routes }];
  });
  return [...declared, ...undeclared];
}

function mapOf(
  { entry, unit, routes }: ApiRoutes,
  { filter, offset, limit }: MapQuery,
  catalog: Catalog | undefined,
): AccessMap {
  const matching = filtered(routes, filter);
  // The last page again, when an edit has taken the asked one away.
  const from = Math.max(0, Math.min(offset, Math.floor((matching.length - 1) / limit) * limit));
  const map = new MapBuilder();
  const shown = matching.slice(from, from + limit);
  const mapped = shown.map((route): MappedRoute => {
    const view = routeView(route, unit, catalog);
    const { title, authorization, place } = view;
    const id = map.freeId(`route ${entry.id} ${title}`);
    return { node: map.node({ id, kind: 'route', label: title, detail: authorization.words, place }), view };
  });
  const callers = mapCallers(mapped, map);
  const rows = mapped.map(({ node, view }, i): MapRoute => {
    const bearer = bearerNode(view, map);
    const asked = bearer === undefined ? [] : mapAuthorizers(bearer, view, unit, map);
    const behind = [...asked, ...mapBehind(node, view, unit, map)].map(({ id }) => id);
    const own = callers.edges[i]?.map(({ id }) => id) ?? [];
    return { node, callers: own, behind, state: view.state, reason: view.reason };
  });
  return {
    ...map.built(),
    routes: rows,
    matching: matching.length,
    total: routes.length,
    offset: from,
    callersLeftOut: callers.leftOut,
  };
}

export interface MappedRoute {
  readonly node: string;
  readonly view: RouteView;
}

/** Collects nodes and edges; the first one of an id counts. */
export class MapBuilder {
  readonly #nodes = new Map<string, MapNode>();
  readonly #edges = new Map<string, MapEdge>();

  /** Gives the node's id. */
  node(node: MapNode): string {
    if (!this.#nodes.has(node.id)) this.#nodes.set(node.id, node);
    return node.id;
  }

  /** `about` tells edges between the same two apart. */
  edge(from: string, to: string, make: () => Omit<MapEdge, 'id' | 'from' | 'to'>, about = ''): MapEdge {
    const id = about === '' ? `${from} > ${to}` : `${from} > ${to} (${about})`;
    let edge = this.#edges.get(id);
    if (!edge) this.#edges.set(id, (edge = { id, from, to, ...make() }));
    return edge;
  }

  /** Two things of one name, as half-typed files have them, stay apart. */
  freeId(wanted: string): string {
    let id = wanted;
    for (let i = 2; this.#nodes.has(id); i++) id = `${wanted} (${i})`;
    return id;
  }

  built(): Pick<AccessMap, 'nodes' | 'edges'> {
    return { nodes: [...this.#nodes.values()], edges: [...this.#edges.values()] };
  }
}

function filtered(routes: readonly Route[], filter: string): readonly Route[] {
  const name = /^\s*"(.*)"\s*$/.exec(filter)?.[1];
  if (name !== undefined) return routes.filter((route) => routeTitle(route) === name);
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0 ? routes : routes.filter((route) => matches(route, words));
}

function matches(route: Route, words: readonly string[]): boolean {
  const { target, credentials } = route.integration ?? {};
  const texts = [route.authorization, target, credentials].flatMap((text) => (text ? [printed(text)] : []));
  const text = [routeTitle(route), ...texts].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
