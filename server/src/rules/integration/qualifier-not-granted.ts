import {
  coversAuthorizer,
  coversRoute,
  functionOfPermission,
  grantsApiGateway,
  permissionsOn,
  permits,
  permitsAuthorizer,
} from '../../access/invoke-grant.ts';
import { permissionsFor } from '../../access/permissions-by-tail.ts';
import type { Answer } from '../../access/match.ts';
import { surelyOtherQualifier } from '../../access/qualifier.ts';
import { resolverOf } from '../../graph/resolve.ts';
import {
  apiOf,
  authorizedBy,
  callsIn,
  invokedBy,
  routeTitle,
  sourceArnSuffixOf,
  type InvokedFunction,
} from '../../graph/route-target.ts';
import type { Unit } from '../../graph/unit.ts';
import type { Api, Authorizer, LambdaPermission, Route } from '../../model/facts.ts';
import { literalOf, printed, type TextValue } from '../../model/text-value.ts';
import type { Change, Value } from '../../text/change.ts';
import { words, wordsOf } from '../new-resource.ts';
import type { Finding, Fix, Rule } from '../rule.ts';
import { addInvokePermission, authorizerSuffix, functionValue } from './invoke-permission.ts';
import { isAwsIntegration } from './integration-uri.ts';
import { isGrantedOutOfSight, isHandedOut } from './out-of-sight.ts';

export const qualifierNotGranted: Rule = {
  meta: {
    id: 'integration/qualifier-not-granted',
    level: 'warning',
    summary: 'A route or an authorizer invokes one alias or version of a function, and the permission is on another',
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
        const permission = isGrantedOutOfSight(invoked, route, unit)
          ? undefined
          : elsewhere(permissionsFor(route, invoked.function, unit), invoked, unit, {
              permits: (one) => permits(one, route, invoked, unit),
              covers: (one) => coversRoute(one, route, unit),
            });
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
    for (const authorizer of unit.authorizers) yield* authorizerFindings(authorizer, unit);
  },
};

function* authorizerFindings(authorizer: Authorizer, unit: Unit): Iterable<Finding> {
  if (!authorizer.complete || authorizer.credentials || authorizer.credentialsKey) return;
  const api = resolverOf(unit).apiNamedBy(authorizer.api, authorizer.uri);
  for (const invoked of authorizedBy(authorizer, unit)) {
    const permission = isHandedOut(invoked.function, api, unit)
      ? undefined
      : elsewhere(permissionsOn(invoked.function, unit), invoked, unit, {
          permits: (one) => permitsAuthorizer(one, authorizer, invoked, unit),
          covers: (one) => coversAuthorizer(one, authorizer, unit),
        });
    if (!permission) continue;
    yield {
      uri: authorizer.uri,
      span: invoked.text.span,
      message: `authorizer "${authorizer.id}" invokes ${saidOf(invoked)}, and the permission is on ${said(qualifierOf(permission, unit))}: the routes behind it answer 500`,
      related: [{ uri: permission.uri, span: permission.key, message: 'the permission' }],
      fixes: () => authorizerFixes(authorizer, api, invoked, permission, unit),
    };
  }
}

function authorizerFixes(
  authorizer: Authorizer,
  api: Api | undefined,
  invoked: InvokedFunction,
  permission: LambdaPermission,
  unit: Unit,
): readonly Fix[] {
  const moved = isNeededElsewhere(authorizer, invoked, permission, unit)
    ? undefined
    : moveTo(invoked, functionValue(invoked, permission.uri, unit), permission);
  const name = words(authorizer.id).replace(new RegExp(`^${invoked.function.id}`), '');
  const added = api && addInvokePermission(invoked, api, authorizerSuffix(authorizer, unit), name, unit);
  return [
    ...(moved ? [{ title: `Move permission ${permission.id} to what the authorizer invokes`, changes: [moved] }] : []),
    ...(added
      ? [
          {
            title: `Let API Gateway invoke it as authorizer ${authorizer.id} (AWS::Lambda::Permission)`,
            changes: [added],
          },
        ]
      : []),
  ];
}

/** How permissions are held against one call. */
interface Call {
  readonly permits: (permission: LambdaPermission) => Answer;
  /** By the SourceArn alone. */
  readonly covers: (permission: LambdaPermission) => Answer;
}

/** The permission that would let the call in, were it not on another qualifier; undefined where any other does, or may. */
function elsewhere(
  permissions: readonly LambdaPermission[],
  invoked: InvokedFunction,
  unit: Unit,
  call: Call,
): LambdaPermission | undefined {
  const others = permissions.filter(
    (one) =>
      one.written &&
      functionOfPermission(one, unit)?.function === invoked.function &&
      surelyOtherQualifier(qualifierOf(one, unit), invoked.qualifier),
  );
  const mayGrant = permissions.some((one) => !others.includes(one) && call.permits(one) !== 'no');
  if (mayGrant) return undefined;
  return others.find((one) => grantsApiGateway(one) !== 'no' && call.covers(one) !== 'no');
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
  const [api, suffix, value] = [
    apiOf(route, unit),
    sourceArnSuffixOf(route),
    functionValue(invoked, permission.uri, unit),
  ];
  const fixes: Fix[] = [];
  const moved = isNeededElsewhere(route, invoked, permission, unit) ? undefined : moveTo(invoked, value, permission);
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

/** A permission that others need as well stays where it is. */
function isNeededElsewhere(
  one: Route | Authorizer,
  { function: called }: InvokedFunction,
  permission: LambdaPermission,
  unit: Unit,
): boolean {
  const { byFunction, authorizersBy } = callsIn(unit);
  const routes = (byFunction.get(called) ?? []).filter((route) => route !== one);
  const authorizers = (authorizersBy.get(called) ?? []).filter((authorizer) => authorizer !== one);
  return (
    routes.some((route) => coversRoute(permission, route, unit) !== 'no') ||
    authorizers.some((authorizer) => coversAuthorizer(permission, authorizer, unit) !== 'no')
  );
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
