import type { Authorizer } from '../../model/facts.ts';
import { literalOf, withOpenPlaceholders } from '../../model/text-value.ts';
import { entryOf } from '../../tree/node.ts';
import { authorizerKind } from '../authorizer-kind.ts';
import { isPlain, textOf, type ResourceNode, type TemplateFacts } from './template.ts';

/** AWS::ApiGateway::Authorizer and AWS::ApiGatewayV2::Authorizer. */
export function readAuthorizer(resource: ResourceNode, facts: TemplateFacts): void {
  const { properties } = resource;
  const isV2 = resource.type === 'AWS::ApiGatewayV2::Authorizer';
  const credentialsName = isV2 ? 'AuthorizerCredentialsArn' : 'AuthorizerCredentials';
  const target = textOf(properties, 'AuthorizerUri', facts);
  const authorizer: Authorizer = {
    id: resource.id,
    uri: facts.uri,
    api: textOf(properties, isV2 ? 'ApiId' : 'RestApiId', facts),
    key: resource.entry.key.span,
    kind: authorizerKind(literalOf(textOf(properties, isV2 ? 'AuthorizerType' : 'Type', facts))),
    target: target && withOpenPlaceholders(target),
    targetKey: entryOf(properties, 'AuthorizerUri')?.key.span,
    credentials: textOf(properties, credentialsName, facts),
    credentialsKey: entryOf(properties, credentialsName)?.key.span,
    at: properties?.span ?? resource.node.span,
    credentialsName,
    permissionSwitch: undefined,
    complete: isPlain(properties),
  };
  facts.authorizers.push(authorizer);
}
