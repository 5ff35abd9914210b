import type { Integration } from '../../../model/facts.ts';
import { madeText, type TextValue } from '../../../model/text-value.ts';
import { stringOf, valueOf } from '../../../tree/node.ts';
import { isPlain, textOf } from '../template.ts';
import { addRestRoute, apiEvents, type ApiEvent } from './api-events.ts';
import { addMade, addPolicies, allow, newRole } from './policies.ts';
import { at, awsManagedPolicy, isGiven, isTrue, type SamResource, type SamTemplate } from './sam-template.ts';

/**
 * AWS::Serverless::StateMachine: the role that SAM makes for it, and for each event of an API the role that API Gateway starts it as
 * (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-statemachine.html).
 */
export function readStateMachine(resource: SamResource, template: SamTemplate): void {
  const { facts } = template;
  const { id, merged, properties } = resource;
  const key = resource.entry.key.span;
  if (!isGiven(valueOf(merged, 'Role'))) {
    const role = newRole(`${id}Role`, resource, facts);
    addPolicies(role);
    if (isTrue(valueOf(merged, 'Tracing', 'Enabled')))
      role.managed.push(awsManagedPolicy('AWSXrayWriteOnlyAccess', key));
    facts.roles.push({
      id: role.id,
      uri: facts.uri,
      key,
      properties: properties?.span,
      name: undefined,
      path: textOf(merged, 'RolePath', facts),
      trust: undefined,
      managedPolicies: role.managed,
      policiesAt: valueOf(properties, 'Policies')?.span,
      boundary: textOf(merged, 'PermissionsBoundary', facts),
      impliedTrust: 'states.amazonaws.com',
      complete: role.complete && isPlain(merged),
    });
  }
  for (const event of apiEvents(merged, template)) {
    if (event.kind !== 'rest') continue;
    const role = readEventRole(event, resource, template);
    addRestRoute(event, startExecution(event, role, template), template, { isOfFunction: false });
  }
}

/** The role of an event: API Gateway assumes it to start the state machine, or its alias. */
function readEventRole(event: ApiEvent, resource: SamResource, { facts }: SamTemplate): TextValue {
  const { id, merged } = resource;
  const { key } = event;
  const role = newRole(`${id}${event.entry.key.source.text}Role`, resource, facts);
  const alias = isTrue(valueOf(merged, 'UseAliasAsEventTarget'))
    ? stringOf(valueOf(merged, 'AutoPublishAlias'))
    : undefined;
  addMade(
    role,
    'Events',
    [allow('states:StartExecution', { Ref: alias === undefined ? id : `${id}Alias${alias}` })],
    key,
  );
  facts.roles.push({
    id: role.id,
    uri: facts.uri,
    key,
    properties: undefined,
    name: undefined,
    path: undefined,
    trust: undefined,
    managedPolicies: [],
    policiesAt: undefined,
    boundary: textOf(merged, 'PermissionsBoundary', facts),
    impliedTrust: 'apigateway.amazonaws.com',
    complete: true,
  });
  return madeText(at(key), { kind: 'logical', id: role.id, attribute: 'Arn' });
}

function startExecution(event: ApiEvent, credentials: TextValue, { facts }: SamTemplate): Integration {
  const place = at(event.key);
  return {
    uri: facts.uri,
    type: madeText(place, 'AWS'),
    target: madeText(
      place,
      'arn:',
      { kind: 'pseudo', name: 'AWS::Partition' },
      ':apigateway:',
      { kind: 'pseudo', name: 'AWS::Region' },
      ':states:action/StartExecution',
    ),
    targetKey: undefined,
    credentials,
    credentialsKey: undefined,
    httpMethod: madeText(place, 'POST'),
    httpMethodKey: undefined,
    subtype: undefined,
    operation: undefined,
    parameters: [],
    parametersKey: undefined,
    at: event.properties?.span ?? event.entry.value?.span ?? event.key,
    credentialsName: 'credentials',
    impliedCredentials: true,
  };
}
