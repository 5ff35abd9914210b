import type { BackendAccess, FunctionAccess, RoleAccess } from '../access/backend-access.ts';
import type { Need } from '../access/integration-needs.ts';
import type { Decision } from '../access/decision.ts';
import { integrationSubtypes, parseIntegrationUri } from '../catalog/integration-targets.ts';
import { resolverOf } from '../graph/resolve.ts';
import { invokedBy } from '../graph/route-target.ts';
import type { Unit } from '../graph/unit.ts';
import type { Integration, Role, Route } from '../model/facts.ts';
import { literalOf, printed, type TextValue } from '../model/text-value.ts';
import type { MapBuilder, MapEdge } from './access-map.ts';
import { functionNode, groundOf, nearMisses, roleNode } from './map-nodes.ts';
import { neededEdge, stateOf, type EdgeWords } from './map-edges.ts';
import { mayWords, type RouteView } from './route-view.ts';
import { sayNeed } from './say-need.ts';

/** Draws what stands behind a route; gives the edges in the order in which a call passes them. */
export function mapBehind(node: string, view: RouteView, unit: Unit, map: MapBuilder): readonly MapEdge[] {
  const { route } = view;
  const { integration } = route;
  if (!integration) return [];
  const from = map.node({
    id: `integration of ${node}`,
    kind: 'integration',
    ...nameOfIntegration(integration, unit),
    place: { uri: integration.uri, span: integration.targetKey ?? integration.at },
  });
  const first = map.edge(node, from, () => ({ state: 'plain', says: 'the integration', grounds: [] }));
  return [first, ...behind({ from, route, unit, map }, view.backend.access)];
}

interface Drawing {
  /** The node of the integration. */
  readonly from: string;
  readonly route: Route;
  readonly unit: Unit;
  readonly map: MapBuilder;
}

function behind(drawing: Drawing, access: BackendAccess): readonly MapEdge[] {
  switch (access.model) {
    case 'none':
      return [];
    case 'function-permission':
      return access.functions.map((one) => permissionEdge(drawing, one));
    case 'role':
      if (access.roles.length === 0) return [withoutCredentials(drawing, access.decision)];
      return access.roles.flatMap((one) => roleEdges(drawing, one, access.needs));
    case 'caller':
      return callerEdges(drawing, access.needs, access.decision);
    case 'unknown':
      return invokedBy(drawing.route, drawing.unit).map(({ function: invoked }) =>
        drawing.map.edge(drawing.from, functionNode(invoked, drawing.map), () =>
          neededEdge(access.decision, (may) => `${may} be called by API Gateway`, drawing.unit),
        ),
      );
  }
}

function permissionEdge({ from, map, unit }: Drawing, { invoked, permissions, answer }: FunctionAccess): MapEdge {
  return map.edge(from, functionNode(invoked.function, map), () => ({
    state: stateOf(answer),
    says: `${mayWords(answer)} be invoked on this route`,
    grounds:
      answer === 'no' ? nearMisses(invoked.function, unit) : permissions.map(({ permission }) => groundOf(permission)),
  }));
}

const sayAssumed = (may: string): string => `${may} be assumed by API Gateway`;

function roleEdges(drawing: Drawing, access: RoleAccess, needs: readonly Need[]): readonly MapEdge[] {
  const { from, map, route, unit } = drawing;
  const { text, role, trust, action } = access;
  const node = role ? roleNode(role, map) : hiddenRole(text, route, map);
  const assumed = map.edge(from, node, () => neededEdge(trust, sayAssumed, unit));
  return [assumed, ...targetsOf(drawing, needs).map((target) => targetEdge(drawing, node, target, action, role))];
}

function callerEdges(drawing: Drawing, needs: readonly Need[], decision: Decision): readonly MapEdge[] {
  const { from, map, route } = drawing;
  const caller = map.node({
    id: 'role of the caller',
    kind: 'role',
    label: 'The caller',
    detail: 'by its own credentials',
    place: undefined,
  });
  const { uri, credentialsKey, at } = route.integration ?? { uri: route.uri, credentialsKey: undefined, at: route.key };
  const handed = map.edge(from, caller, () => ({
    state: 'plain',
    says: 'the back end is called as the caller',
    grounds: [{ says: 'the credentials', place: { uri, span: credentialsKey ?? at } }],
  }));
  return [handed, ...targetsOf(drawing, needs).map((target) => targetEdge(drawing, caller, target, decision))];
}

