import { callPatternOf, wordOf } from '../../access/call-pattern.ts';
import { grantsApiGateway } from '../../access/invoke-grant.ts';
import { sourceArnCoversNothing, sourceArnTail, type UselessSourceArn } from '../../access/source-arn.ts';
import { resolverOf } from '../../graph/resolve.ts';
import { routeTitle } from '../../graph/route-target.ts';
import type { Unit } from '../../graph/unit.ts';
import type { LambdaPermission } from '../../model/facts.ts';
import { literalOf, printed } from '../../model/text-value.ts';
import { apiProblem, headProblem } from '../invoke/call-grammar.ts';
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
      if (!useless) yield* byItself(permission, unit);
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

/** What no call of any API can have as its source, whether the API is in sight or not. */
function byItself(permission: LambdaPermission, unit: Unit): readonly Finding[] {
  const { sourceArn, uri, written, complete } = permission;
  const pattern = sourceArn && callPatternOf(sourceArn);
  if (!pattern || pattern.isShort || !written || !complete || grantsApiGateway(permission) !== 'yes') return [];
  const problem = headProblem(pattern) ?? apiProblem(pattern);
  if (problem) return [{ uri, span: problem.span, message: problem.message }];
  const { api, call } = pattern;
  const id = literalOf(api);
  const isId = id !== undefined ? /^[a-z0-9]+$/.test(id) : resolverOf(unit).apiNamedBy(api, uri) !== undefined;
  if (!api || call || !isId) return [];
  const message = `no call comes from "${printed(api)}" alone: API Gateway sends the stage, the verb and the path behind the API's id`;
  return [{ uri, span: wordOf(api, sourceArn), message }];
}

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
