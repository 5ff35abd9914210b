import type { Principal } from '../access/decision.ts';
import type { MapBuilder, MapEdge, MapNode, MappedRoute } from './access-map.ts';
import { stateOf, toGround } from './map-edges.ts';
import { capital } from './markdown.ts';
import { mayWords, type CallerView, type RouteView } from './route-view.ts';

/** Callers that are drawn at once: those who reach most routes. */
const most = 50;

export interface MappedCallers {
  /** The edges of each route. */
  readonly edges: readonly (readonly MapEdge[])[];
  readonly leftOut: number;
}

/** Draws who may call the routes, and whom a statement denies it. */
export function mapCallers(routes: readonly MappedRoute[], map: MapBuilder): MappedCallers {
  const reached = new Map<Principal, number>();
  for (const { principal } of routes.flatMap(({ view }) => view.callers))
    if (principal.kind !== 'anonymous') reached.set(principal, (reached.get(principal) ?? 0) + 1);
  const ranked = [...reached].sort(([, a], [, b]) => b - a).map(([principal]) => principal);
  const drawn = new Set(ranked.slice(0, most));
  const edges = routes.map(({ node, view }) => {
    if (view.callers.length === 0) return [nobodyEdge(node, view, map)];
    return view.callers
      .filter(({ principal }) => principal.kind === 'anonymous' || drawn.has(principal))
      .map((caller) => callerEdge(caller, node, view, map));
  });
  return { edges, leftOut: ranked.length - drawn.size };
}

function callerEdge(caller: CallerView, node: string, view: RouteView, map: MapBuilder): MapEdge {
  const { may, grounds } = caller;
  return map.edge(map.node(nodeOf(caller, view)), node, () => ({
    state: may === 'no' ? 'denied' : stateOf(may),
    says: `${mayWords(may)} call it`,
    grounds: grounds.map(toGround),
  }));
}

/** The node of those whom the authorizer of a route lets in; undefined for a route without. */
export function bearerNode(view: RouteView, map: MapBuilder): string | undefined {
  const bearer = view.callers.find(({ kind }) => kind === 'bearer');
  return bearer && map.node(nodeOf(bearer, view));
}

function nodeOf({ kind, name, place }: CallerView, { authorization }: RouteView): MapNode {
  const make = (label: string, detail: string): MapNode => {
    const where = place ? `${place.uri} ` : '';
    return { id: `caller ${where}${name}`, kind: 'caller', label, detail, place };
  };
  switch (kind) {
    case 'role':
    case 'user':
    case 'group':
      // The kind stands beside the name.
      return make(name.slice(kind.length + 1), kind);
    case 'anyone':
      return make(capital(name), 'unsigned');
    case 'bearer':
      return make(capital(name), authorization.words);
    case 'other':
      return make(capital(name), '');
  }
}

/** Who may call a route may stand in files that are not here. */
function nobodyEdge(node: string, { authorization, route }: RouteView, map: MapBuilder): MapEdge {
  const from = map.node({
    id: 'caller out of sight',
    kind: 'caller',
    label: 'Nobody in sight',
    detail: 'others perhaps',
    place: undefined,
    nobody: true,
  });
  // A route whose authorizer or resource policy lets nobody in has no callers anywhere.
  const mayBeOthers = authorization.kinds.some((kind) => kind === 'AWS_IAM' || kind === 'unknown');
  return map.edge(from, node, () => ({
    state: mayBeOthers ? 'maybe' : 'denied',
    says: 'nobody in sight may call it',
    grounds: [{ says: authorization.words, place: { uri: route.uri, span: route.authorizationKey ?? route.key } }],
  }));
}
