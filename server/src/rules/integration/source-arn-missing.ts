import { grantsApiGateway } from '../../access/invoke-grant.ts';
import { resolverOf } from '../../graph/resolve.ts';
import { apiOf, callsIn, routeTitle, sourceArnSuffixOf } from '../../graph/route-target.ts';
import type { Unit } from '../../graph/unit.ts';
import type { LambdaPermission } from '../../model/facts.ts';
import { literalOf } from '../../model/text-value.ts';
import type { Fix, Rule } from '../rule.ts';
import { sourceArnValue } from './invoke-permission.ts';

export const sourceArnMissing: Rule = {
  meta: {
    id: 'integration/source-arn-missing',
    level: 'warning',
    summary: 'Any API of any AWS account may invoke the function',
    why:
      'A Lambda permission for `apigateway.amazonaws.com` without `SourceArn` lets in API Gateway as such: whoever has an AWS account can point an API of their own at the function ' +
      'and invoke it (the confused deputy). `SourceArn` holds it to one API, or to one route of it.',
    fixes: ['a SourceArn for the route or the API that invokes the function'],
  },
  *check({ unit }) {
    for (const permission of unit.permissions) {
      if (
        !permission.written ||
        !permission.complete ||
        permission.sourceArn ||
        permission.sourceArnKey ||
        permission.sourceAccount
      )
        continue;
      if (
        literalOf(permission.principal) !== 'apigateway.amazonaws.com' ||
        grantsApiGateway(permission) !== 'yes' ||
        !permission.principal
      )
        continue;
      yield {
        uri: permission.uri,
        span: permission.principal.span,
        message: 'without a SourceArn, any API of any AWS account may invoke the function',
        fixes: () => fixesOf(permission, unit),
      };
    }
  },
};

function fixesOf(permission: LambdaPermission, unit: Unit): readonly Fix[] {
  const { properties, uri } = permission;
  const named = permission.function && resolverOf(unit).functionsNamedBy(permission.function, uri);
  if (!properties || !named) return [];
  const routes = (callsIn(unit).byFunction.get(named.function) ?? []).filter(
    (route) => apiOf(route, unit)?.uri === uri,
  );
  const [route, secondRoute] = routes;
  const apis = new Set(routes.map((one) => apiOf(one, unit)));
  const own = unit.apis.filter((one) => one.uri === uri);
  const [api, secondApi] = apis.size > 0 ? apis : own;
  if (!api || secondApi) return [];
  // An authorizer's calls come from another path of the API than the routes'.
  const authorizes = unit.resources.some(
    (one) => /Authorizer$|^AWS::Serverless::(?:Http)?Api$/.test(one.type) && one.mentions.includes(named.function.id),
  );
  const suffix = route && !secondRoute && !authorizes ? sourceArnSuffixOf(route) : undefined;
  const what = route && suffix !== undefined ? `${routeTitle(route)} of ${api.id}` : `API ${api.id}`;
  return [
    {
      title: `Hold it to ${what}`,
      changes: [
        {
          kind: 'add-entry',
          uri,
          mapping: properties,
          key: 'SourceArn',
          value: sourceArnValue(api.id, suffix ?? '/*'),
          after: 'Principal',
        },
      ],
    },
  ];
}
