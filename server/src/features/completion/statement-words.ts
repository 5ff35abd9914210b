import type { Action, Catalog } from '../../catalog/catalog.ts';
import { literalOf } from '../../model/text-value.ts';
import type { Statement, TextElement } from '../../model/policy.ts';
import { mark } from './mark.ts';

/** The texts without holes of some elements, but for the one that is being written. */
export function literalsOf(...elements: readonly (TextElement | undefined)[]): readonly string[] {
  return elements.flatMap((element) =>
    (element?.values ?? []).flatMap((value) => {
      const text = literalOf(value);
      return text === undefined || text.includes(mark) ? [] : [text];
    }),
  );
}

/** The actions that a statement is about; none for a NotAction, which is about nearly all. */
export function actionsOf(statement: Statement | undefined, catalog: Catalog): readonly Action[] {
  return [...new Set(literalsOf(statement?.action).flatMap((pattern) => catalog.actionsMatching(pattern)))];
}
