import { rolesCarrying, trustPolicyOf } from '../../graph/role-use.ts';
import type { PlacedPolicy } from '../../graph/unit.ts';
import type { Role } from '../../model/facts.ts';
import { shapeOfStatement } from '../../model/policy-shape.ts';
import { surelyAllows, type CommandUse, type Statement } from '../../model/policy.ts';
import { literalOf, printed } from '../../model/text-value.ts';
import { CopyOf, type Change, type Value } from '../../text/change.ts';
import type { Span } from '../../text/span.ts';
import type { Finding, Fix, Rule, RuleContext } from '../rule.ts';
import { commonOptions } from './command-words.ts';
import { refuserOf } from './refuser.ts';

export const trustPolicyAsPermissionsPolicy: Rule = {
  meta: {
    id: 'trust/trust-policy-as-permissions-policy',
    level: 'error',
    summary: 'A trust policy stands where a permissions policy belongs',
    why:
      'A trust policy says who may assume a role. It belongs to the role itself: `AssumeRolePolicyDocument`, or `aws iam create-role --assume-role-policy-document`. ' +
      'Everywhere else (`aws iam create-policy`, managed and inline policies) AWS refuses it: an identity-based policy has no Principal, for it speaks of whoever it is attached to.',
    fixes: [
      'move it to the trust policy of the role it is attached to',
      'make a permissions policy of it: drop the Principal and name the role as Resource',
      'in a shell script: create the role with it',
    ],
    accessAnalyzer: 'UNSUPPORTED_PRINCIPAL',
  },
  *check(context) {
    for (const policy of context.unit.policies) {
      if (policy.use?.slot !== 'identity') continue;
      const trusting = policy.document.statements.filter((statement) => shapeOfStatement(statement) === 'trust');
      const finding = findingOf(policy, trusting, context);
      if (finding) yield finding;
    }
  },
};

function findingOf(policy: PlacedPolicy, trusting: readonly Statement[], context: RuleContext): Finding | undefined {
  const use = policy.use;
  const [first] = trusting;
  const principal = first?.principal ?? first?.notPrincipal;
  const action = first?.action?.values[0];
  if (!use || !principal || !action) return undefined;
  const elsewhere = use.uri !== policy.document.uri;
  return {
    uri: policy.document.uri,
    span: principal.keySpan,
    message: `${printed(action)} with a ${principal.key} is a trust policy; ${refuserOf(use)} refuses it (MalformedPolicyDocument)`,
    related: elsewhere
      ? [{ uri: use.uri, span: use.span, message: `used as a permissions policy by ${use.name}` }]
      : [],
    fixes: () => fixesOf(policy, trusting, context),
  };
}

function fixesOf(policy: PlacedPolicy, trusting: readonly Statement[], context: RuleContext): readonly Fix[] {
  const { use, document } = policy;
  if (!use) return [];
  if (use.command) return [...commandFixes(policy, trusting), ...permissionFixes(trusting, context, [])];
  const carriers = rolesCarrying(policy, context.unit);
  const out: Fix[] = [];
  const whole = trusting.length === document.statements.length;
  const [role, second] = carriers;
  if (role && !second && role.uri === document.uri && document.complete) {
    const changes = moveTo(role, policy, trusting, whole, context);
    if (changes) out.push({ title: `Move it to the trust policy of role ${roleTitle(role)}`, changes });
  }
  out.push(...permissionFixes(trusting, context, carriers));
  return out;
}

function roleTitle(role: Role): string {
  return literalOf(role.name) ?? role.id;
}

/** Puts the statements into the role's trust policy (made if there is none) and takes them away from where they are. */
function moveTo(
  role: Role,
  policy: PlacedPolicy,
  trusting: readonly Statement[],
  whole: boolean,
  context: RuleContext,
): readonly Change[] | undefined {
  const { use } = policy;
  if (!use || !role.complete) return undefined;
  // What stands only sometimes is not to stand always.
  const carrier = context.unit.resources.find((one) => one.id === use.carrierId && one.uri === use.uri);
  if (carrier?.conditional && carrier.id !== role.id && role.impliedTrust === undefined) return undefined;
  const uri = role.uri;
  const changes: Change[] = [];
  const trust = trustPolicyOf(role, context.unit);
  if (trust) {
    if (!trust.complete || !trust.statementAt) return undefined;
    const list = trust.statementAt;
    const known = new Set(trust.statements.map(meaningOf));
    const added = trusting.filter((statement) => !known.has(meaningOf(statement)));
    changes.push(
      ...added.map((statement): Change => ({
        kind: 'add-item',
        uri,
        list,
        value: new CopyOf(statement.uri, statement.span),
      })),
    );
  } else if (role.trust === undefined && role.properties) {
    // SAM's own trust policy gives way to a written one, so what it said is said again.
    const implied = role.impliedTrust;
    const own: Value[] =
      implied === undefined || trusting.some((one) => isTrustIn(one, implied)) ? [] : [assumeStatement(implied)];
    const value: Value = {
      Version: '2012-10-17',
      Statement: [...own, ...trusting.map((one) => new CopyOf(one.uri, one.span))],
    };
    changes.push({ kind: 'add-entry', uri, mapping: role.properties, key: 'AssumeRolePolicyDocument', value });
  } else {
    return undefined;
  }
  if (!whole) {
    changes.push(...trusting.map((one): Change => ({ kind: 'remove', uri: one.uri, at: one.span })));
    return changes;
  }
  if (!use.removable) return undefined;
  changes.push({ kind: 'remove', uri: use.uri, at: use.removable });
  if (use.carrierId !== undefined && use.carrier !== 'AWS::IAM::Role' && use.carrier !== 'AWS::Serverless::Function') {
    // The resource goes: whoever speaks of it must be the role's own list, where it goes as well.
    const mine = role.managedPolicies.filter((arn) => {
      const [part] = arn.parts;
      return (
        arn.parts.length === 1 &&
        part?.kind === 'reference' &&
        part.to.kind === 'logical' &&
        part.to.id === use.carrierId
      );
    });
    if (context.mentionsOf(use.uri, use.carrierId) !== 1 + mine.length) return undefined;
    changes.push(...mine.map((arn): Change => ({ kind: 'remove', uri, at: arn.at })));
  }
  return changes;
}

