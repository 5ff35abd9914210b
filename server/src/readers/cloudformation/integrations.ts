import type { Integration } from '../../model/facts.ts';
import { madeText, withOpenPlaceholders } from '../../model/text-value.ts';
import { entryOf, type Node } from '../../tree/node.ts';
import { inCapitals } from '../capital-letters.ts';
import { readRequest } from '../integration-request.ts';
import { textOf, type ResourceNode, type TemplateFacts } from './template.ts';

interface Names {
  readonly type: string;
  readonly target: string;
  readonly credentials: string;
  readonly httpMethod: string;
}

const restNames: Names = {
  type: 'Type',
  target: 'Uri',
  credentials: 'Credentials',
  httpMethod: 'IntegrationHttpMethod',
};

const v2Names: Names = {
  type: 'IntegrationType',
  target: 'IntegrationUri',
  credentials: 'CredentialsArn',
  httpMethod: 'IntegrationMethod',
};

/** The `Integration` of an AWS::ApiGateway::Method. */
export function readMethodIntegration(node: Node, facts: TemplateFacts): Integration {
  return readIntegration(node, node, restNames, facts);
}

/** An AWS::ApiGatewayV2::Integration, which routes name. */
export function readV2Integration({ node, properties }: ResourceNode, facts: TemplateFacts): Integration {
  return {
    ...readIntegration(properties, node, v2Names, facts),
    subtype: textOf(properties, 'IntegrationSubtype', facts),
  };
}

function readIntegration(node: Node | undefined, place: Node, names: Names, facts: TemplateFacts): Integration {
  const target = textOf(node, names.target, facts);
  return {
    uri: facts.uri,
    type: inCapitals(textOf(node, names.type, facts)),
    target: target && withOpenPlaceholders(target),
    targetKey: entryOf(node, names.target)?.key.span,
    credentials: textOf(node, names.credentials, facts),
    credentialsKey: entryOf(node, names.credentials)?.key.span,
    httpMethod: inCapitals(textOf(node, names.httpMethod, facts)),
    httpMethodKey: entryOf(node, names.httpMethod)?.key.span,
    subtype: undefined,
    ...readRequest(node ?? place, { parameters: 'RequestParameters', templates: 'RequestTemplates' }, facts.values),
    at: node?.span ?? place.span,
    credentialsName: names.credentials,
    impliedCredentials: false,
  };
}

/** What quick create puts behind the one route of an HTTP API: an HTTP address or a function's ARN. */
export function quickIntegration({ entry, node, properties }: ResourceNode, facts: TemplateFacts): Integration {
  const target = textOf(properties, 'Target', facts);
  const [first] = target?.parts ?? [];
  const address = first?.kind === 'literal' && /^https?:/i.test(first.source.text);
  const place = { span: entry.key.span, at: entry.key.span };
  return {
    uri: facts.uri,
    type: madeText(place, address ? 'HTTP_PROXY' : 'AWS_PROXY'),
    target: target && withOpenPlaceholders(target),
    targetKey: entryOf(properties, 'Target')?.key.span,
    credentials: textOf(properties, 'CredentialsArn', facts),
    credentialsKey: entryOf(properties, 'CredentialsArn')?.key.span,
    httpMethod: undefined,
    httpMethodKey: undefined,
    subtype: undefined,
    operation: undefined,
    parameters: [],
    parametersKey: undefined,
    at: properties?.span ?? node.span,
    credentialsName: 'CredentialsArn',
    impliedCredentials: false,
  };
}
