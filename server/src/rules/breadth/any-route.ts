import { resolverOf } from '../../graph/resolve.ts';
import { apiOf } from '../../graph/route-target.ts';
import { isOneStack } from '../../graph/stacks.ts';
import type { Unit } from '../../graph/unit.ts';
import type { Api, Route } from '../../model/facts.ts';
import { literalOf, printed, splitText, type TextValue } from '../../model/text-value.ts';
import type { Span } from '../../text/span.ts';
import { executeArn, guardedSuffixes } from './any-api.ts';
import { actionsOfService, everyActionOf, grantRule, isStar, tailOfArn } from './grants.ts';
import { holdTo, isEditable } from './hold.ts';
import { mayNarrowWhat } from './narrowing.ts';

export const anyRoute = grantRule({
  meta: {
    id: 'breadth/any-route',
    level: 'info',
    summary: 'A policy lets its holder call every route of an API whose routes are told apart',
    why:
      'Where the routes of an API differ in who may call them, a grant on all of them says less than the template knows. ' +
      'It also covers each route that is added later.',
    fixes: ['the routes that ask for AWS_IAM'],
  },
  *checkGrant(statement, policy, context) {
    const actions = actionsOfService(statement, 'execute-api');
    if (actions.length === 0 || everyActionOf(statement) || mayNarrowWhat(statement.condition)) return;
    for (const resource of statement.resource?.values ?? []) {
      const wide = tooManyRoutesIn(resource, statement.uri, context.unit);
      if (!wide) continue;
      const { api, span, routes, guarded } = wide;
      yield {
        uri: statement.uri,
        span,
        message: `"${wide.text}" covers all ${routes} routes of ${api.id}, of which ${guarded === 1 ? 'one asks' : `${guarded} ask`} for AWS_IAM`,
        fixes: () => {
          if (!isEditable(statement, context) || policy.document.host !== 'template') return [];
          if (!isOneStack(api.uri, statement.uri, context.unit.stacks)) return [];
          const values = guardedSuffixes(api, context.unit).map((suffix) => executeArn(api, suffix, policy));
          const changes =
            values.length <= 12 && holdTo(values, resource, statement.action?.values ?? [], statement, policy);
          return changes ? [{ title: `Only the routes of ${api.id} that ask for AWS_IAM`, changes }] : [];
        },
      };
    }
  },
});

/** An ARN of every route of an API, some of which ask for AWS_IAM and some do not; how many there are, and how many ask. */
export function tooManyRoutesIn(
  resource: TextValue,
  uri: string,
  unit: Unit,
):
  | {
      readonly api: Api;
      readonly span: Span;
      readonly text: string;
      readonly routes: number;
      readonly guarded: number;
    }
  | undefined {
  const wide = everyRouteIn(resource, uri, unit);
  if (!wide?.api.complete) return undefined;
  const routes = unit.routes.filter((route) => apiOf(route, unit) === wide.api && !isPreflight(route));
  const guarded = routes.filter((route) => literalOf(route.authorization)?.toUpperCase() === 'AWS_IAM');
  const areTold = routes.every((route) => !route.authorization || literalOf(route.authorization) !== undefined);
  if (!areTold || guarded.length === 0 || guarded.length === routes.length) return undefined;
  return { ...wide, routes: routes.length, guarded: guarded.length };
}

function isPreflight(route: Route): boolean {
  return literalOf(route.method)?.toUpperCase() === 'OPTIONS';
}

/** An execute-api ARN of an API of the unit, with `*` for verb and path; the span is that of the stars. */
function everyRouteIn(
  resource: TextValue,
  uri: string,
  unit: Unit,
): { readonly api: Api; readonly span: Span; readonly text: string } | undefined {
  const tail = tailOfArn(resource, 'execute-api');
  const [id, stage, ...rest] = tail ? splitText(tail, '/') : [];
  const api = resolverOf(unit).apiNamedBy(id, uri);
  if (!api || !stage || !rest.every(isStar) || (rest.length === 0 && !isStar(stage))) return undefined;
  const stars = isStar(stage) ? [stage, ...rest] : rest;
  const [first] = stars;
  const last = stars.at(-1);
  if (!first || !last) return undefined;
  return { api, span: { start: first.span.start, end: last.span.end }, text: stars.map(printed).join('/') };
}
