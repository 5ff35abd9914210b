import type { Descriptions } from '../catalog/catalog.ts';
import type { PlacedPolicy, Unit } from '../graph/unit.ts';
import type { SlotUse } from '../model/policy.ts';
import { printed } from '../model/text-value.ts';
import type { Span } from '../text/span.ts';
import { hoverInPolicy, hoverOnArn, holds } from './hover-policy.ts';
import { hoverOnProperty } from './hover-property.ts';
import { resolverOf } from '../graph/resolve.ts';
import { page } from './markdown.ts';
import { sayArn } from './say-arn.ts';
import { sayPermission } from './say-covered.ts';
import { sayPrincipal } from './say-principal.ts';
import { routeView } from './route-view.ts';
import { sayRole, sayRouteView } from './say-route-view.ts';
import { sayAuthorization, sayCredentials, sayTarget } from './say-route.ts';
import { saySlot } from './say-slot.ts';
import { pathAt } from './path-at.ts';
import type { Workspace } from './workspace.ts';

export interface HoverContext {
  readonly workspace: Workspace;
  /** Loaded when first asked for; undefined for a service without. */
  readonly descriptionsOf: (service: string) => Promise<Descriptions | undefined>;
}

export interface Hover {
  /** The word that is explained. */
  readonly span: Span;
  readonly markdown: string;
}

/** What stands at a place, in words; the answer is in the first line. Undefined where there is nothing to say. */
export async function hover(context: HoverContext, uri: string, offset: number): Promise<Hover | undefined> {
  const unit = context.workspace.unitOf(uri);
  if (!unit) return undefined;
  for (const policy of unit.policies) {
    if (isPlaced(policy) && policy.use.uri === uri && holds(policy.use.span, offset))
      return { span: policy.use.span, markdown: saySlot(policy, unit) };
    if (policy.document.uri !== uri || !holds(policy.document.span, offset)) continue;
    const found = await hoverInPolicy(context, policy, unit, offset);
    if (found) return found;
  }
  return (
    onRole(unit, uri, offset) ??
    onRoute(context, unit, uri, offset) ??
    onPermission(context, unit, uri, offset) ??
    onProperty(context, uri, offset)
  );
}

function isPlaced(policy: PlacedPolicy): policy is PlacedPolicy & { readonly use: SlotUse } {
  return policy.use !== undefined;
}

function onRole(unit: Unit, uri: string, offset: number): Hover | undefined {
  const role = unit.roles.find((one) => one.uri === uri && holds(one.key, offset));
  // The role that SAM makes stands at the name of its function, of which there is more to say.
  if (!role || role.properties === undefined || unit.functions.some(({ key }) => key.start === role.key.start))
    return undefined;
  const markdown = sayRole(role, unit);
  return markdown === undefined ? undefined : { span: role.key, markdown };
}

function onRoute({ workspace }: HoverContext, unit: Unit, uri: string, offset: number): Hover | undefined {
  const at = (span: Span | undefined): span is Span => span !== undefined && holds(span, offset);
  for (const route of unit.routes) {
    if (route.uri === uri && at(route.key))
      return { span: route.key, markdown: sayRouteView(routeView(route, unit, workspace.catalog)) };
    if (route.uri === uri) {
      for (const span of [route.authorizationKey, route.authorization?.at])
        if (at(span)) return { span, markdown: sayAuthorization(route) };
    }
    const { integration } = route;
    if (integration?.uri !== uri) continue;
    for (const span of [integration.credentialsKey, integration.credentials?.at])
      if (at(span)) return { span, markdown: sayCredentials(route, integration, unit) };
    for (const span of [integration.targetKey, integration.target?.at, integration.subtype?.at]) {
      const markdown = at(span) ? sayTarget(route, integration, unit, workspace.catalog) : undefined;
      if (span && markdown !== undefined) return { span, markdown };
    }
  }
  return undefined;
}

function onPermission({ workspace }: HoverContext, unit: Unit, uri: string, offset: number): Hover | undefined {
  for (const permission of unit.permissions) {
    if (permission.uri !== uri || !permission.written) continue;
    const { principal, sourceArn, function: invoked } = permission;
    if (principal && holds(principal.at, offset)) {
      const who = printed(resolverOf(unit).standsFor(principal, uri));
      return { span: principal.at, markdown: sayPrincipal(who.includes('.') ? 'Service' : 'AWS', who, 'permission') };
    }
    if (invoked && holds(invoked.at, offset)) return hoverOnArn(invoked, { uri, unit }, workspace.catalog);
    if (holds(permission.key, offset)) {
      const markdown = sayPermission(permission, unit);
      return markdown === undefined ? undefined : { span: permission.key, markdown };
    }
    if (!sourceArn || !holds(sourceArn.at, offset)) continue;
    const words = sayArn(printed(resolverOf(unit).standsFor(sourceArn, uri)), workspace.catalog);
    const letIn = sayPermission(permission, unit);
    if (letIn !== undefined) return { span: sourceArn.at, markdown: page(letIn, words) };
    return hoverOnArn(sourceArn, { uri, unit, grammar: 'sources' }, workspace.catalog);
  }
  return undefined;
}

function onProperty({ workspace }: HoverContext, uri: string, offset: number): Hover | undefined {
  const tree = workspace.treeOf(uri);
  const path = tree && pathAt(tree, offset);
  return path && hoverOnProperty(path);
}
