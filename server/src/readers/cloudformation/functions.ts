import { literalOf } from '../../model/text-value.ts';
import { entryOf, type Node } from '../../tree/node.ts';
import { isPlain, textOf, type ResourceNode, type TemplateFacts } from './template.ts';

/** AWS::Lambda::Function, Version and Alias */
export function readFunction(
  resource: ResourceNode,
  type: 'function' | 'version' | 'alias',
  facts: TemplateFacts,
): void {
  const { properties } = resource;
  const named = textOf(properties, 'FunctionName', facts);
  facts.functions.push({
    id: resource.id,
    uri: facts.uri,
    key: resource.entry.key.span,
    type,
    of: type === 'function' ? undefined : named,
    name: type === 'function' ? named : textOf(properties, 'Name', facts),
    role: type === 'function' ? textOf(properties, 'Role', facts) : undefined,
  });
}

/** AWS::Lambda::Permission */
export function readPermission(resource: ResourceNode, facts: TemplateFacts): void {
  const { properties } = resource;
  facts.permissions.push({
    id: resource.id,
    uri: facts.uri,
    key: resource.entry.key.span,
    properties: properties?.span,
    action: textOf(properties, 'Action', facts),
    function: textOf(properties, 'FunctionName', facts),
    qualifier: textOf(properties, 'Qualifier', facts),
    principal: textOf(properties, 'Principal', facts),
    sourceArn: textOf(properties, 'SourceArn', facts),
    sourceArnKey: entryOf(properties, 'SourceArn')?.key.span,
    sourceAccount: textOf(properties, 'SourceAccount', facts),
    ...(isOfFunctionUrl(properties, facts) ? { ofFunctionUrl: true } : {}),
    written: true,
    complete: isPlain(properties),
  });
}

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html */
function isOfFunctionUrl(properties: Node | undefined, facts: TemplateFacts): boolean {
  return (
    entryOf(properties, 'FunctionUrlAuthType') !== undefined ||
    literalOf(textOf(properties, 'InvokedViaFunctionUrl', facts))?.toLowerCase() === 'true'
  );
}
