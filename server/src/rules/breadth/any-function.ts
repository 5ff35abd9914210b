import { authorizersWithCredentials, rolesCarrying, routesWithCredentials } from '../../graph/role-use.ts';
import { authorizedBy, invokedBy, type InvokedFunction } from '../../graph/route-target.ts';
import type { PlacedPolicy, Unit } from '../../graph/unit.ts';
import { actionsNamed } from '../../model/actions-named.ts';
import type { LambdaFunction } from '../../model/facts.ts';
import type { Statement } from '../../model/policy.ts';
import { literalOf, type TextValue } from '../../model/text-value.ts';
import type { Value } from '../../text/change.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { closesCircle } from './circles.ts';
import { everyActionOf, everyFunctionIn, grantRule, isInvoke, isStar, listed } from './grants.ts';
import { holdTo, isEditable } from './hold.ts';
import { mayNarrowWhat } from './narrowing.ts';

export const anyFunction = grantRule({
  meta: {
    id: 'breadth/any-function',
    level: 'warning',
    summary: 'A policy lets its holder invoke every Lambda function',
    why:
      'A role that API Gateway assumes needs the functions behind its routes, and nothing else. With `*`, whoever can point an integration or a request at another function of the ' +
      'account runs that one too, also one that was never meant to be called from outside.',
    fixes: ["the functions that the unit's integrations call", 'the functions of the unit'],
  },
  *checkGrant(statement, policy, context) {
    const actions = actionsNamed(statement.action).entries.flatMap((one) => (isInvoke(one) ? [one.value] : []));
    if (actions.length === 0 || everyActionOf(statement) || mayNarrowWhat(statement.condition)) return;
    for (const resource of statement.resource?.values ?? []) {
      const wide = everyFunctionIn(resource);
      if (!wide) continue;
      const text = wide === resource ? (literalOf(resource) ?? '*') : 'function:*';
      yield {
        uri: statement.uri,
        span: wide.span,
        message: `"${text}" lets ${listed(actions)} run every function of the account`,
        fixes: () => (isEditable(statement, context) ? fixesOf(resource, actions, statement, policy, context) : []),
      };
    }
  },
});

interface Target {
  readonly id: string;
  readonly values: readonly Value[];
}

function fixesOf(
  wide: TextValue,
  actions: readonly TextValue[],
  statement: Statement,
  policy: PlacedPolicy,
  { unit }: RuleContext,
): readonly Fix[] {
  const called = calledTargets(policy, unit);
  const own = unit.functions.flatMap((one) => targetOf(one, [], policy, unit) ?? []);
  const fixes: Fix[] = [];
  const add = (targets: readonly Target[], what: string): void => {
    const changes = holdTo(
      targets.flatMap((target) => target.values),
      wide,
      held(wide, actions, statement),
      statement,
      policy,
    );
    if (changes) fixes.push({ title: `Only ${what}: ${targets.map((target) => target.id).join(', ')}`, changes });
  };
  add(called, called.length === 1 ? 'the function that the routes call' : 'the functions that the routes call');
  const more = own.some((one) => !called.some((other) => other.id === one.id));
  if (more) add(own, own.length === 1 ? 'the function declared here' : 'the functions declared here');
  return fixes;
}

/** An ARN of Lambda speaks of no other service: the statement's other actions lose nothing with it. */
function held(wide: TextValue, actions: readonly TextValue[], statement: Statement): readonly TextValue[] {
  return isStar(wide) ? actions : (statement.action?.values ?? []);
}

/** What routes and authorizers call: those that call it as the holder of the policy, where some do, else all of them. */
function calledTargets(policy: PlacedPolicy, unit: Unit): readonly Target[] {
  const roles = rolesCarrying(policy, unit);
  const routes = roles.flatMap((role) => routesWithCredentials(role, unit));
  const authorizers = roles.flatMap((role) => authorizersWithCredentials(role, unit));
  const isCredentials = routes.length + authorizers.length > 0;
  const qualifiers = new Map<LambdaFunction, boolean>();
  const literals = new Set<string>();
  const add = (called: readonly InvokedFunction[], target: TextValue | undefined): void => {
    for (const invoked of called) {
      const isQualified = invoked.qualifier !== undefined || qualifiers.get(invoked.function) === true;
      qualifiers.set(invoked.function, isQualified);
    }
    if (called.length > 0) return;
    const arn = /\/functions\/(arn:[\w-]+:lambda:[\w-]+:\d+:function:[\w-]+(?::[\w-]+)?)\//.exec(
      literalOf(target) ?? '',
    )?.[1];
    if (arn !== undefined) literals.add(arn);
  };
  for (const route of isCredentials ? routes : unit.routes) add(invokedBy(route, unit), route.integration?.target);
  for (const one of authorizers) add(authorizedBy(one, unit), one.target);
  return [
    ...[...qualifiers].flatMap(([one, isQualified]) => targetOf(one, isQualified ? [':*'] : [], policy, unit) ?? []),
    ...[...literals].map((arn) => ({ id: arn.split(':').slice(6).join(':'), values: [arn] })),
  ];
}

function targetOf(
  one: LambdaFunction,
  suffixes: readonly string[],
  policy: PlacedPolicy,
  unit: Unit,
): Target | undefined {
  if (one.type !== 'function') return undefined;
  if (policy.document.host === 'template' && one.uri === policy.document.uri) {
    if (closesCircle(one.id, policy, unit)) return undefined;
    const arn: Value = { 'Fn::GetAtt': [one.id, 'Arn'] };
    return { id: one.id, values: [arn, ...suffixes.map((suffix) => ({ 'Fn::Sub': `\${${one.id}.Arn}${suffix}` }))] };
  }
  const name = literalOf(one.name);
  if (name === undefined || policy.document.host === 'template') return undefined;
  const arn = `arn:aws:lambda:*:*:function:${name}`;
  return { id: name, values: [arn, ...suffixes.map((suffix) => arn + suffix)] };
}
