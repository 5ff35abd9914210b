import type { SlotUse } from '../../../model/policy.ts';
import { readPolicy } from '../../../model/read-policy.ts';
import { literalOf, madeText, type TextPart, type TextValue } from '../../../model/text-value.ts';
import { entryOf, stringOf, valueOf, type Node } from '../../../tree/node.ts';
import type { Made } from '../../../tree/made-node.ts';
import { isPlain, textOf, type TemplateFacts } from '../template.ts';
import { functionOf } from '../values.ts';
import { readFunctionEvents, type InvokedBySam } from './api-events.ts';
import { addMade, addPolicies, allow, newRole, type MadeRole } from './policies.ts';
import { addEventPolicies } from './pull-events.ts';
import { at, awsManagedPolicy, isGiven, keyOf, type SamResource, type SamTemplate } from './sam-template.ts';

/** AWS::Serverless::CapacityProvider: the role that SAM makes for Lambda to manage its instances with. */
export function readCapacityProvider(resource: SamResource, { facts }: SamTemplate): void {
  if (isGiven(valueOf(resource.merged, 'OperatorRole'))) return;
  const key = resource.entry.key.span;
  facts.roles.push({
    id: `${resource.id}OperatorRole`,
    uri: facts.uri,
    key,
    properties: undefined,
    name: undefined,
    path: undefined,
    trust: undefined,
    managedPolicies: [awsManagedPolicy('AWSLambdaManagedEC2ResourceOperator', key)],
    policiesAt: undefined,
    boundary: undefined,
    impliedTrust: 'lambda.amazonaws.com',
    complete: true,
  });
}

/** AWS::Serverless::Function: the function, its alias, the role that SAM makes for it, and the routes of its events. */
export function readFunction(resource: SamResource, template: SamTemplate): void {
  const { facts } = template;
  const { id, merged } = resource;
  const key = resource.entry.key.span;
  const place = at(key);
  const role = textOf(merged, 'Role', facts);
  const own = madeText(place, { kind: 'logical', id: `${id}Role`, attribute: 'Arn' });
  facts.functions.push({
    id,
    uri: facts.uri,
    key,
    type: 'function',
    of: undefined,
    name: textOf(merged, 'FunctionName', facts),
    role: role ? withoutGap(role, own) : own,
  });
  const alias = isGiven(valueOf(merged, 'AutoPublishAlias')) ? textOf(merged, 'AutoPublishAlias', facts) : undefined;
  if (alias) {
    facts.functions.push({
      id: `${id}.Alias`,
      uri: facts.uri,
      key,
      type: 'alias',
      of: madeText(place, { kind: 'logical', id }),
      name: alias,
      role: undefined,
    });
  }
  if (!role || mayBeAbsent(role)) readRole(resource, facts);
  const invoked: InvokedBySam = {
    id,
    target: alias ? { kind: 'logical', id: `${id}.Alias` } : { kind: 'logical', id, attribute: 'Arn' },
    grantee: { kind: 'logical', id: alias ? `${id}.Alias` : id },
    hasAlias: alias !== undefined,
  };
  readFunctionEvents(merged, invoked, template);
}

/** `Role: !If [Given, !Ref Role, !Ref AWS::NoValue]`: where none is given SAM's own one takes its place. */
function mayBeAbsent(role: TextValue): boolean {
  return role.parts.some((part) => part.kind === 'choice' && part.options.includes(undefined));
}

function withoutGap(role: TextValue, own: TextValue): TextValue {
  if (!mayBeAbsent(role)) return role;
  const parts = role.parts.map((part): TextPart =>
    part.kind === 'choice' ? { ...part, options: part.options.map((option) => option ?? own) } : part,
  );
  return { ...role, parts };
}

function readRole(resource: SamResource, facts: TemplateFacts): void {
  const { id, merged, properties } = resource;
  const key = resource.entry.key.span;
  const role = newRole(`${id}Role`, resource, facts);
  const isDurable = isGiven(valueOf(merged, 'DurableConfig'));
  role.managed.push(
    awsManagedPolicy(
      `service-role/${isDurable ? 'AWSLambdaBasicDurableExecutionRolePolicy' : 'AWSLambdaBasicExecutionRole'}`,
      key,
    ),
  );
  const tracing = valueOf(merged, 'Tracing');
  if (isGiven(tracing) && literalOf(facts.values.text(tracing)) !== 'Disabled')
    role.managed.push(awsManagedPolicy('AWSXrayWriteOnlyAccess', keyOf(merged, 'Tracing') ?? key));
  if (isGiven(valueOf(merged, 'VpcConfig')))
    role.managed.push(
      awsManagedPolicy('service-role/AWSLambdaVPCAccessExecutionRole', keyOf(merged, 'VpcConfig') ?? key),
    );
  addDeadLetterQueue(role);
  addDestinations(role);
  addPolicies(role);
  addEventPolicies(role);
  facts.roles.push({
    id: role.id,
    uri: facts.uri,
    key,
    properties: properties?.span,
    name: undefined,
    path: textOf(merged, 'RolePath', facts),
    trust: readTrust(resource, facts),
    managedPolicies: withoutDoubles(role.managed),
    policiesAt: valueOf(properties, 'Policies')?.span,
    boundary: textOf(merged, 'PermissionsBoundary', facts),
    impliedTrust: 'lambda.amazonaws.com',
    complete: role.complete && isPlain(merged) && isPlain(valueOf(merged, 'AssumeRolePolicyDocument')),
  });
}

