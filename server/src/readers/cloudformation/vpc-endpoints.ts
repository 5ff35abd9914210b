import { entryOf } from '../../tree/node.ts';
import { isOneDocument, type DocumentIndexes } from './documents.ts';
import { isPlain, textOf, type ResourceNode, type TemplateFacts } from './template.ts';

/** AWS::EC2::VPCEndpoint */
export function readVpcEndpoint(resource: ResourceNode, documents: DocumentIndexes, facts: TemplateFacts): void {
  const { id, entry, properties } = resource;
  const policies = documents.get('PolicyDocument') ?? [];
  const isSure = isOneDocument(entryOf(properties, 'PolicyDocument'), policies, facts);
  facts.vpcEndpoints.push({
    id,
    uri: facts.uri,
    key: entry.key.span,
    service: textOf(properties, 'ServiceName', facts),
    policies,
    policyComplete: isSure && isPlain(properties),
  });
}
