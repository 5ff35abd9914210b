import { sourceArnCoversNothing, sourceArnTail, type UselessSourceArn } from '../../access/source-arn.ts';
import { routeTitle } from '../../graph/route-target.ts';
import { literalOf, printed } from '../../model/text-value.ts';
import type { Finding, Rule } from '../rule.ts';
import { callersOf, sourceArnFixes } from './source-arn-fixes.ts';

export const sourceArnMatchesNoRoute: Rule = {
  meta: {
    id: 'integration/source-arn-matches-no-route',
    level: 'error',
    summary: 'A Lambda permission covers no route that invokes the function',
    why:
      'API Gateway sends the API, stage, verb and path of the route as the source when it invokes a function, and Lambda holds the `SourceArn` of the permission against it. ' +
      'With a wrong verb or path, one `*` too many, or nothing after the API id, no call gets through: callers get a 500 and the log says `Invalid permissions on Lambda function`.',
    fixes: ['the ARN of the route or the authorizer that invokes the function'],
  },
  *check({ unit }) {
    for (const permission of unit.permissions) {
      const useless = sourceArnCoversNothing(permission, unit);
      if (!useless || !permission.sourceArn) continue;
      const tail = sourceArnTail(permission);
      const name = literalOf(useless.function.name) ?? useless.function.id;
      const shown = tail ? `"/${printed(tail)}"` : 'the API id alone';
      yield {
        uri: permission.uri,
        span: tail && tail.parts.length > 0 ? tail.span : permission.sourceArn.span,
        message: `${shown} covers no route that invokes "${name}": ${whereInvoked(useless)}`,
        related: relatedOf(useless, name),
        fixes: () => sourceArnFixes(permission, callersOf(useless.function, unit), unit),
      };
    }
  },
};

function whereInvoked({ api, routes, authorizers }: UselessSourceArn): string {
  const [authorizer] = authorizers;
  const [route, second] = routes;
  if (route && second) return `its routes are ${routes.slice(0, 3).map(routeTitle).join(', ')}`;
  if (route) return `its route is ${routeTitle(route)}`;
  return authorizer ? `it is the authorizer "${authorizer.id}"` : `no route of ${api.id} invokes it`;
}

function relatedOf({ routes, authorizers }: UselessSourceArn, name: string): NonNullable<Finding['related']> {
  return [
    ...routes
      .slice(0, 5)
      .map((one) => ({ uri: one.uri, span: one.key, message: `${routeTitle(one)} invokes "${name}"` })),
    ...authorizers
      .slice(0, 5)
      .map((one) => ({ uri: one.uri, span: one.key, message: `asks "${name}" before a route` })),
  ];
}