/**
 * `create-policy --policy-name N --policy-document D` becomes `create-role --role-name N --assume-role-policy-document D`;
 * `put-role-policy --role-name R --policy-name N --policy-document D` becomes `update-assume-role-policy --role-name R --policy-document D`.
 */
function commandFixes(policy: PlacedPolicy, trusting: readonly Statement[]): readonly Fix[] {
  const { use, document } = policy;
  const command = use?.command;
  if (!use || !command || trusting.length !== document.statements.length) return [];
  if (!command.options.every((one) => commonOptions.test(one.name))) return [];
  const replace = (span: Span, text: string): Change => ({ kind: 'raw', uri: use.uri, span, text });
  const policyName = command.options.find((option) => option.name === '--policy-name');
  if (use.name === 'create-policy') {
    const changes = [replace(command.verb, 'create-role'), replace(command.option, '--assume-role-policy-document')];
    if (policyName) changes.push(replace(policyName.span, '--role-name'));
    return [{ title: 'Create the role with it: create-role --assume-role-policy-document', changes }];
  }
  if (use.name === 'put-role-policy') {
    const changes = [replace(command.verb, 'update-assume-role-policy')];
    if (policyName) changes.push(replace(withSeparator(policyName, command), ''));
    return [{ title: "Make it the role's trust policy: update-assume-role-policy", changes }];
  }
  return [];
}

/** An option with its value and the blanks up to the next option, or back to the one before. */
function withSeparator(option: CommandUse['options'][number], command: CommandUse): Span {
  const i = command.options.indexOf(option);
  const next = command.options[i + 1];
  if (next) return { start: option.span.start, end: next.span.start };
  const before = command.options[i - 1];
  return {
    start: before?.value?.end ?? before?.span.end ?? option.span.start,
    end: option.value?.end ?? option.span.end,
  };
}

/** Without its Principal, and with a role as Resource, the statement lets whoever has the policy assume that role. */
function permissionFixes(
  trusting: readonly Statement[],
  context: RuleContext,
  carriers: readonly Role[],
): readonly Fix[] {
  const [first] = trusting;
  if (!first || trusting.some((statement) => statement.notPrincipal || !statement.principal)) return [];
  const others = context.unit.roles.filter(
    (role) => !carriers.includes(role) && role.uri === first.uri && role.impliedTrust === undefined,
  );
  const [only, second] = others;
  const fromTemplate = context.unit.policies.some(
    (policy) => policy.document.uri === first.uri && policy.document.host === 'template',
  );
  const named = only && !second ? only : undefined;
  if (fromTemplate && !named) return [];
  const resource: Value = named ? { 'Fn::GetAtt': [named.id, 'Arn'] } : 'arn:aws:iam::111122223333:role/role-to-assume';
  const title = named
    ? `Make it a permission to assume role ${roleTitle(named)}`
    : 'Make it a permission to assume a role: no Principal, the role as Resource';
  const changes = trusting.flatMap((statement): Change[] => [
    { kind: 'remove', uri: statement.uri, at: statement.principal?.keySpan ?? statement.span },
    {
      kind: 'add-entry',
      uri: statement.uri,
      mapping: statement.span,
      key: 'Resource',
      value: resource,
      after: 'Action',
    },
  ]);
  return [{ title, changes }];
}

function isTrustIn(statement: Statement, service: string): boolean {
  const named = statement.principal?.entries.some(
    (entry) => entry.type === 'Service' && entry.values.some((value) => literalOf(value) === service),
  );
  return named === true && !statement.condition && surelyAllows(statement);
}

function assumeStatement(service: string): Value {
  return { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
}

/** Two statements of one meaning are printed alike; order of principals and actions does not count. */
function meaningOf(statement: Statement): string {
  const principals = (statement.principal?.entries ?? []).flatMap((entry) =>
    entry.values.map((value) => `${entry.type} ${printed(value)}`),
  );
  const actions = (statement.action?.values ?? []).map((value) => printed(value).toLowerCase());
  const conditions = (statement.condition?.tests ?? []).map(
    (test) => `${test.operator} ${test.key} ${test.values.map(printed).join(' ')}`,
  );
  const effect = statement.effect ? printed(statement.effect) : '';
  const bare = statement.principal?.bare ? printed(statement.principal.bare) : '';
  return [effect, bare, ...principals.sort(), ...actions.sort(), ...conditions.sort()].join('\n');
}
