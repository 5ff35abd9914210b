import { authorizerAccess } from '../access/authorizer-access.ts';
import type { FunctionAccess, RoleAccess } from '../access/backend-access.ts';
import { authorizersOfRoute } from '../graph/route-authorizer.ts';
import { authorizedBy } from '../graph/route-target.ts';
import type { Unit } from '../graph/unit.ts';
import type { Authorizer } from '../model/facts.ts';
import type { MapBuilder, MapEdge } from './access-map.ts';
import { neededEdge, stateOf } from './map-edges.ts';
import { functionNode, groundOf, nearMisses, roleNode } from './map-nodes.ts';
import { mayWords, type RouteView } from './route-view.ts';

/**
 * Draws what the authorizers of a route call to decide: their functions, by a permission or by a role.
 *
 * @param from The node of those whom the authorizer lets in.
 */
export function mapAuthorizers(from: string, { route }: RouteView, unit: Unit, map: MapBuilder): readonly MapEdge[] {
  return authorizersOfRoute(route, unit).flatMap((authorizer) => {
    const access = authorizerAccess(authorizer, unit);
    switch (access.model) {
      case 'function-permission':
        return access.functions.map((one) => askedEdge(from, authorizer, one, unit, map));
      case 'role':
        return access.roles.flatMap((one) => roleEdges(from, authorizer, one, unit, map));
      case 'none':
      case 'unknown':
        return [];
    }
  });
}

function roleEdges(
  from: string,
  authorizer: Authorizer,
  { role, trust, action }: RoleAccess,
  unit: Unit,
  map: MapBuilder,
): readonly MapEdge[] {
  if (!role) return [];
  const node = roleNode(role, map);
  const assumed = (may: string): string => `${may} be assumed by API Gateway, to ask ${authorizer.id}`;
  const invokes = (may: string): string => `${may} invoke it as authorizer ${authorizer.id}`;
  const carrier = { says: `role ${role.id}`, place: { uri: role.uri, span: role.key } };
  const functions = new Set(authorizedBy(authorizer, unit).map(({ function: asked }) => asked));
  return [
    map.edge(from, node, () => neededEdge(trust, assumed, unit)),
    ...[...functions].map((asked) =>
      map.edge(node, functionNode(asked, map), () => neededEdge(action, invokes, unit, carrier), 'authorizer'),
    ),
  ];
}

function askedEdge(
  from: string,
  authorizer: Authorizer,
  { invoked, permissions, answer }: FunctionAccess,
  unit: Unit,
  map: MapBuilder,
): MapEdge {
  return map.edge(from, functionNode(invoked.function, map), () => ({
    state: stateOf(answer),
    says: `${mayWords(answer)} be invoked as authorizer ${authorizer.id}`,
    grounds:
      answer === 'no' ? nearMisses(invoked.function, unit) : permissions.map(({ permission }) => groundOf(permission)),
  }));
}
