import { sourceArnCoversNothing, sourceArnTail, type UselessSourceArn } from '../../access/source-arn.ts';
import { routeTitle, sourceArnSuffixOf } from '../../graph/route-target.ts';
import type { LambdaPermission } from '../../model/facts.ts';
import { literalOf, literalSourceOf, printed } from '../../model/text-value.ts';
import type { Change } from '../../text/change.ts';
import type { Fix, Rule } from '../rule.ts';

export const sourceArnMatchesNoRoute: Rule = {
  meta: {
    id: 'integration/source-arn-matches-no-route',
    level: 'error',
    summary: 'A Lambda permission covers no route that invokes the function',
    why:
      'API Gateway sends the API, stage, verb and path of the route as the source when it invokes a function, and Lambda holds the `SourceArn` of the permission against it. ' +
      'With a wrong verb or path, one `*` too many, or nothing after the API id, no call gets through: callers get a 500 and the log says `Invalid permissions on Lambda function`.',
    fixes: ['the ARN of the route that invokes the function'],
  },
  *check({ unit }) {
    for (const permission of unit.permissions) {
      const useless = sourceArnCoversNothing(permission, unit);
      if (!useless || !permission.sourceArn) continue;
      const tail = sourceArnTail(permission);
      const name = literalOf(useless.function.name) ?? useless.function.id;
      const shown = tail ? `"/${printed(tail)}"` : 'the API id alone';
      const [route, second] = useless.routes;
      const where = !route
        ? `no route of ${useless.api.id} invokes it`
        : second
          ? `its routes are ${useless.routes.slice(0, 3).map(routeTitle).join(', ')}`
          : `its route is ${routeTitle(route)}`;
      yield {
        uri: permission.uri,
        span: tail && tail.parts.length > 0 ? tail.span : permission.sourceArn.span,
        message: `${shown} covers no route that invokes "${name}": ${where}`,
        related: useless.routes
          .slice(0, 5)
          .map((one) => ({ uri: one.uri, span: one.key, message: `${routeTitle(one)} invokes "${name}"` })),
        fixes: () => fixesOf(permission, useless),
      };
    }
  },
};

function fixesOf(permission: LambdaPermission, useless: UselessSourceArn): readonly Fix[] {
  const written = permission.sourceArn;
  if (!written) return [];
  const tail = sourceArnTail(permission);
  const source = tail && literalSourceOf(tail);
  const before = tail ? `/${printed(tail)}` : '';
  const options = useless.routes.flatMap((route) => {
    const suffix = sourceArnSuffixOf(route);
    return suffix === undefined ? [] : [{ route, suffix }];
  });
  options.sort((a, b) => likeness(before, b.suffix) - likeness(before, a.suffix));
  return options.slice(0, 3).map(({ route, suffix }): Fix => {
    const change: Change = source
      ? { kind: 'replace-text', uri: permission.uri, span: source.span, text: suffix.slice(1) }
      : {
          kind: 'set',
          uri: permission.uri,
          at: written.at,
          value: {
            'Fn::Sub':
              'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${' + useless.api.id + '}' + suffix,
          },
        };
    return { title: `Let it cover ${routeTitle(route)}`, changes: [change] };
  });
}

/** How many of the path's words the two have in common. */
function likeness(a: string, b: string): number {
  const words = new Set(a.split('/'));
  return b.split('/').filter((word) => words.has(word)).length;
}
