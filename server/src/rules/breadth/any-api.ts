import { routesOfApi } from '../../access/call-targets.ts';
import { authorizationsOf } from '../../access/route-access.ts';
import { apiOf, sourceArnSuffixOf } from '../../graph/route-target.ts';
import type { PlacedPolicy, Unit } from '../../graph/unit.ts';
import type { Api } from '../../model/facts.ts';
import type { Statement } from '../../model/policy.ts';
import { literalOf, type TextValue } from '../../model/text-value.ts';
import type { Value } from '../../text/change.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { executeApiArnText } from '../template-value.ts';
import { closesCircle } from './circles.ts';
import { actionsOfService, everyActionOf, everyApiIn, grantRule, isStar, listed } from './grants.ts';
import { holdTo, isEditable, textFor } from './hold.ts';
import { mayNarrowWhat } from './narrowing.ts';

export const anyApi = grantRule({
  meta: {
    id: 'breadth/any-api',
    level: 'warning',
    summary: 'A policy lets its holder call every API',
    why:
      'A caller of one API needs that API, or some of its routes. With every API in the Resource, it may call each route of the account that asks for AWS_IAM, ' +
      'those of APIs made later too.',
    fixes: ['the APIs of the unit', 'their routes that ask for AWS_IAM'],
  },
  *checkGrant(statement, policy, context) {
    const actions = actionsOfService(statement, 'execute-api');
    if (actions.length === 0 || everyActionOf(statement) || mayNarrowWhat(statement.condition)) return;
    for (const resource of statement.resource?.values ?? []) {
      const wide = everyApiIn(resource);
      if (!wide) continue;
      yield {
        uri: statement.uri,
        span: wide.span,
        message: `"${literalOf(wide)}" gives ${listed(actions)} on every API of the account`,
        fixes: () => (isEditable(statement, context) ? fixesOf(resource, actions, statement, policy, context) : []),
      };
    }
  },
});

function fixesOf(
  wide: TextValue,
  actions: readonly TextValue[],
  statement: Statement,
  policy: PlacedPolicy,
  { unit }: RuleContext,
): readonly Fix[] {
  const nameable = apisNameableIn(policy, unit);
  const guarded = nameable.filter((api) => mayAskForCallers(api, unit));
  const apis = guarded.length > 0 ? guarded : nameable;
  const held = isStar(wide) ? actions : (statement.action?.values ?? []);
  const fixes: Fix[] = [];
  const add = (title: string, values: readonly Value[]): void => {
    const changes = holdTo(values, wide, held, statement, policy);
    if (changes) fixes.push({ title, changes });
  };
  const names = apis.map((api) => api.id).join(', ');
  add(
    `Only ${apis.length === 1 ? 'the API' : 'the APIs'} ${names}`,
    apis.map((api) => executeArn(api, '/*', policy)),
  );
  const suffixes = apis.map((api) => guardedSuffixes(api, unit));
  const count = suffixes.flat().length;
  if (count > 0 && count <= 12 && suffixes.every((list) => list.length > 0)) {
    const values = apis.flatMap((api, i) => (suffixes[i] ?? []).map((suffix) => executeArn(api, suffix, policy)));
    add(`Only the routes of ${names} that ask for AWS_IAM`, values);
  }
  return fixes;
}

/** The APIs that the policy's template declares and may refer to. */
export function apisNameableIn(policy: PlacedPolicy, unit: Unit): readonly Api[] {
  if (policy.document.host !== 'template') return [];
  return unit.apis.filter(
    (api) => api.id !== '' && api.uri === policy.document.uri && !closesCircle(api.id, policy, unit),
  );
}

/** False for an API of which every route is known and none asks for AWS_IAM: a grant on it is never looked at. */
function mayAskForCallers(api: Api, unit: Unit): boolean {
  if (!api.complete || api.kind === 'websocket') return true;
  const routes = routesOfApi(api, unit);
  return (
    routes.length === 0 ||
    routes.some((route) => authorizationsOf(route).some((one) => one === 'AWS_IAM' || one === 'unknown'))
  );
}

export function executeArn(api: Api, suffix: string, policy: PlacedPolicy): Value {
  return textFor(policy, executeApiArnText(api.id, suffix));
}

/** What stands after the API's id for its routes that ask for AWS_IAM. Empty when one of them, or a route, cannot be told. */
export function guardedSuffixes(api: Api, unit: Unit): readonly string[] {
  if (!api.complete || api.kind === 'websocket') return [];
  const out = new Set<string>();
  for (const route of unit.routes) {
    if (apiOf(route, unit) !== api) continue;
    const authorization = literalOf(route.authorization);
    if (route.authorization && authorization === undefined) return [];
    if (authorization?.toUpperCase() !== 'AWS_IAM') continue;
    const suffix = sourceArnSuffixOf(route);
    if (suffix === undefined || suffix.includes('$default')) return [];
    out.add(suffix);
  }
  return [...out];
}
