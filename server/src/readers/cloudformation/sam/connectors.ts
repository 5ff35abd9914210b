import {
  connectorGrant,
  madeType,
  refIsArn,
  type Access,
  type ConnectorGrant,
} from '../../../catalog/sam-connectors.ts';
import type { SlotUse } from '../../../model/policy.ts';
import { readPolicy } from '../../../model/read-policy.ts';
import { madeText, type TextValue } from '../../../model/text-value.ts';
import type { Span } from '../../../text/span.ts';
import { madeNode, type Made } from '../../../tree/made-node.ts';
import { entriesOf, stringOf, valueOf, type Node } from '../../../tree/node.ts';
import type { TemplateFacts, WholeTemplateFacts } from '../template.ts';
import { functionOf } from '../values.ts';
import { at, isGiven, type SamResource } from './sam-template.ts';

/**
 * What connectors grant, in both spellings: a resource of its own, and the `Connectors` attribute of the source
 * (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/managing-permissions-connectors.html). Grants that
 * cannot be told leave the template incomplete.
 */
export function readConnectors(resources: readonly SamResource[], facts: WholeTemplateFacts): void {
  for (const resource of facts.resources.values()) {
    for (const { key, value } of entriesOf(valueOf(resource.node, 'Connectors'))) {
      const properties = valueOf(value, 'Properties');
      const qualifier = valueOf(properties, 'SourceReference', 'Qualifier');
      const source = madeNode({ Id: resource.id, ...(qualifier && { Qualifier: qualifier }) }, key.span);
      readConnector(`${resource.id}${key.source.text}`, key.span, source, properties, facts);
    }
  }
  for (const resource of resources) {
    if (resource.type !== 'AWS::Serverless::Connector') continue;
    const { id, entry, properties } = resource;
    readConnector(id, entry.key.span, valueOf(properties, 'Source'), properties, facts);
  }
}

interface Connector {
  readonly id: string;
  readonly key: Span;
  readonly access: readonly Access[];
  readonly facts: TemplateFacts;
}

function readConnector(
  id: string,
  key: Span,
  source: Node | undefined,
  properties: Node | undefined,
  facts: TemplateFacts,
): void {
  const destination = valueOf(properties, 'Destination');
  const permissions = valueOf(properties, 'Permissions');
  const access = (permissions?.kind === 'list' ? permissions.items : []).flatMap((item): readonly Access[] => {
    const word = stringOf(item);
    return word === 'Read' || word === 'Write' ? [word] : [];
  });
  const connector: Connector = { id, key, access, facts };
  const destinations = destination?.kind === 'list' ? destination.items : [destination];
  for (const one of destinations) if (!connect(connector, source, one)) facts.complete = false;
}

/** One end of a connector, as far as its grant speaks of it. */
interface End {
  readonly id: string | undefined;
  readonly type: string;
  readonly arn: Made | undefined;
  readonly name: Made | undefined;
  readonly resourceId: Made | undefined;
  readonly qualifier: Made;
  readonly role: Made | undefined;
}

function connect(connector: Connector, source: Node | undefined, destination: Node | undefined): boolean {
  const from = endOf(source, destination, connector.facts);
  const to = endOf(destination, source, connector.facts);
  if (!from || !to) return false;
  const grant = connectorGrant(from.type, to.type);
  return grant !== undefined && addGrant(connector, grant, from, to);
}

function endOf(node: Node | undefined, other: Node | undefined, facts: TemplateFacts): End | undefined {
  if (node?.kind !== 'mapping' || functionOf(node)) return undefined;
  const id = stringOf(valueOf(node, 'Id'));
  const written = (name: string): Node | undefined => valueOf(node, name);
  const qualifier: Made = written('Qualifier') ?? '*';
  if (id === undefined) {
    const type = stringOf(written('Type'));
    if (type === undefined) return undefined;
    return {
      id,
      type: madeType(type),
      arn: written('Arn'),
      name: written('Name'),
      resourceId: written('ResourceId'),
      qualifier,
      role: written('RoleName'),
    };
  }
  const resource = facts.resources.get(id);
  if (!resource) return undefined;
  const type = madeType(resource.type);
  return {
    id,
    type,
    arn: refIsArn.has(type) ? { Ref: id } : { 'Fn::GetAtt': [id, 'Arn'] },
    name: { 'Fn::GetAtt': [id, 'Name'] },
    resourceId: type === 'AWS::AppSync::GraphQLApi' ? { 'Fn::GetAtt': [id, 'ApiId'] } : { Ref: id },
    qualifier,
    role: roleOfResource(id, stringOf(valueOf(other, 'Id')), facts),
  };
}

