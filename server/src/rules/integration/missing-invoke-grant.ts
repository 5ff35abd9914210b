import { permissionsOn, permits } from '../../access/invoke-grant.ts';
import { permissionsFor } from '../../access/permissions-by-tail.ts';
import { isOfWrongService, sourceArnCoversNothing } from '../../access/source-arn.ts';
import {
  apiOf,
  invokedBy,
  isByReference,
  routeTitle,
  sourceArnSuffixOf,
  type InvokedFunction,
} from '../../graph/route-target.ts';
import type { Unit } from '../../graph/unit.ts';
import type { Route } from '../../model/facts.ts';
import { literalOf } from '../../model/text-value.ts';
import { wordsOf } from '../new-resource.ts';
import type { Fix, Rule, RuleContext } from '../rule.ts';
import { addInvokePermission } from './invoke-permission.ts';
import { isAwsIntegration } from './integration-uri.ts';
import { isGrantedOutOfSight } from './out-of-sight.ts';
import { createServiceRole, useRole } from './service-role.ts';

export const missingInvokeGrant: Rule = {
  meta: {
    id: 'integration/missing-invoke-grant',
    level: 'error',
    summary: 'Nobody lets API Gateway invoke the function behind a route',
    why:
      'A Lambda integration without credentials works only if the function itself lets API Gateway in: a resource-based permission for `apigateway.amazonaws.com`. ' +
      'The console adds it unasked; CloudFormation, SAM definitions and OpenAPI imports do not. Without it, callers get a 500 and the log says `Invalid permissions on Lambda function`.',
    fixes: [
      'add the permission, for just this route',
      'a role of the template that API Gateway may assume, as the credentials',
      'create the service role: API Gateway may assume it, and it may do just this',
    ],
  },
  *check(context) {
    const { unit } = context;
    if (!unit.complete) return;
    const told = new Set<string>();
    for (const route of unit.routes) {
      if (!route.integration || route.integration.credentials || !apiOf(route, unit)) continue;
      // Lambda permissions are for Lambda integrations; a type that cannot be read may be another kind.
      if (!isAwsIntegration(route.integration)) continue;
      for (const invoked of invokedBy(route, unit)) {
        // A stage variable may name any alias: its permissions are made where the stages are.
        if (invoked.qualifier?.parts.some((part) => part.kind === 'unknown')) continue;
        if (isGranted(route, invoked, unit)) continue;
        const name = `${route.uri} ${invoked.text.span.start}`;
        if (told.has(name)) continue;
        told.add(name);
        yield {
          uri: route.uri,
          span: invoked.text.span,
          level: isByReference(invoked, unit) ? 'error' : 'warning',
          message: `nobody lets API Gateway invoke "${literalOf(invoked.function.name) ?? invoked.function.id}" on ${routeTitle(route)}: callers get a 500 (Invalid permissions on Lambda function)`,
          related: [
            {
              uri: invoked.function.uri,
              span: invoked.function.key,
              message:
                'the function, which no AWS::Lambda::Permission for apigateway.amazonaws.com opens for this route',
            },
          ],
          fixes: () => fixesOf(route, invoked, context),
        };
      }
    }
  },
};

/** True unless it is sure that nothing grants it, or when another rule says what is wrong with the grant. */
function isGranted(route: Route, invoked: InvokedFunction, unit: Unit): boolean {
  const permissions = permissionsOn(invoked.function, unit);
  return (
    permissionsFor(route, invoked.function, unit).some(
      (permission) => permits(permission, route, invoked, unit) !== 'no',
    ) ||
    isGrantedOutOfSight(invoked, route, unit) ||
    // A permission that means this function and this API but covers no route is the mistake, and is told there.
    permissions.some((permission) => {
      const useless = sourceArnCoversNothing(permission, unit);
      return (
        (useless?.function === invoked.function && useless.api === apiOf(route, unit)) || isOfWrongService(permission)
      );
    })
  );
}

function fixesOf(route: Route, invoked: InvokedFunction, context: RuleContext): readonly Fix[] {
  const { unit } = context;
  const out: Fix[] = [];
  const api = apiOf(route, unit);
  const suffix = sourceArnSuffixOf(route);
  const permission =
    api && suffix !== undefined ? addInvokePermission(invoked, api, suffix, wordsOf(route), unit) : undefined;
  if (permission)
    out.push({
      title: `Let API Gateway invoke ${invoked.function.id} on ${routeTitle(route)} (AWS::Lambda::Permission)`,
      changes: [permission],
    });
  const role = createServiceRole(route, context);
  return [...out, ...useRole(route, context), ...(role ? [role] : [])];
}
