import { permissionsOn, permitsAuthorizer } from '../../access/invoke-grant.ts';
import { isOfWrongService, sourceArnCoversNothing } from '../../access/source-arn.ts';
import { resolverOf } from '../../graph/resolve.ts';
import { authorizedBy, isByReference, type InvokedFunction } from '../../graph/route-target.ts';
import type { Unit } from '../../graph/unit.ts';
import type { Api, Authorizer } from '../../model/facts.ts';
import { literalOf } from '../../model/text-value.ts';
import { words } from '../new-resource.ts';
import type { Fix, Rule } from '../rule.ts';
import { addInvokePermission, authorizerSuffix } from './invoke-permission.ts';
import { isHandedOut } from './out-of-sight.ts';

export const authorizerInvokeGrantMissing: Rule = {
  meta: {
    id: 'integration/authorizer-invoke-grant-missing',
    level: 'error',
    summary: 'Nobody lets API Gateway invoke the function of a Lambda authorizer',
    why:
      'API Gateway asks a Lambda authorizer as it calls any function: by a permission on the function for `apigateway.amazonaws.com`, whose `SourceArn` covers `api-id/authorizers/authorizer-id`, ' +
      "or by a role in the authorizer's credentials. Without either, every route behind it answers 500 (`AuthorizerConfigurationException`). " +
      'SAM makes the permission for REST APIs, and for HTTP APIs only with `EnableFunctionDefaultPermissions`.',
    fixes: ['add the permission, for just this authorizer', 'SAM: EnableFunctionDefaultPermissions'],
  },
  *check({ unit }) {
    if (!unit.complete) return;
    for (const authorizer of unit.authorizers) {
      const api = resolverOf(unit).apiNamedBy(authorizer.api, authorizer.uri);
      if (!api || !authorizer.complete || authorizer.credentials || authorizer.credentialsKey) continue;
      for (const invoked of authorizedBy(authorizer, unit)) {
        if (invoked.qualifier?.parts.some((part) => part.kind === 'unknown')) continue;
        if (isGranted(authorizer, api, invoked, unit)) continue;
        yield {
          uri: authorizer.uri,
          span: invoked.text.span,
          level: isByReference(invoked, unit) ? 'error' : 'warning',
          message: `nobody lets API Gateway invoke "${literalOf(invoked.function.name) ?? invoked.function.id}" as authorizer "${authorizer.id}": the routes behind it answer 500 (AuthorizerConfigurationException)`,
          related: [
            {
              uri: invoked.function.uri,
              span: invoked.function.key,
              message:
                'the function, which no AWS::Lambda::Permission for apigateway.amazonaws.com opens for this authorizer',
            },
          ],
          fixes: () => fixesOf(authorizer, api, invoked, unit),
        };
      }
    }
  },
};

/** True unless it is sure that nothing grants it, or when another rule says what is wrong with the grant. */
function isGranted(authorizer: Authorizer, api: Api, invoked: InvokedFunction, unit: Unit): boolean {
  const permissions = permissionsOn(invoked.function, unit);
  return (
    permissions.some(
      (permission) =>
        permitsAuthorizer(permission, authorizer, invoked, unit) !== 'no' ||
        sourceArnCoversNothing(permission, unit)?.function === invoked.function ||
        isOfWrongService(permission),
    ) || isHandedOut(invoked.function, api, unit)
  );
}

function fixesOf(authorizer: Authorizer, api: Api, invoked: InvokedFunction, unit: Unit): readonly Fix[] {
  const { permissionSwitch } = authorizer;
  const fixes: Fix[] = [];
  if (permissionSwitch) fixes.push({ title: 'Have SAM make the permission', changes: [permissionSwitch] });
  const name = words(authorizer.id).replace(new RegExp(`^${invoked.function.id}`), '');
  const added = addInvokePermission(invoked, api, authorizerSuffix(authorizer, unit), name, unit);
  if (added)
    fixes.push({
      title: `Let API Gateway invoke ${invoked.function.id} as authorizer ${authorizer.id} (AWS::Lambda::Permission)`,
      changes: [added],
    });
  return fixes;
}
