import type { Catalog } from '../catalog/catalog.ts';
import type { PlacedPolicy } from '../graph/unit.ts';
import type { PrincipalElement, Statement, TextElement } from '../model/policy.ts';
import { literalOf, type TextValue } from '../model/text-value.ts';
import { touches, type Span } from '../text/span.ts';

/** A statement that somebody points at, in a document that can be read. */
export interface StatementPlace {
  readonly uri: string;
  readonly range: Span;
  readonly policy: PlacedPolicy;
  readonly statement: Statement;
  readonly effect: 'Allow' | 'Deny';
  readonly catalog: Catalog;
}

/** The element's values are all that it holds, each a node of its own, whatever conditions the template has. */
export function isSettled(element: TextElement | undefined): element is TextElement {
  return element !== undefined && element.complete && !element.conditional && element.values.length > 0;
}

/** The texts of a settled element; undefined where one has a hole. */
export function textsOf(element: TextElement): readonly string[] | undefined {
  const texts = element.values.map(literalOf);
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

export function isPointedAt({ range }: StatementPlace, element: TextElement | PrincipalElement): boolean {
  return touches(range, element.keySpan) || touches(range, element.at);
}

/** One text for values that are surely the same; undefined for one that nobody knows before deployment. */
export function sameness(value: TextValue): string | undefined {
  const literal = literalOf(value);
  if (literal !== undefined) return JSON.stringify(literal);
  const parts = value.parts.map((part) => {
    if (part.kind === 'literal') return part.source.text;
    return part.kind === 'reference' ? part.to : undefined;
  });
  return parts.includes(undefined) ? undefined : JSON.stringify(parts);
}