function withoutDoubles(policies: readonly TextValue[]): readonly TextValue[] {
  const names = new Set<string>();
  return policies.filter((policy) => {
    const name = literalOf({ ...policy, parts: policy.parts.slice(-1) })?.replace(/^.*\//, '');
    if (name === undefined) return true;
    const isNew = !names.has(name);
    names.add(name);
    return isNew;
  });
}

/** AssumeRolePolicyDocument: its index among the file's policies. One in Globals is read once for all functions. */
function readTrust(resource: SamResource, facts: TemplateFacts): number | undefined {
  const entry = entryOf(resource.merged, 'AssumeRolePolicyDocument');
  if (entry?.value?.kind !== 'mapping' || functionOf(entry.value)) return undefined;
  const node = entry.value;
  const known = facts.policies.findIndex(({ slot, span }) => slot?.slot === 'trust' && span === node.span);
  if (known >= 0) return known;
  const isOwn = entryOf(resource.properties, 'AssumeRolePolicyDocument') !== undefined;
  const use: SlotUse = {
    slot: 'trust',
    span: entry.key.span,
    uri: facts.uri,
    name: 'AssumeRolePolicyDocument',
    carrier: resource.type,
    carrierId: resource.id,
    attachedTo: [],
    ...(isOwn ? { removable: resource.entry.key.span } : {}),
  };
  return facts.policies.push(readPolicy(node, { uri: facts.uri, slot: use, values: facts.values })) - 1;
}

function addDeadLetterQueue(role: MadeRole): void {
  const queue = entryOf(role.resource.merged, 'DeadLetterQueue');
  const target = valueOf(queue?.value, 'TargetArn');
  const type = stringOf(valueOf(queue?.value, 'Type'));
  const action = type === 'SQS' ? 'sqs:SendMessage' : type === 'SNS' ? 'sns:Publish' : undefined;
  if (queue && target && action !== undefined)
    addMade(role, 'DeadLetterQueue', [allow(action, target)], queue.key.span);
}

/** The node, with SAM's own value where one branch of its condition gives none. */
function withoutAbsence(node: Node | undefined, own: Made): Made {
  if (!node) return own;
  const call = functionOf(node);
  if (call?.name !== 'Fn::If' || call.argument?.kind !== 'list') return node;
  const [condition, ...options] = call.argument.items;
  if (!condition) return node;
  const isAbsent = (option: Node): boolean => stringOf(functionOf(option)?.argument) === 'AWS::NoValue';
  return { 'Fn::If': [condition, ...options.map((option) => (isAbsent(option) ? own : option))] };
}

/** Where asynchronous invocations report to. SQS and SNS without a destination get a queue or topic of SAM's own. */
function addDestinations(role: MadeRole): void {
  const config = valueOf(role.resource.merged, 'EventInvokeConfig', 'DestinationConfig');
  for (const name of ['OnSuccess', 'OnFailure']) {
    const entry = entryOf(config, name);
    const type = stringOf(valueOf(entry?.value, 'Type'));
    if (!entry || type === undefined) continue;
    const queue = `${role.resource.id}EventInvokeConfig${name}Queue`;
    const topic = `${role.resource.id}EventInvokeConfig${name}Topic`;
    const own: Made = type === 'SNS' ? { Ref: topic } : { 'Fn::GetAtt': [queue, 'Arn'] };
    const target = withoutAbsence(valueOf(entry.value, 'Destination'), own);
    switch (type) {
      case 'SQS':
        addMade(role, name, [allow('sqs:SendMessage', target)], entry.key.span);
        break;
      case 'SNS':
        addMade(role, name, [allow('sns:publish', target)], entry.key.span);
        break;
      case 'EventBridge':
        addMade(role, name, [allow('events:PutEvents', target)], entry.key.span);
        break;
      case 'Lambda':
        addMade(role, name, [allow('lambda:InvokeFunction', target)], entry.key.span);
        break;
      case 'S3Bucket':
        addMade(
          role,
          name,
          [allow('s3:PutObject', { 'Fn::Join': ['/', [target, '*']] }), allow('s3:ListBucket', target)],
          entry.key.span,
        );
        break;
    }
  }
}
