import type { Action } from '../../catalog/catalog.ts';
import { hasPlaceholder } from './placeholder.ts';
import type { StatementReading } from './reading.ts';

const known = new WeakMap<StatementReading, readonly Action[] | null>();

/**
 * All actions that a statement names. Undefined where there may be others: beside NotAction, holes and names that the catalog does not
 * know, for they may be newer than it.
 */
export function knownActions(at: StatementReading): readonly Action[] | undefined {
  let actions = known.get(at);
  if (actions === undefined) known.set(at, (actions = actionsOf(at) ?? null));
  return actions ?? undefined;
}

function actionsOf(at: StatementReading): readonly Action[] | undefined {
  const { action, notAction } = at.statement;
  if (!action?.complete || notAction || at.actions.length !== action.values.length) return undefined;
  const out = new Set<Action>();
  for (const one of at.actions) {
    const { text, service, name } = one;
    // A star in place of the service, or all of a service, is about any resource and any key.
    if (service === '' || /^\*+$/.test(name) || hasPlaceholder(text)) return undefined;
    if (one.covered.length === 0) return undefined;
    for (const covered of one.covered) out.add(covered);
  }
  return [...out];
}