/** An AWS service that is called as nobody. */
function withoutCredentials({ from, map, route, unit }: Drawing, decision: Decision): MapEdge {
  const nobody = map.node({
    id: `no credentials of ${from}`,
    kind: 'role',
    label: 'No credentials',
    detail: 'none are written',
    place: route.integration && { uri: route.integration.uri, span: route.integration.targetKey ?? route.key },
  });
  return map.edge(from, nobody, () => neededEdge(decision, () => 'nothing is called without credentials', unit));
}

interface Target {
  readonly node: string;
  readonly need: Need;
}

function targetEdge(
  { map, unit }: Drawing,
  from: string,
  { node, need }: Target,
  decision: Decision,
  role?: Role,
): MapEdge {
  const what = need.kind === 'actions' ? need.actions.join(' and ') : 'it';
  // One role may be allowed one action on a queue and not another.
  const carrier = role && { says: `role ${role.id}`, place: { uri: role.uri, span: role.key } };
  const make = (): EdgeWords => neededEdge(decision, (may) => `${may} call ${what}`, unit, carrier);
  return map.edge(from, node, make, sayNeed(need));
}

/** What is called: the functions of the unit, resources that it declares, or what the text names. */
function targetsOf({ route, unit, map }: Drawing, needs: readonly Need[]): readonly Target[] {
  return needs.flatMap((need): readonly Target[] => {
    if (need.kind !== 'actions') return [];
    const invoked = need.isFunction ? resolverOf(unit).functionNamedBy(need.resource, route.uri) : undefined;
    if (invoked) return [{ node: functionNode(invoked, map), need }];
    return [{ node: serviceNode(need, route, unit, map), need }];
  });
}

function serviceNode(need: Extract<Need, { kind: 'actions' }>, route: Route, unit: Unit, map: MapBuilder): string {
  const [action = ''] = need.actions;
  const service = action.slice(0, action.indexOf(':'));
  const declared = need.resource.parts.flatMap((part) => {
    if (part.kind !== 'reference' || part.to.kind !== 'logical') return [];
    const { id, uri = route.uri } = part.to;
    return unit.resources.find((one) => one.id === id && one.uri === uri) ?? [];
  })[0];
  if (declared) {
    const { id, uri, key, type } = declared;
    return map.node({
      id: `service ${uri} ${id}`,
      kind: 'service',
      label: id,
      detail: type,
      place: { uri, span: key },
    });
  }
  const isAnything = need.resource.parts.every((part) => part.kind === 'unknown');
  const text = isAnything ? '' : printed(need.resource);
  const label = text.slice(text.lastIndexOf(':') + 1) || service;
  return map.node({ id: `service ${service} ${text}`, kind: 'service', label, detail: service, place: undefined });
}

function hiddenRole(text: TextValue, { uri }: Route, map: MapBuilder): string {
  const written = printed(text);
  return map.node({
    id: `role ${written}`,
    kind: 'role',
    label: written.slice(written.lastIndexOf('/') + 1),
    detail: 'a role out of sight',
    place: { uri, span: text.span },
  });
}

function nameOfIntegration(integration: Integration, unit: Unit): { readonly label: string; readonly detail: string } {
  const type = literalOf(integration.type)?.toUpperCase() ?? '';
  const subtype = literalOf(integration.subtype);
  if (subtype !== undefined && integrationSubtypes.has(subtype)) return { label: subtype, detail: type };
  const text = integration.target && printed(resolverOf(unit).standsFor(integration.target, integration.uri));
  const uri = text === undefined ? undefined : parseIntegrationUri(text);
  if (uri?.service === 'lambda' || (text !== undefined && /^arn:[^:]*:lambda:/.test(text)))
    return { label: type === 'AWS' ? 'Lambda' : 'Lambda proxy', detail: type };
  if (uri) return { label: uri.service, detail: `${uri.form}/${uri.rest}` };
  if (type === 'MOCK') return { label: 'Mock', detail: 'answers by itself' };
  return { label: text ?? (type === '' ? 'Integration' : type), detail: type };
}
