import { roleWithTrust, servicesUsing } from '../../graph/role-use.ts';
import type { PlacedPolicy } from '../../graph/unit.ts';
import type { Role } from '../../model/facts.ts';
import { shapeOfStatement } from '../../model/policy-shape.ts';
import type { SlotUse, Statement } from '../../model/policy.ts';
import { literalOf, printed } from '../../model/text-value.ts';
import { CopyOf, type Change, type Value } from '../../text/change.ts';
import type { Span } from '../../text/span.ts';
import { addInlinePolicy } from '../role-grant.ts';
import type { Fix, Rule, RuleContext } from '../rule.ts';
import { commonOptions } from './command-words.ts';

export const permissionsPolicyAsTrustPolicy: Rule = {
  meta: {
    id: 'trust/permissions-policy-as-trust-policy',
    level: 'error',
    summary: 'A permissions policy stands where the trust policy of a role belongs',
    why:
      'The trust policy of a role names who may assume it, by a Principal and an STS action; what the role may then do is said by the policies attached to it. ' +
      'AWS refuses a trust policy with a Resource: `MalformedPolicyDocument: Has prohibited field Resource`.',
    fixes: [
      "move it to the role's policies and write the trust policy that the role's users need",
      'in a shell script: create a policy with it',
    ],
    accessAnalyzer: 'ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE',
  },
  *check(context) {
    for (const policy of context.unit.policies) {
      if (policy.use?.slot !== 'trust') continue;
      const permitting = policy.document.statements.filter(isPermission);
      const [first] = permitting;
      const action = first?.action?.values[0] ?? first?.notAction?.values[0];
      if (!first || !action) continue;
      const elsewhere = policy.use.uri !== policy.document.uri;
      yield {
        uri: policy.document.uri,
        span: action.span,
        message: `"${printed(action)}" with a ${first.resource ? 'Resource' : 'NotResource'} is a permissions policy; a trust policy says who may assume the role (MalformedPolicyDocument)`,
        related: elsewhere
          ? [{ uri: policy.use.uri, span: policy.use.span, message: `used as the trust policy by ${policy.use.name}` }]
          : [],
        fixes: () => fixesOf(policy, permitting, context),
      };
    }
  },
};

function isPermission(statement: Statement): boolean {
  if (shapeOfStatement(statement) !== 'identity') return false;
  const actions = (statement.action ?? statement.notAction)?.values ?? [];
  return actions.some((action) => literalOf(action) !== undefined);
}

function fixesOf(policy: PlacedPolicy, permitting: readonly Statement[], context: RuleContext): readonly Fix[] {
  const { use, document } = policy;
  if (!use) return [];
  const whole = permitting.length === document.statements.length;
  if (use.command) return whole && use.name === 'create-role' ? commandFixes(policy) : [];
  const role = roleWithTrust(document, context.unit);
  if (!role?.properties || !role.complete || !document.complete) return [];
  if (role.impliedTrust !== undefined) return whole ? moveInFunction(role, use, document, context) : [];
  const services = servicesUsing(role, context.unit);
  const trusted = services.length > 0 ? services : ['apigateway.amazonaws.com'];
  const added = addInlinePolicy(role, copyOf(document, permitting, whole), context);
  if (!added) return [];
  const changes: Change[] = [added];
  if (whole) {
    changes.push({ kind: 'set', uri: document.uri, at: document.span, value: trustPolicy(trusted) });
  } else {
    changes.push(...permitting.map((one): Change => ({ kind: 'remove', uri: one.uri, at: one.span })));
  }
  const title = whole
    ? `Move it to the role's policies, and let ${trusted.join(' and ')} assume the role`
    : "Move it to the role's policies";
  return [{ title, changes }];
}

function copyOf(document: PlacedPolicy['document'], permitting: readonly Statement[], whole: boolean): Value {
  return whole
    ? new CopyOf(document.uri, document.span)
    : { Version: '2012-10-17', Statement: permitting.map((one) => new CopyOf(one.uri, one.span)) };
}

function trustPolicy(services: readonly string[]): Value {
  const [only, second] = services;
  const service: Value = only !== undefined && second === undefined ? only : services;
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  };
}

/** In a function of SAM: its policies hold whole documents, and without a trust policy of its own SAM writes one. */
function moveInFunction(
  role: Role,
  use: SlotUse,
  document: PlacedPolicy['document'],
  context: RuleContext,
): readonly Fix[] {
  const added = addInlinePolicy(role, copyOf(document, [], true), context);
  if (!added) return [];
  return [
    {
      title: `Move it to the function's policies; SAM lets ${role.impliedTrust ?? ''} assume the role`,
      changes: [added, { kind: 'remove', uri: role.uri, at: use.span }],
    },
  ];
}

/** `create-role --role-name N --assume-role-policy-document D` becomes `create-policy --policy-name N --policy-document D`. */
function commandFixes(policy: PlacedPolicy): readonly Fix[] {
  const { use } = policy;
  if (!use?.command) return [];
  const { verb, option, options } = use.command;
  if (!options.every((one) => commonOptions.test(one.name))) return [];
  const roleName = options.find((one) => one.name === '--role-name');
  const replace = (span: Span, text: string): Change => ({ kind: 'raw', uri: use.uri, span, text });
  const changes = [replace(verb, 'create-policy'), replace(option, '--policy-document')];
  if (roleName) changes.push(replace(roleName.span, '--policy-name'));
  return [{ title: 'Create a policy with it: create-policy --policy-document', changes }];
}
