import { authorizationsOf, invokeAction, mayAnybodyCall } from '../../access/route-access.ts';
import { contextOf } from '../../access/context.ts';
import { routesOfApi } from '../../access/call-targets.ts';
import { nameOfPrincipal, policiesOf, principalsOf, requesterOf } from '../../access/principals.ts';
import { resolvedStatement } from '../../access/resolved-statement.ts';
import { actionHolds, statementApplies } from '../../access/statement-applies.ts';
import { targetsOf } from '../../access/route-requests.ts';
import type { Principal } from '../../access/decision.ts';
import { isKnownOutOfSight } from '../../graph/out-of-sight.ts';
import { trustPolicyOf } from '../../graph/role-use.ts';
import { routeTitle, sourceArnSuffixOf } from '../../graph/route-target.ts';
import type { PlacedPolicy, Unit } from '../../graph/unit.ts';
import type { Api, Route } from '../../model/facts.ts';
import { surelyAllows, type Statement } from '../../model/policy.ts';
import { literalOf } from '../../model/text-value.ts';
import { closesCircle } from '../breadth/circles.ts';
import { executeArn } from '../breadth/any-api.ts';
import { grantToRole } from '../role-grant.ts';
import type { Finding, Fix, Rule, RuleContext } from '../rule.ts';
import { executeApiArnText } from '../template-value.ts';

export const routeWithoutCallerGrant: Rule = {
  meta: {
    id: 'invoke/route-without-caller-grant',
    level: 'info',
    summary: 'A route asks for AWS_IAM and nothing near it lets anybody call it',
    why:
      'Where the authorization is AWS_IAM, only those get through to whom an identity policy, or the resource policy of the API, grants `execute-api:Invoke` on the route. ' +
      'The template grants it on other routes of the API, or declares those who could call, and nothing of it covers this route.',
    fixes: ['a statement for just this route'],
  },
  *check(context) {
    const { unit } = context;
    if (!unit.complete) return;
    for (const api of unit.apis)
      if (api.id !== '' && api.kind !== 'websocket' && !isKnownOutOfSight(api, unit)) yield* checkApi(api, context);
  },
};

function* checkApi(api: Api, context: RuleContext): Iterable<Finding> {
  const { unit } = context;
  const guarded = routesOfApi(api, unit).filter(isGuarded);
  const granting = grantingIn(unit);
  const lacking = guarded.filter((route) => !mayBeGranted(route, granting, unit));
  const [first, ...others] = lacking;
  if (!first) return;
  const siblings = guarded.flatMap((route) => (lacking.includes(route) ? [] : grantsOn(route, granting, unit)));
  const [sibling] = siblings;
  if (sibling) {
    for (const route of lacking) {
      yield {
        uri: route.uri,
        span: route.key,
        message: `nobody here is granted execute-api:Invoke on ${routeTitle(route)}, which asks for AWS_IAM`,
        related: [
          {
            uri: sibling.statement.uri,
            span: wordOf(sibling.statement),
            message: `grants ${routeTitle(sibling.route)}`,
          },
        ],
        fixes: () => statementFixes([route], api, siblings, context),
      };
    }
    return;
  }
  const callers = callersDeclared(unit);
  const [caller] = callers;
  if (!caller) return;
  const rest =
    others.length > 0 ? ` and ${others.length} more ${others.length > 1 ? 'routes' : 'route'} of ${api.id}` : '';
  yield {
    uri: first.uri,
    span: first.key,
    message: `nobody here is granted execute-api:Invoke on ${routeTitle(first)}${rest}, which ask${others.length > 0 ? '' : 's'} for AWS_IAM`,
    related: others.slice(0, 5).map((route) => ({ uri: route.uri, span: route.key, message: routeTitle(route) })),
    fixes: () => callers.slice(0, 3).flatMap((one) => callerFix(one, lacking, api, context)),
  };
}

/** Surely asks for AWS_IAM, and it is known what for. */
function isGuarded(route: Route): boolean {
  const ways = authorizationsOf(route);
  const isCall = literalOf(route.method)?.toUpperCase() !== 'OPTIONS' && literalOf(route.path) !== undefined;
  return isCall && ways.length === 1 && ways[0] === 'AWS_IAM';
}

interface Grant extends Granting {
  readonly route: Route;
}

/** By a policy in sight, whoever holds it, or by one out of sight of somebody who is declared here. */
function mayBeGranted(route: Route, granting: readonly Granting[], unit: Unit): boolean {
  return grantsOn(route, granting, unit).length > 0 || mayAnybodyCall(route, unit);
}

