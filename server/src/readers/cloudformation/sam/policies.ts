import { managedPolicy } from '../../../catalog/managed-policies.ts';
import { samPolicyTemplate } from '../../../catalog/sam-policy-templates.ts';
import type { SlotUse } from '../../../model/policy.ts';
import { readPolicy, readStatementList } from '../../../model/read-policy.ts';
import { literalOf, madeText, type TextValue } from '../../../model/text-value.ts';
import type { Span } from '../../../text/span.ts';
import { madeNode, type Made } from '../../../tree/made-node.ts';
import { entriesOf, entryOf, type MappingNode, type Node } from '../../../tree/node.ts';
import type { TemplateFacts } from '../template.ts';
import { functionOf } from '../values.ts';
import { at, awsManagedPolicy, isGiven, type SamResource } from './sam-template.ts';

/** The role that SAM makes, as policies are put into it. */
export interface MadeRole {
  readonly id: string;
  readonly resource: SamResource;
  readonly facts: TemplateFacts;
  readonly managed: TextValue[];
  /** Cleared by a policy that cannot be read. */
  complete: boolean;
}

export function newRole(id: string, resource: SamResource, facts: TemplateFacts): MadeRole {
  return { id, resource, facts, managed: [], complete: true };
}

/** An inline policy that SAM puts into the role because of what stands at `place`. */
export function addMade(role: MadeRole, name: string, statements: Made, place: Span): void {
  const { facts } = role;
  const document = readPolicy(madeNode({ Version: '2012-10-17', Statement: statements }, place), {
    uri: facts.uri,
    slot: slotIn(role, name, place),
    values: facts.values,
  });
  facts.policies.push({ ...document, made: true });
}

export function allow(actions: Made, resource: Made): Made {
  return { Effect: 'Allow', Action: actions, Resource: resource };
}

function slotIn(role: MadeRole, name: string, span: Span): SlotUse {
  const { resource, facts } = role;
  const key = resource.entry.key.span;
  return {
    slot: 'identity',
    span,
    uri: facts.uri,
    name,
    carrier: resource.type,
    carrierId: resource.id,
    attachedTo: [madeText(at(key), { kind: 'logical', id: role.id })],
  };
}

/**
 * `Policies` of a resource without a Role: names and ARNs of managed policies, statements, policy templates, or a list of these
 * (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html, `Policies`).
 */
export function addPolicies(role: MadeRole): void {
  const { facts, resource } = role;
  const policies = entryOf(resource.merged, 'Policies');
  const node = policies?.value;
  if (!policies || !node || !isGiven(node)) return;
  const lists = facts.values.branches(node);
  if (!lists) role.complete = false;
  for (const list of lists ?? []) {
    for (const item of list.kind === 'list' ? list.items : [list]) {
      const branches = facts.values.branches(item);
      if (!branches) role.complete = false;
      for (const branch of branches ?? []) {
        const from = facts.policies.length;
        addPolicy(branch, policies.key.span, branch === node, branch !== item || list !== node, role);
        if (branch !== item || list !== node) makeConditional(facts, from);
      }
    }
  }
}

/** The policies from there on stand in one branch of a condition. */
function makeConditional(facts: TemplateFacts, from: number): void {
  for (const [i, policy] of facts.policies.entries()) {
    if (i < from) continue;
    const statements = policy.statements.map((statement) => ({ ...statement, conditional: true }));
    facts.policies[i] = { ...policy, statements };
  }
}

function addPolicy(node: Node, key: Span, isWhole: boolean, isConditional: boolean, role: MadeRole): void {
  const { facts } = role;
  if (node.kind !== 'mapping' || functionOf(node)) {
    const name = facts.values.text(node);
    if (name) role.managed.push(isConditional ? perhaps(managedPolicyOf(name)) : managedPolicyOf(name));
    else role.complete = false;
    return;
  }
  const statement = entryOf(node, 'Statement');
  if (statement) addWritten(node, key, isWhole, role);
  else if (!addTemplate(node, role)) role.complete = false;
}

/** SAM puts the ARN in place of a bare name of AWS's own. */
function managedPolicyOf(text: TextValue): TextValue {
  const name = literalOf(text);
  const known = name === undefined || name.includes(':') ? undefined : managedPolicy(name);
  return known ? { ...awsManagedPolicy(known.name, text.span), at: text.at } : text;
}

/** A condition decides whether it is there. */
function perhaps(text: TextValue): TextValue {
  return { ...text, parts: [{ kind: 'choice', span: text.span, options: [text, undefined] }] };
}

function addWritten(node: MappingNode, key: Span, isWhole: boolean, role: MadeRole): void {
  const { facts } = role;
  const statement = entryOf(node, 'Statement');
  if (!statement?.value) return;
  const slot: SlotUse = { ...slotIn(role, 'Policies', key), removable: isWhole ? key : node.span };
  const place = { uri: facts.uri, slot, values: facts.values };
  facts.policies.push({ ...readStatementList(statement.value, statement.key.span, place), span: node.span });
}

/** `S3ReadPolicy: { BucketName: pets }` */
function addTemplate(node: MappingNode, role: MadeRole): boolean {
  const [entry, second] = entriesOf(node);
  const name = entry?.key.source.text;
  const statements = name === undefined ? undefined : samPolicyTemplate(name);
  if (!entry || name === undefined || !statements || second) return false;
  const parameters: Record<string, Made> = {};
  for (const one of entriesOf(entry.value)) if (one.value) parameters[one.key.source.text] = one.value;
  const filled = (text: string): Made => {
    if (!text.includes('${')) return text;
    const used = Object.entries(parameters).filter(([parameter]) => text.includes('${' + parameter + '}'));
    return { 'Fn::Sub': [text, Object.fromEntries(used)] };
  };
  const made = statements.map(({ actions, resources, condition }) => ({
    Effect: 'Allow',
    Action: actions,
    Resource: resources.map(filled),
    ...(condition && {
      Condition: Object.fromEntries(
        Object.entries(condition).map(([operator, tests]) => [
          operator,
          Object.fromEntries(Object.entries(tests).map(([test, value]) => [test, filled(value)])),
        ]),
      ),
    }),
  }));
  addMade(role, name, made, entry.key.span);
  return true;
}
