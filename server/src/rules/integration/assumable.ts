import { trusts } from '../../access/assume.ts';
import { trustPolicyOf } from '../../graph/role-use.ts';
import type { Unit } from '../../graph/unit.ts';
import type { Role } from '../../model/facts.ts';
import { shapeOfStatement } from '../../model/policy-shape.ts';
import type { PolicyDocument } from '../../model/policy.ts';
import { literalOf, printed } from '../../model/text-value.ts';
import type { Change, Value } from '../../text/change.ts';
import type { Place } from '../../text/span.ts';
import type { Fix } from '../rule.ts';

export const apiGateway = 'apigateway.amazonaws.com';

/** True when the role's trust policy surely does not let API Gateway assume it. */
export function surelyNotAssumable(role: Role, unit: Unit): boolean {
  if (!role.complete) return false;
  const trust = trustPolicyOf(role, unit);
  if (!trust) return role.trust === undefined && role.impliedTrust !== undefined && role.impliedTrust !== apiGateway;
  // A permissions policy in the trust slot is one mistake, and has a rule of its own.
  if (trust.statements.length === 0 || trust.statements.some((statement) => shapeOfStatement(statement) === 'identity'))
    return false;
  return trusts(trust, apiGateway) === 'no';
}

/** True when the role's trust policy surely lets API Gateway assume it. */
export function surelyAssumable(role: Role, unit: Unit): boolean {
  const trust = trustPolicyOf(role, unit);
  return trust?.complete === true && trusts(trust, apiGateway) === 'yes';
}

/** `role "X", which trusts only lambda.amazonaws.com`, for messages. */
export function roleAndWhoItTrusts(role: Role, unit: Unit): string {
  return `role "${literalOf(role.name) ?? role.id}", which trusts ${whoIsTrusted(role, trustPolicyOf(role, unit))}`;
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

/** Where the trust is missing. */
export function trustPlace(role: Role, unit: Unit): Place & { readonly message: string } {
  const trust = trustPolicyOf(role, unit);
  return { uri: role.uri, span: trust?.slot?.span ?? role.key, message: `the trust policy, without ${apiGateway}` };
}

/** Lets API Gateway assume the role: as one more principal of a statement, as a statement, or in a trust policy of its own. */
export function trustFixes(role: Role, unit: Unit): readonly Fix[] {
  const change = trustChange(role, trustPolicyOf(role, unit));
  return change ? [{ title: `Let ${apiGateway} assume role ${role.id}`, changes: [change] }] : [];
}

function trustChange(role: Role, trust: PolicyDocument | undefined): Change | undefined {
  if (!trust) {
    if (!role.properties || role.impliedTrust === undefined) return undefined;
    const value = trustPolicyFor([role.impliedTrust, apiGateway]);
    return { kind: 'add-entry', uri: role.uri, mapping: role.properties, key: 'AssumeRolePolicyDocument', value };
  }
  for (const statement of trust.statements) {
    const service = statement.principal?.entries.find((entry) => entry.type === 'Service' && entry.complete);
    const plain = literalOf(statement.effect) === 'Allow' && !statement.condition && !statement.conditional;
    const assumes = statement.action?.values.some((action) => literalOf(action)?.toLowerCase() === 'sts:assumerole');
    if (service && plain && assumes) return { kind: 'add-item', uri: trust.uri, list: service.at, value: apiGateway };
  }
  if (!trust.statementAt) return undefined;
  const value: Value = { Effect: 'Allow', Principal: { Service: apiGateway }, Action: 'sts:AssumeRole' };
  return { kind: 'add-item', uri: trust.uri, list: trust.statementAt, value };
}

/** The trust policy of a role for these services. */
export function trustPolicyFor(services: readonly string[]): Value {
  const [only, second] = services;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: only !== undefined && second === undefined ? only : services },
        Action: 'sts:AssumeRole',
      },
    ],
  };
}
