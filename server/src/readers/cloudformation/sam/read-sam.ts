import type { Node } from '../../../tree/node.ts';
import type { WholeTemplateFacts } from '../template.ts';
import { finishApi, startApi } from './apis.ts';
import { readConnectors } from './connectors.ts';
import { readCapacityProvider, readFunction } from './functions.ts';
import { propertiesWithGlobals } from './globals.ts';
import type { SamResource, SamTemplate } from './sam-template.ts';
import { readStateMachine } from './state-machines.ts';
import { readWebSocketApi } from './websocket-api.ts';

/**
 * What a SAM template declares, and what SAM itself makes of it: roles, an API for events that name none, Lambda permissions,
 * credentials. The order is SAM's: events add to the APIs before the APIs' own settings are heard.
 */
export function readServerless(root: Node, facts: WholeTemplateFacts): void {
  const resources = [...facts.resources.values()].flatMap((resource): readonly SamResource[] =>
    resource.type.startsWith('AWS::Serverless::')
      ? [{ ...resource, merged: propertiesWithGlobals(root, resource.type, resource.node, resource.properties) }]
      : [],
  );
  const template: SamTemplate = { root, facts, apis: new Map() };
  const of = (type: string): readonly SamResource[] =>
    resources.filter((resource) => resource.type === `AWS::Serverless::${type}`);
  for (const resource of of('Api')) startApi(resource, 'rest', template);
  for (const resource of of('HttpApi')) startApi(resource, 'http', template);
  for (const resource of of('Function')) readFunction(resource, template);
  for (const resource of of('StateMachine')) readStateMachine(resource, template);
  for (const api of template.apis.values()) finishApi(api, template);
  for (const resource of of('WebSocketApi')) readWebSocketApi(resource, facts);
  for (const resource of of('CapacityProvider')) readCapacityProvider(resource, template);
  readConnectors(resources, facts);
}
