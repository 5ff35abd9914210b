import { authorizationsOf, callersOf, type Caller } from '../access/route-access.ts';
import { nameOfPrincipal } from '../access/principals.ts';
import type { Principal } from '../access/decision.ts';
import type { Unit } from '../graph/unit.ts';
import type { Route } from '../model/facts.ts';
import { printed } from '../model/text-value.ts';
import type { MapBuilder, MapEdge, MapNode, MappedRoute } from './access-map.ts';
import { edgeOf } from './map-edges.ts';

/** Callers that are drawn at once: those who reach most routes. */
const most = 50;

const callWords = { allowed: 'may call it', denied: 'may not call it' };

export interface MappedCallers {
  /** The edges of each route. */
  readonly edges: readonly (readonly MapEdge[])[];
  readonly leftOut: number;
}

/** Draws who may call the routes. */
export function mapCallers(routes: readonly MappedRoute[], unit: Unit, map: MapBuilder): MappedCallers {
  const callers = routes.map(({ route }) => callersOf(route, unit));
  const reached = new Map<Principal, number>();
  for (const { principal } of callers.flat())
    if (principal.kind !== 'anonymous') reached.set(principal, (reached.get(principal) ?? 0) + 1);
  const ranked = [...reached].sort(([, a], [, b]) => b - a).map(([principal]) => principal);
  const drawn = new Set(ranked.slice(0, most));
  const edges = routes.map(({ node, route }, i) => {
    const own = (callers[i] ?? []).filter(({ principal }) => principal.kind === 'anonymous' || drawn.has(principal));
    const made = own.map((caller) => callerEdge(caller, node, route, map));
    return own.length > 0 ? made : [nobody(node, route, map)];
  });
  return { edges, leftOut: ranked.length - drawn.size };
}

function callerEdge({ principal, decision }: Caller, node: string, route: Route, map: MapBuilder): MapEdge {
  const from = map.node(principal.kind === 'anonymous' ? everyone(route) : nodeOf(principal));
  return map.edge(from, node, () => edgeOf(decision, callWords, 'refused'));
}

function nodeOf(principal: Principal): MapNode {
  const label = nameOfPrincipal(principal);
  switch (principal.kind) {
    case 'role': {
      const { uri, id, key } = principal.role;
      return { id: `caller ${uri} ${id}`, kind: 'caller', label, detail: 'role', place: { uri, span: key } };
    }
    case 'identity': {
      const { uri, id, key, kind } = principal.identity;
      return { id: `caller ${uri} ${id}`, kind: 'caller', label, detail: kind, place: { uri, span: key } };
    }
    case 'anonymous':
    case 'account':
    case 'service':
      return { id: `caller ${label}`, kind: 'caller', label, detail: '', place: undefined };
  }
}

/** Those whom IAM does not know. */
function everyone(route: Route): MapNode {
  const [way, other] = authorizationsOf(route).filter((one) => one !== 'AWS_IAM' && one !== 'unknown');
  const named = route.authorizer ? printed(route.authorizer) : undefined;
  const make = (label: string, detail: string): MapNode => ({
    id: `caller ${label}`,
    kind: 'caller',
    label,
    detail,
    place: undefined,
  });
  if (other) return make('Unsigned callers', 'by a condition');
  switch (way) {
    case 'CUSTOM':
      return make(named ?? 'Lambda authorizer', 'lets its callers in');
    case 'COGNITO_USER_POOLS':
      return make(named ?? 'User pool', 'its users');
    case 'JWT':
      return make(named ?? 'JWT authorizer', 'bearers of its tokens');
    default:
      return make('Anyone', 'no signature needed');
  }
}

/** Who may call a route of AWS_IAM may stand in files that are not here. */
function nobody(node: string, route: Route, map: MapBuilder): MapEdge {
  const from = map.node({
    id: 'caller elsewhere',
    kind: 'caller',
    label: 'Callers out of sight',
    detail: 'of other files',
    place: undefined,
  });
  return map.edge(from, node, () => ({
    state: 'maybe',
    says: 'no policy in these files allows anyone to call it',
    grounds: [{ says: 'the authorization', place: { uri: route.uri, span: route.authorizationKey ?? route.key } }],
  }));
}
