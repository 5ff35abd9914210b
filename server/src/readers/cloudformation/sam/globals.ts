import { entriesOf, entryOf, stringOf, valueOf, type Entry, type MappingNode, type Node } from '../../../tree/node.ts';
import { functionOf } from '../values.ts';

/**
 * The properties of a SAM resource with those of the template's Globals section, as SAM merges them: mappings key by key, lists one
 * after the other (Globals first), anything else as the resource has it. What only Globals has keeps its place there.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
 */
export function propertiesWithGlobals(root: Node, type: string, resource: Node | undefined, own: Node | undefined) {
  const section = valueOf(root, 'Globals', type.replace('AWS::Serverless::', ''));
  const ignored = entryOf(resource, 'IgnoreGlobals')?.value;
  if (section?.kind !== 'mapping' || stringOf(ignored) === '*') return own;
  const names = new Set(ignored?.kind === 'list' ? ignored.items.map(stringOf) : []);
  const wanted = entriesOf(section).filter((entry) => !names.has(entry.key.source.text));
  return merged(mappingLike(section, wanted), own);
}

function merged(global: Node, local: Node | undefined): Node {
  if (!local || (local.kind === 'scalar' && local.value === null && global.kind === 'mapping')) return global;
  if (global.kind === 'list' && local.kind === 'list') {
    const { span, syntax, flow } = local;
    return { kind: 'list', span, syntax, flow, items: [...global.items, ...local.items] };
  }
  if (!isPlainMapping(global) || !isPlainMapping(local)) return local;
  const entries = entriesOf(local).map((entry): Entry => {
    const { key, value, span } = entry;
    const above = entryOf(global, key.source.text)?.value;
    return above && value ? { key, value: merged(above, value), span } : entry;
  });
  const inherited = entriesOf(global).filter((entry) => !entryOf(local, entry.key.source.text));
  return mappingLike(local, [...inherited, ...entries]);
}

/** In the place of that one, with other entries. */
function mappingLike({ span, syntax, flow }: MappingNode, entries: readonly Entry[]): MappingNode {
  return { kind: 'mapping', span, syntax, flow, entries };
}

/** SAM takes a function for one value, whatever it gives. */
function isPlainMapping(node: Node): node is MappingNode {
  return node.kind === 'mapping' && !functionOf(node);
}
