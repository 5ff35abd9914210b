import { trusts } from '../../access/assume.ts';
import { resolverOf } from '../../graph/resolve.ts';
import { trustPolicyOf } from '../../graph/role-use.ts';
import { routeTitle } from '../../graph/route-target.ts';
import type { Unit } from '../../graph/unit.ts';
import type { Role, Route } from '../../model/facts.ts';
import type { PolicyDocument } from '../../model/policy.ts';
import { shapeOfStatement } from '../../model/policy-shape.ts';
import { alternativesOf, literalOf, printed, type TextValue } from '../../model/text-value.ts';
import type { Change, Value } from '../../text/change.ts';
import type { Fix, Rule } from '../rule.ts';

const apiGateway = 'apigateway.amazonaws.com';

export const roleNotAssumable: Rule = {
  meta: {
    id: 'integration/role-not-assumable',
    level: 'error',
    summary: 'API Gateway may not assume the role that an integration names as its credentials',
    why:
      'To call the back end, API Gateway assumes the role in `credentials`. Its trust policy must let `apigateway.amazonaws.com` do so by `sts:AssumeRole`; ' +
      'otherwise every call ends in a 500: `API Gateway does not have permission to assume the provided role`.',
    fixes: ['add apigateway.amazonaws.com to those who may assume the role'],
  },
  *check({ unit }) {
    const resolver = resolverOf(unit);
    const uses = new Map<Role, { readonly route: Route; readonly text: TextValue }[]>();
    for (const route of unit.routes) {
      if (!route.integration?.credentials) continue;
      for (const text of alternativesOf(route.integration.credentials)) {
        const named = text && resolver.roleNamedBy(text, route.uri);
        if (!named) continue;
        const list = uses.get(named.role);
        if (list) list.push({ route, text });
        else uses.set(named.role, [{ route, text }]);
      }
    }
    for (const [role, places] of uses) {
      if (!role.complete || !surelyNotAssumable(role, unit)) continue;
      const trust = trustPolicyOf(role, unit);
      const seen = new Set<string>();
      for (const { route, text } of places) {
        // One mistake, one finding: the first use in each file speaks for all.
        if (seen.has(route.uri)) continue;
        seen.add(route.uri);
        const others = places.filter((place) => place.route !== route && place.route.uri === route.uri);
        yield {
          uri: route.uri,
          span: text.span,
          message: `API Gateway may not assume role "${literalOf(role.name) ?? role.id}", which trusts ${whoIsTrusted(role, trust)}: ${routeTitle(route)} answers 500`,
          related: [
            { uri: role.uri, span: trust?.slot?.span ?? role.key, message: `the trust policy, without ${apiGateway}` },
            ...others.map((other) => ({
              uri: other.route.uri,
              span: other.text.span,
              message: `${routeTitle(other.route)} uses the role as well`,
            })),
          ],
          fixes: () => fixesOf(role, trust),
        };
      }
    }
  },
};

function surelyNotAssumable(role: Role, unit: Unit): boolean {
  const trust = trustPolicyOf(role, unit);
  if (!trust) return role.trust === undefined && role.impliedTrust !== undefined && role.impliedTrust !== apiGateway;
  // A permissions policy in the trust slot is one mistake, and has a rule of its own.
  if (trust.statements.length === 0 || trust.statements.some((statement) => shapeOfStatement(statement) === 'identity'))
    return false;
  return trusts(trust, apiGateway) === 'no';
}

function whoIsTrusted(role: Role, trust: PolicyDocument | undefined): string {
  const names = (trust?.statements ?? []).flatMap((statement) =>
    (statement.principal?.entries ?? []).flatMap((entry) => entry.values.map(printed)),
  );
  const shown = trust ? names : [role.impliedTrust ?? ''];
  if (shown.length === 0) return 'nobody';
  return shown.length > 3
    ? `${shown.slice(0, 3).join(', ')} and ${shown.length - 3} more`
    : `only ${shown.join(' and ')}`;
}

function fixesOf(role: Role, trust: PolicyDocument | undefined): readonly Fix[] {
  const title = `Let ${apiGateway} assume role ${role.id}`;
  if (!trust) {
    if (!role.properties || role.impliedTrust === undefined) return [];
    const value: Value = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: [role.impliedTrust, apiGateway] }, Action: 'sts:AssumeRole' },
      ],
    };
    return [
      {
        title,
        changes: [
          { kind: 'add-entry', uri: role.uri, mapping: role.properties, key: 'AssumeRolePolicyDocument', value },
        ],
      },
    ];
  }
  for (const statement of trust.statements) {
    const service = statement.principal?.entries.find((entry) => entry.type === 'Service' && entry.complete);
    const plain = literalOf(statement.effect) === 'Allow' && !statement.condition && !statement.conditional;
    const assumes = statement.action?.values.some((action) => literalOf(action)?.toLowerCase() === 'sts:assumerole');
    if (service && plain && assumes)
      return [{ title, changes: [{ kind: 'add-item', uri: trust.uri, list: service.at, value: apiGateway }] }];
  }
  if (!trust.statementAt) return [];
  const value: Value = { Effect: 'Allow', Principal: { Service: apiGateway }, Action: 'sts:AssumeRole' };
  const change: Change = { kind: 'add-item', uri: trust.uri, list: trust.statementAt, value };
  return [{ title, changes: [change] }];
}
