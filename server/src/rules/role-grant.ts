import { policiesOf } from '../access/principals.ts';
import { dependsOn } from '../graph/depends-on.ts';
import { rolesCarrying } from '../graph/role-use.ts';
import type { PlacedPolicy, Unit } from '../graph/unit.ts';
import type { Role } from '../model/facts.ts';
import { literalOf } from '../model/text-value.ts';
import type { Change, Value } from '../text/change.ts';
import type { RuleContext } from './rule.ts';

/**
 * Adds an Allow statement to what a role may do: to a policy that is the role's alone, else as an inline policy. Undefined where that
 * would not help or not work: the role is bounded or computed, or a resource that the statement names (`needs`: its logical id) needs
 * the role.
 */
export function grantToRole(
  role: Role,
  statement: Value,
  needs: readonly string[],
  service: string,
  context: RuleContext,
): Change | undefined {
  const { unit } = context;
  if (role.boundary || !role.complete || needs.some((id) => dependsOn(id, carrierOf(role), role.uri, unit)))
    return undefined;
  const own = policiesOf({ kind: 'role', role }, unit).identity.policies.flatMap(({ policy, attached }) =>
    attached === 'yes' && isOwn(policy, role, unit) ? [policy] : [],
  );
  const policy = own.find((one) => speaksOf(one, service)) ?? own[0];
  const list = policy?.document.statementAt;
  if (policy && list) return { kind: 'add-item', uri: policy.document.uri, list, value: statement };
  return addInlinePolicy(role, { Version: '2012-10-17', Statement: [statement] }, context);
}

/** The logical id of what carries the role: of SAM's roles the function. */
function carrierOf({ id, impliedTrust }: Role): string {
  return impliedTrust === undefined ? id : id.replace(/Role$/, '');
}

/** Nobody else gets what is added to it. */
function isOwn(policy: PlacedPolicy, role: Role, unit: Unit): boolean {
  const { document, use } = policy;
  if (use?.slot !== 'identity' || document.uri !== role.uri || !document.complete || !document.statementAt)
    return false;
  if (document.host !== 'template' || use.attachedTo.length > 1) return false;
  const carriers = rolesCarrying(policy, unit);
  return carriers.length === 1 && carriers[0] === role;
}

function speaksOf({ document }: PlacedPolicy, service: string): boolean {
  return document.statements.some((statement) =>
    statement.action?.values.some((action) => literalOf(action)?.toLowerCase().startsWith(`${service}:`) === true),
  );
}

/** Adds a policy of its own to a role, in the manner of its resource. */
export function addInlinePolicy(role: Role, document: Value, { mentionsOf }: RuleContext): Change | undefined {
  const { uri } = role;
  const isSam = role.impliedTrust !== undefined;
  if (!role.policiesAt && !role.properties) return undefined;
  const value: Value = isSam ? document : { PolicyName: freePolicyName(role, mentionsOf), PolicyDocument: document };
  if (role.policiesAt) return { kind: 'add-item', uri, list: role.policiesAt, value };
  const after = isSam ? {} : { after: 'AssumeRolePolicyDocument' };
  return { kind: 'add-entry', uri, mapping: role.properties ?? role.key, key: 'Policies', value: [value], ...after };
}

function freePolicyName(role: Role, mentionsOf: RuleContext['mentionsOf']): string {
  const name = `${literalOf(role.name) ?? role.id}Policy`;
  let free = name;
  for (let i = 2; mentionsOf(role.uri, free) > 0 && i < 50; i++) free = `${name}${i}`;
  return free;
}