/** A statement that allows calls of some route, or may. */
interface Granting {
  readonly policy: PlacedPolicy;
  readonly statement: Statement;
}

function grantingIn({ policies, madePolicies }: Unit): readonly Granting[] {
  return [...policies, ...madePolicies].flatMap((policy) =>
    policy.use?.slot === 'trust'
      ? []
      : policy.document.statements
          .filter((one) => literalOf(one.effect) !== 'Deny' && actionHolds(one, invokeAction).answer !== 'no')
          .map((statement) => ({ policy, statement })),
  );
}

/** Those of the statements that allow calls of the route, or may. */
function grantsOn(route: Route, granting: readonly Granting[], unit: Unit): readonly Grant[] {
  const requester = requesterOf({ kind: 'anonymous' }, unit);
  const targets = targetsOf(route, unit);
  return granting.flatMap(({ policy, statement }): readonly Grant[] => {
    const known = resolvedStatement(statement, unit);
    const applies = targets.some(
      (resource) =>
        statementApplies(
          { ...known, principal: undefined, notPrincipal: undefined },
          'identity',
          { requester, action: invokeAction, resource, context: contextOf([]) },
          undefined,
        ).answer !== 'no',
    );
    return applies ? [{ policy, statement, route }] : [];
  });
}

function wordOf(statement: Statement): Finding['span'] {
  return (
    statement.action?.values[0]?.span ?? statement.action?.keySpan ?? statement.notAction?.keySpan ?? statement.span
  );
}

/** Users, groups, and roles that people or other accounts assume: those of services call nobody's API by themselves. */
function callersDeclared(unit: Unit): readonly Principal[] {
  return principalsOf(unit).filter((one) => {
    if (policiesOf(one, unit).identity.unseen.length > 0) return false;
    if (one.kind !== 'role') return one.kind === 'identity';
    const trust = trustPolicyOf(one.role, unit);
    return trust?.statements.some(
      (statement) =>
        surelyAllows(statement) &&
        statement.principal?.entries.some(({ type }) => type === 'AWS' || type === 'Federated'),
    );
  });
}

/** A statement for just these routes, to a role that is declared beside them. */
function callerFix(caller: Principal, routes: readonly Route[], api: Api, context: RuleContext): readonly Fix[] {
  const suffixes = routes.map(sourceArnSuffixOf);
  const known = suffixes.filter((one) => one !== undefined && !one.includes('$default'));
  if (caller.kind !== 'role' || known.length < routes.length || caller.role.uri !== api.uri) return [];
  const arns = known.map((suffix) => ({ 'Fn::Sub': executeApiArnText(api.id, suffix ?? '') }));
  const [only, second] = arns;
  const resource = only && !second ? only : arns;
  const statement = { Effect: 'Allow', Action: invokeAction, Resource: resource };
  const change = grantToRole(caller.role, statement, [api.id], 'execute-api', context);
  return change ? [{ title: `Grant it to ${nameOfPrincipal(caller)}`, changes: [change] }] : [];
}

/** Into the policies that grant the routes beside it. */
function statementFixes(
  routes: readonly Route[],
  api: Api,
  siblings: readonly Grant[],
  { unit }: RuleContext,
): readonly Fix[] {
  const [route] = routes;
  const suffix = route && sourceArnSuffixOf(route);
  if (!route || suffix === undefined || suffix.includes('$default')) return [];
  const documents = new Set<PlacedPolicy['document']>();
  return siblings.flatMap(({ policy, statement }): readonly Fix[] => {
    const { document, use } = policy;
    const isOwn =
      use?.slot === 'identity' && document.host === 'template' && document.uri === api.uri && !document.made;
    if (!isOwn || !document.statementAt || documents.has(document) || documents.size >= 3) return [];
    // What names the API already may name it again.
    const names = statement.resource?.values.some((value) =>
      value.parts.some((part) => part.kind === 'reference' && part.to.kind === 'logical' && part.to.id === api.id),
    );
    if (!names && closesCircle(api.id, policy, unit)) return [];
    documents.add(document);
    return [
      {
        title: `Grant it in ${use.carrierId ?? 'this policy'}, for just ${routeTitle(route)}`,
        changes: [
          {
            kind: 'add-item',
            uri: document.uri,
            list: document.statementAt,
            value: { Effect: 'Allow', Action: invokeAction, Resource: executeArn(api, suffix, policy) },
          },
        ],
      },
    ];
  });
}