/** The name of the role that a resource acts as, where it is one of the template. */
function roleOfResource(id: string, other: string | undefined, facts: TemplateFacts): Made | undefined {
  const resource = facts.resources.get(id);
  const properties = resource?.properties;
  switch (resource?.type) {
    case 'AWS::Serverless::Function':
    case 'AWS::Serverless::StateMachine': {
      const role = valueOf(properties, 'Role');
      return isGiven(role) ? nameOfRole(role) : { Ref: `${id}Role` };
    }
    case 'AWS::Lambda::Function':
      return nameOfRole(valueOf(properties, 'Role'));
    case 'AWS::StepFunctions::StateMachine':
      return nameOfRole(valueOf(properties, 'RoleArn'));
    case 'AWS::AppSync::DataSource':
      return nameOfRole(valueOf(properties, 'ServiceRoleArn'));
    case 'AWS::Events::Rule': {
      const targets = valueOf(properties, 'Targets');
      const target = (targets?.kind === 'list' ? targets.items : []).find(
        (item) => logicalIdIn(valueOf(item, 'Arn')) === other,
      );
      return nameOfRole(valueOf(target, 'RoleArn'));
    }
    default:
      return undefined;
  }
}

function nameOfRole(node: Node | undefined): Made | undefined {
  const id = logicalIdIn(node);
  return id === undefined ? undefined : { Ref: id };
}

/** `X` of `!Ref X` and `!GetAtt X.Arn`. */
function logicalIdIn(node: Node | undefined): string | undefined {
  const call = functionOf(node);
  if (call?.name === 'Ref') return stringOf(call.argument);
  if (call?.name !== 'Fn::GetAtt') return undefined;
  const first = call.argument?.kind === 'list' ? call.argument.items[0] : call.argument;
  return stringOf(first)?.split('.')[0];
}

function addGrant(connector: Connector, grant: ConnectorGrant, from: End, to: End): boolean {
  switch (grant.kind) {
    case 'role':
      return addRolePolicy(connector, grant, from, to);
    case 'permission':
      return addPermission(connector, grant, from, to);
    case 'resource': {
      const { arn } = to;
      if (!arn || !from.arn) return false;
      const statement = {
        Effect: 'Allow',
        Principal: { Service: grant.principal },
        Action: grant.action,
        Resource: arn,
        Condition: { ArnEquals: { 'aws:SourceArn': from.arn } },
      };
      addPolicy(connector, [statement], { slot: 'resource', attachedTo: [], service: grant.service });
      return true;
    }
  }
}

function addRolePolicy(
  connector: Connector,
  grant: Extract<ConnectorGrant, { kind: 'role' }>,
  from: End,
  to: End,
): boolean {
  const { key, facts } = connector;
  const { role } = grant.end === 'source' ? from : to;
  const name = role && facts.values.text(madeNode(role, key));
  if (!name) return false;
  const wanted = (['Read', 'Write'] as const).flatMap((access) =>
    connector.access.includes(access) ? (grant.statements[access] ?? []) : [],
  );
  const statements = wanted.map(({ actions, resources }) => ({
    Effect: 'Allow',
    Action: actions,
    Resource: resources.map((resource) => filled(resource, from, to)),
  }));
  addPolicy(connector, statements, { slot: 'identity', attachedTo: [name] });
  return true;
}

/** The ends put into `${Source.Arn}` and the like. */
function filled(text: string, from: End, to: End): Made {
  if (text === '${Destination.Arn}' && to.arn) return to.arn;
  const values = {
    'Source.Arn': from.arn,
    'Source.ResourceId': from.resourceId,
    'Source.Qualifier': from.qualifier,
    'Destination.Arn': to.arn,
    'Destination.Name': to.name,
  };
  const used: Record<string, Made> = {};
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && text.includes('${' + name + '}')) used[name] = value;
  return { 'Fn::Sub': [text, used] };
}

function addPolicy(
  { id, key, facts }: Connector,
  statements: Made,
  more: Pick<SlotUse, 'slot' | 'attachedTo'> & Partial<SlotUse>,
): void {
  const slot: SlotUse = {
    span: key,
    uri: facts.uri,
    name: 'Permissions',
    carrier: 'AWS::Serverless::Connector',
    carrierId: id,
    ...more,
  };
  const document = readPolicy(madeNode({ Version: '2012-10-17', Statement: statements }, key), {
    uri: facts.uri,
    slot,
    values: facts.values,
  });
  facts.policies.push({ ...document, made: true });
}

function addPermission(
  { key, facts, access }: Connector,
  grant: Extract<ConnectorGrant, { kind: 'permission' }>,
  from: End,
  to: End,
): boolean {
  const text = (made: Made | undefined): TextValue | undefined =>
    made === undefined ? undefined : facts.values.text(madeNode(made, key));
  const invoked = text(to.arn);
  const source = grant.sourceArn.includes('ResourceId') ? from.resourceId : from.arn;
  if (!invoked || source === undefined || !access.includes('Write')) return false;
  const place = at(key);
  facts.permissions.push({
    id: '',
    uri: facts.uri,
    key,
    properties: undefined,
    action: madeText(place, 'lambda:InvokeFunction'),
    function: invoked,
    qualifier: undefined,
    principal: madeText(place, grant.principal),
    sourceArn: text(filled(grant.sourceArn, from, to)),
    sourceArnKey: undefined,
    sourceAccount: grant.sourceAccount ? madeText(place, { kind: 'pseudo', name: 'AWS::AccountId' }) : undefined,
    written: false,
    complete: true,
  });
  return true;
}
