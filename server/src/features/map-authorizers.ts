import { isAllInSight, trustOf } from '../access/backend-access.ts';
import { permissionsOn, permitsAuthorizer } from '../access/invoke-grant.ts';
import { anyOf } from '../access/match.ts';
import { resolverOf } from '../graph/resolve.ts';
import { authorizersOfRoute } from '../graph/route-authorizer.ts';
import { authorizedBy, type InvokedFunction } from '../graph/route-target.ts';
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
    if (authorizer.kind !== 'lambda') return [];
    const { credentials, credentialsKey, uri } = authorizer;
    const role = credentials && resolverOf(unit).roleNamedBy(credentials, uri)?.role;
    if (role) {
      const says = (may: string): string => `${may} be assumed by API Gateway, to ask ${authorizer.id}`;
      return [map.edge(from, roleNode(role, map), () => neededEdge(trustOf(role, unit), says, unit))];
    }
    if (credentialsKey) return [];
    return authorizedBy(authorizer, unit).map((invoked) => askedEdge(from, authorizer, invoked, unit, map));
  });
}

function askedEdge(
  from: string,
  authorizer: Authorizer,
  invoked: InvokedFunction,
  unit: Unit,
  map: MapBuilder,
): MapEdge {
  const permissions = permissionsOn(invoked.function, unit).map((permission) => ({
    permission,
    answer: permitsAuthorizer(permission, authorizer, invoked, unit),
  }));
  const seen = anyOf(permissions.map(({ answer }) => answer));
  const answer = seen === 'no' && !(authorizer.complete && isAllInSight(invoked, unit)) ? 'maybe' : seen;
  const granting = permissions.filter((one) => one.answer !== 'no');
  return map.edge(from, functionNode(invoked.function, map), () => ({
    state: stateOf(answer),
    says: `${mayWords(answer)} be invoked as authorizer ${authorizer.id}`,
    grounds:
      answer === 'no' ? nearMisses(invoked.function, unit) : granting.map(({ permission }) => groundOf(permission)),
  }));
}
