import { trustPolicyOf } from '../../graph/role-use.ts';
import { surelyAllows, type PolicyDocument } from '../../model/policy.ts';
import { literalOf } from '../../model/text-value.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { everyActionOf, everyResourceOf, grantRule } from './grants.ts';
import { mayNarrowWhat } from './narrowing.ts';

const custom = grantRule({
  meta: {
    id: 'breadth/admin',
    level: 'warning',
    summary: 'A policy grants everything',
    why:
      'Every action on every resource is what the managed policy AdministratorAccess grants: who holds it may read all data, delete the account, and make themselves new users. ' +
      'On a role that API Gateway assumes, everything behind the API is one wrong integration away from the internet.',
  },
  *checkGrant(statement) {
    const action = everyActionOf(statement);
    const resource = everyResourceOf(statement);
    if (!action || !resource || mayNarrowWhat(statement.condition)) return;
    yield {
      uri: statement.uri,
      span: action.span,
      message: `"${literalOf(action)}" on Resource "${literalOf(resource)}" is AdministratorAccess: every action on every resource`,
      related: [{ uri: statement.uri, span: resource.span, message: 'on every resource' }],
    };
  },
});

export const admin: Rule = {
  meta: custom.meta,
  *check(context) {
    yield* custom.check(context);
    yield* attachedToApiGateway(context);
  },
};

function* attachedToApiGateway({ unit }: RuleContext): Iterable<Finding> {
  for (const role of unit.roles) {
    const trust = trustPolicyOf(role, unit);
    if (!trust || !trustsApiGateway(trust)) continue;
    for (const managed of role.managedPolicies) {
      const arn = literalOf(managed) ?? literalOf({ ...managed, parts: managed.parts.slice(-1) }) ?? '';
      if (!/(?:^arn:[\w-]+|^):iam::aws:policy\/AdministratorAccess$/.test(arn)) continue;
      yield {
        uri: role.uri,
        span: managed.span,
        message: `"AdministratorAccess" lets API Gateway do everything in the account through role ${role.id}`,
        related: [{ uri: role.uri, span: role.key, message: 'API Gateway may assume this role' }],
      };
    }
  }
}

function trustsApiGateway(trust: PolicyDocument): boolean {
  return trust.statements.some(
    (statement) =>
      surelyAllows(statement) &&
      statement.principal?.entries.some(
        (entry) =>
          entry.type === 'Service' && entry.values.some((value) => literalOf(value) === 'apigateway.amazonaws.com'),
      ),
  );
}
