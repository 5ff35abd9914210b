import { madeText, type TextValue } from '../../../model/text-value.ts';
import type { Span } from '../../../text/span.ts';
import { entryOf, type Node } from '../../../tree/node.ts';
import type { ResourceNode, WholeTemplateFacts } from '../template.ts';
import type { SamApi } from './sam-api.ts';

/** A resource of SAM, with the properties that Globals give it. */
export interface SamResource extends ResourceNode {
  /** What SAM reads; `properties` is what is written at the resource itself. */
  readonly merged: Node | undefined;
}

export interface SamTemplate {
  readonly root: Node;
  readonly facts: WholeTemplateFacts;
  /** REST and HTTP APIs by logical id, also those that SAM makes for events without an API. */
  readonly apis: Map<string, SamApi>;
}

/** Where a text stands that SAM makes because of that place. */
export function at(span: Span): Pick<TextValue, 'span' | 'at'> {
  return { span, at: span };
}

export function keyOf(node: Node | undefined, name: string): Span | undefined {
  return entryOf(node, name)?.key.span;
}

/** SAM asks Python whether a value is there: null, nothing, false, zero and empty collections are not. */
export function isGiven(node: Node | undefined): node is Node {
  if (!node) return false;
  if (node.kind === 'scalar')
    return node.value !== null && node.value !== '' && node.value !== false && node.value !== 0;
  return node.kind === 'list' ? node.items.length > 0 : node.entries.length > 0;
}

export function isTrue(node: Node | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true;
}

/** `arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole` in whatever partition. */
export function awsManagedPolicy(name: string, span: Span): TextValue {
  return madeText(at(span), 'arn:', { kind: 'pseudo', name: 'AWS::Partition' }, `:iam::aws:policy/${name}`);
}
