import type { TextElement } from './policy.ts';
import { literalOf, type TextValue } from './text-value.ts';

/** One entry of Action or NotAction, as IAM reads it: without regard to case. */
export interface ActionEntry {
  readonly value: TextValue;
  /** In lower case; undefined for a text with holes. */
  readonly text: string | undefined;
  /** What stands before the colon; undefined where there is none, and where it is no word. */
  readonly service: string | undefined;
}

/** What an element names, worked out once for all who ask. */
export interface ActionsNamed {
  readonly entries: readonly ActionEntry[];
  readonly services: ReadonlySet<string>;
  /** Some of it may be of any service: a text with holes, or a star in the service's place. */
  readonly mayBeAny: boolean;
  /** `*`, the first of them. */
  readonly every: TextValue | undefined;
}

const nothing: ActionsNamed = { entries: [], services: new Set(), mayBeAny: false, every: undefined };

const known = new WeakMap<TextElement, ActionsNamed>();

export function actionsNamed(element: TextElement | undefined): ActionsNamed {
  if (!element) return nothing;
  let named = known.get(element);
  if (!named) known.set(element, (named = read(element)));
  return named;
}

function read({ values }: TextElement): ActionsNamed {
  const services = new Set<string>();
  let mayBeAny = false;
  let every: TextValue | undefined;
  const entries = values.map((value): ActionEntry => {
    const text = literalOf(value)?.toLowerCase();
    if (text === undefined || text === '*' || text.startsWith('*:')) mayBeAny = true;
    if (text?.startsWith('*') && /^\*+(?::\*+)?$/.test(text)) every ??= value;
    const colon = text?.indexOf(':') ?? -1;
    const before = colon > 0 ? text?.slice(0, colon) : undefined;
    const service = before !== undefined && /^[\w-]+$/.test(before) ? before : undefined;
    if (service !== undefined) services.add(service);
    return { value, text, service };
  });
  return { entries, services, mayBeAny, every };
}
