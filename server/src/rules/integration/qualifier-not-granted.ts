import {
  coversRoute,
  functionOfPermission,
  grantsApiGateway,
  permissionsOn,
  permits,
} from '../../access/invoke-grant.ts';
import { surelyOtherQualifier } from '../../access/qualifier.ts';
import {
  apiOf,
  callsIn,
  invokedBy,
  routeTitle,
  sourceArnSuffixOf,
  type InvokedFunction,
} from '../../graph/route-target.ts';
import type { Unit } from '../../graph/unit.ts';
import type { LambdaPermission, Route } from '../../model/facts.ts';
import { literalOf, printed, type TextValue } from '../../model/text-value.ts';
import type { Change, Value } from '../../text/change.ts';
import { wordsOf } from '../new-resource.ts';
import type { Fix, Rule } from '../rule.ts';
import { addInvokePermission, functionValue } from './invoke-permission.ts';
import { isAwsIntegration } from './integration-uri.ts';
import { isGrantedOutOfSight } from './out-of-sight.ts';

export const qualifierNotGranted: Rule = {
  meta: {
    id: 'integration/qualifier-not-granted',
    level: 'warning',
    summary: 'A route invokes one alias or version of a function, and the permission is on another',
    why:
      'The permissions of a function, of each of its aliases and of each version are apart. One on the function itself lets nobody invoke `function:live`, and one on the alias nobody ' +
      'the function: callers get a 500 and the log says `Invalid permissions on Lambda function`.',
    fixes: ['a permission on what the route invokes', 'move the permission there'],
  },
  *check({ unit }) {
    if (!unit.complete) return;
    for (const route of unit.routes) {
      const { integration } = route;
      if (!integration || integration.credentials || !isAwsIntegration(integration)) continue;
      for (const invoked of invokedBy(route, unit)) {
        const permission = elsewhere(route, invoked, unit);
        if (!permission) continue;
        yield {
          uri: integration.uri,
          span: invoked.text.span,
          message: `${routeTitle(route)} invokes ${saidOf(invoked)}, and the permission is on ${said(qualifierOf(permission, unit))}: callers get a 500`,
          related: [{ uri: permission.uri, span: permission.key, message: 'the permission' }],
          fixes: () => fixesOf(route, invoked, permission, unit),
        };
      }
    }
  },
};

/** The permission that would let the route in, were it not on another qualifier; undefined where any other does, or may. */
function elsewhere(route: Route, invoked: InvokedFunction, unit: Unit): LambdaPermission | undefined {
  const permissions = permissionsOn(invoked.function, unit);
  const others = permissions.filter(
    (one) =>
      one.written &&
      functionOfPermission(one, unit)?.function === invoked.function &&
      surelyOtherQualifier(qualifierOf(one, unit), invoked.qualifier),
  );
  const mayGrant = permissions.some((one) => !others.includes(one) && permits(one, route, invoked, unit) !== 'no');
  if (mayGrant || isGrantedOutOfSight(invoked, route, unit)) return undefined;
  return others.find((one) => grantsApiGateway(one) !== 'no' && coversRoute(one, route, unit) !== 'no');
}

function qualifierOf(permission: LambdaPermission, unit: Unit): TextValue | undefined {
  return permission.qualifier ?? functionOfPermission(permission, unit)?.qualifier;
}

function saidOf({ function: invoked, qualifier }: InvokedFunction): string {
  const name = `"${literalOf(invoked.name) ?? invoked.id}"`;
  return qualifier ? `${said(qualifier)} of ${name}` : `${name} itself`;
}

function said(qualifier: TextValue | undefined): string {
  if (!qualifier) return 'the function itself';
  const text = literalOf(qualifier);
  if (text === undefined) return `version ${printed(qualifier)}`;
  return `${/^\d+$/.test(text) ? 'version' : 'alias'} "${text}"`;
}

function fixesOf(route: Route, invoked: InvokedFunction, permission: LambdaPermission, unit: Unit): readonly Fix[] {
  const [api, suffix, value] = [apiOf(route, unit), sourceArnSuffixOf(route), functionValue(invoked)];
  const fixes: Fix[] = [];
  // One that others need as well stays where it is.
  const isShared = (callsIn(unit).byFunction.get(invoked.function) ?? []).some(
    (other) => other !== route && coversRoute(permission, other, unit) !== 'no',
  );
  const moved = isShared ? undefined : moveTo(invoked, value, permission);
  if (moved) fixes.push({ title: `Move permission ${permission.id} to what the route invokes`, changes: [moved] });
  const added =
    api && suffix !== undefined ? addInvokePermission(invoked, api, suffix, wordsOf(route), unit) : undefined;
  if (added)
    fixes.push({
      title: `Let API Gateway invoke it on ${routeTitle(route)} (AWS::Lambda::Permission)`,
      changes: [added],
    });
  return fixes;
}

function moveTo(
  invoked: InvokedFunction,
  value: Value | undefined,
  { uri, function: on, qualifier }: LambdaPermission,
): Change | undefined {
  if (!on || value === undefined || uri !== invoked.function.uri) return undefined;
  if (!qualifier) return { kind: 'set', uri, at: on.at, value };
  const other = literalOf(invoked.qualifier);
  return other === undefined ? undefined : { kind: 'set', uri, at: qualifier.at, value: other };
}
