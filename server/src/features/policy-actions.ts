import type { Catalog } from '../catalog/catalog.ts';
import { identityPolicyQuota } from '../catalog/policy-quotas.ts';
import { hasWildcard, matchesWildcard } from '../catalog/wildcard.ts';
import type { TextElement } from '../model/policy.ts';
import { literalOf, literalSourceOf, type TextValue } from '../model/text-value.ts';
import { CopyOf, type Change } from '../text/change.ts';
import { touches } from '../text/span.ts';
import { foldedActions } from './fold-actions.ts';
import { isPointedAt, isSettled, textsOf, type StatementPlace } from './policy-place.ts';
import type { PolicyRefactoring } from './policy-refactorings.ts';

/** What can be done to the list of actions that somebody points at. */
export function* actionRefactorings(place: StatementPlace): Iterable<PolicyRefactoring> {
  const { action, notAction } = place.statement;
  const element = action ?? notAction;
  if ((action && notAction) || !isSettled(element) || !isPointedAt(place, element)) return;
  yield* expandWildcard(place, element);
  yield* foldActions(place, element);
  yield* sortActions(place, element);
}

/**
 * Writes out what a wildcard covers today. What AWS adds tomorrow it covers no more: a statement that allows, or one that denies all but
 * these, becomes none the wider for it. A Deny would let new actions through, and so would an Allow of all but these: they keep theirs.
 */
function* expandWildcard(place: StatementPlace, element: TextElement): Iterable<PolicyRefactoring> {
  const { uri, effect, range, catalog, policy } = place;
  if ((effect === 'Allow') !== (element.key === 'Action')) return;
  for (const value of element.values) {
    const source = literalSourceOf(value);
    if (!source || !touches(range, value.at) || !hasWildcard(source.text)) continue;
    const others = element.values.flatMap((other) => (other === value ? [] : [literalOf(other)?.toLowerCase() ?? '']));
    const names = catalog
      .actionsMatching(source.text)
      .map(({ service, name }) => `${service}:${name}`)
      .filter((name) => !others.some((other) => matchesWildcard(other, name.toLowerCase())));
    const [first, ...rest] = names;
    // No policy is longer: what would not fit is of no use.
    const length = names.reduce((sum, name) => sum + name.length + 3, 0);
    if (first === undefined || length > identityPolicyQuota(policy.use?.carrier).characters) continue;
    yield {
      kind: 'rewrite',
      name: 'expand-wildcard',
      title:
        rest.length === 0
          ? `Replace "${source.text}" by "${first}", the one action that it adds today`
          : `Expand "${source.text}" into the ${names.length} actions that it adds today`,
      changes: () => [
        { kind: 'replace-text', uri, span: source.span, text: first },
        ...rest.map((name): Change => ({
          kind: 'add-item',
          uri,
          list: element.at,
          value: name,
          ...(element.isList ? { after: value.at } : {}),
        })),
      ],
    };
  }
}

/**
 * Writes wildcards for actions where they cover no others today. Of what AWS adds tomorrow they may cover some, as the title tells; a
 * Deny of all but these would then let it through, and is left as it is.
 */
function* foldActions(place: StatementPlace, element: TextElement): Iterable<PolicyRefactoring> {
  const { uri, effect, catalog } = place;
  if (!element.isList || (effect === 'Deny' && element.key === 'NotAction')) return;
  const { values } = element;
  const folds = foldsOf(element, catalog);
  const count = [...folds.values()].reduce((sum, places) => sum + places.length, 0);
  const [pattern, second] = folds.keys();
  if (pattern === undefined) return;
  yield {
    kind: 'rewrite',
    name: 'fold-actions',
    title:
      second === undefined
        ? `Fold ${count} entries into "${pattern}", which covers no other action today`
        : `Fold ${count} entries into ${folds.size} wildcards, which cover no other actions today`,
    changes: () => [...folds].flatMap(([wildcard, places]) => foldedInto(wildcard, places, values, uri)),
  };
}

const folded = new WeakMap<
  TextElement,
  { readonly catalog: Catalog; readonly folds: ReturnType<typeof foldedActions> }
>();

/** Kept, as the same list is asked about at every step of the cursor. */
function foldsOf(element: TextElement, catalog: Catalog): ReturnType<typeof foldedActions> {
  const known = folded.get(element);
  if (known?.catalog === catalog) return known.folds;
  const folds = foldedActions(element.values.map(literalOf), catalog);
  folded.set(element, { catalog, folds });
  return folds;
}

function foldedInto(
  wildcard: string,
  places: readonly number[],
  values: readonly TextValue[],
  uri: string,
): readonly Change[] {
  return places.flatMap((place, i): Change[] => {
    const value = values[place];
    if (!value) return [];
    const source = literalSourceOf(value);
    if (i > 0 || !source) return [{ kind: 'remove', uri, at: value.at }];
    return [{ kind: 'replace-text', uri, span: source.span, text: wildcard }];
  });
}

function* sortActions({ uri }: StatementPlace, element: TextElement): Iterable<PolicyRefactoring> {
  const texts = textsOf(element)?.map((text) => text.toLowerCase());
  if (!texts || !element.isList) return;
  const order = texts.map((_, i) => i).sort((a, b) => compared(texts[a] ?? '', texts[b] ?? '') || a - b);
  if (order.every((from, to) => from === to)) return;
  yield {
    kind: 'rewrite',
    name: 'sort-actions',
    title: 'Sort the actions',
    changes: () => [
      {
        kind: 'set',
        uri,
        at: element.at,
        value: order.map((from) => new CopyOf(uri, element.values[from]?.at ?? element.at)),
      },
    ],
  };
}

function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
