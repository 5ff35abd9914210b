import type { TextElement } from '../../model/policy.ts';
import type { Change } from '../../text/change.ts';

/** Changes that put more actions into the list; a single one becomes a list. Undefined for a list that cannot be read. */
export function withActions(
  element: TextElement | undefined,
  names: readonly string[],
  uri: string,
): readonly Change[] | undefined {
  if (!element?.complete || element.conditional || element.values.length === 0) return undefined;
  return names.map((value) => ({ kind: 'add-item', uri, list: element.at, value }));
}
