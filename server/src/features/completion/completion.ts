import type { Catalog } from '../../catalog/catalog.ts';
import { concernsUs } from '../../readers/prefilter.ts';
import { isNamedPolicy } from '../../readers/policy-file.ts';
import type { TextEdit } from '../../text/edit.ts';
import { syntaxOf } from '../../tree/parse.ts';
import type { Workspace } from '../workspace.ts';
import { actions } from './actions.ts';
import { conditionKeys, operators } from './conditions.ts';
import { declaredArns } from './declared.ts';
import { draftOf } from './draft.ts';
import { documentKeys, effects, statementKeys, statements, versions } from './elements.ts';
import { jsonReadings, yamlReadings } from './mark.ts';
import { nothing, type About, type Offer, type OfferKind, type Offers } from './offer.ts';
import { accountsOf, principals, principalTypes } from './principals.ts';
import { resources, type Surroundings } from './resources.ts';
import { spotOf, type Spot } from './spot.ts';
import { hasStops, plainOf, snippetOf } from './stops.ts';
import { conditionValues, tagKeysIn } from './values.ts';
import { variables, variableStart } from './variables.ts';
import { Writing, type Placed } from './writing.ts';

/** What a client shows and writes. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: OfferKind;
  readonly detail: string | undefined;
  /** In place of the word at the cursor, on one line; in snippet syntax where `isSnippet`. */
  readonly edit: TextEdit;
  /** The edit for a client that knows no snippets. */
  readonly plainText: string;
  readonly isSnippet: boolean;
  /** What is missing elsewhere: a comma. */
  readonly more: readonly TextEdit[];
  /** What the letters between the edit's start and the cursor are held against. */
  readonly filterText: string;
  /** Sorts as text. */
  readonly sortText: string;
  readonly about: About | undefined;
  /** Wants the next word at once. */
  readonly goesOn: boolean;
}

export interface Completion {
  readonly items: readonly CompletionItem[];
  readonly isIncomplete: boolean;
}

const empty: Completion = { items: [], isIncomplete: false };

/** What can be written at an offset of a file; the text is the editor's, which the workspace need not know. */
export function completion(workspace: Workspace, uri: string, text: string, offset: number): Completion {
  if (!syntaxOf(uri) || !(isNamedPolicy(uri) || concernsUs(uri, text))) return empty;
  for (const reading of isJson(uri, text) ? jsonReadings(text, offset) : yamlReadings(text, offset)) {
    const draft = draftOf(workspace, uri, text, reading.insertions);
    const spot = draft && spotOf(draft, reading);
    if (spot && isWord(spot)) return written(spot, text, offersAt(used(spot, workspace), workspace));
  }
  return empty;
}

function isJson(uri: string, text: string): boolean {
  return syntaxOf(uri) === 'json' || /^\uFEFF?\s*\{\s*["/}]/.test(text);
}

/** Without quotes white space parts words, and brackets hold other things: neither is any of ours. */
function isWord({ word }: Spot): boolean {
  return word.node.style !== 'plain' || !/\s|["'[\]]|^\{/.test(word.before + word.after);
}

/** A loose file is for what the workspace uses it for. */
function used(spot: Spot, workspace: Workspace): Spot {
  if (spot.use || !spot.policy) return spot;
  const { uri } = spot.draft;
  const use = workspace.unitOf(uri)?.policies.find((one) => one.document.uri === uri && one.use)?.use;
  return use ? { ...spot, use, slot: use.slot } : spot;
}

function offersAt(spot: Spot, workspace: Workspace): Offers {
  const { place, word } = spot;
  const { catalog } = workspace;
  const from = place.kind === 'resource' || place.kind === 'condition-value' ? variableStart(word.before) : undefined;
  if (from !== undefined) return variables(spot, from, () => declaredNames(spot, workspace));
  switch (place.kind) {
    case 'document-key':
      return documentKeys(spot, place.written);
    case 'version':
      return versions();
    case 'statement':
      return statements(spot);
    case 'statement-key':
      return statementKeys(spot, place.written);
    case 'effect':
      return effects();
    case 'principal':
      return principalTypes(spot, place.written);
    case 'principal-value':
      return principals(spot, place.type, surroundingsOf(spot, workspace), accountsIn(spot, workspace));
    default:
      return catalog ? offersOfCatalog(spot, catalog, workspace) : nothing;
  }
}

function offersOfCatalog(spot: Spot, catalog: Catalog, workspace: Workspace): Offers {
  const { place } = spot;
  switch (place.kind) {
    case 'action':
      return spot.word.inFunction === undefined ? actions(spot, place.element, catalog) : nothing;
    case 'resource':
      return resources(spot, catalog, surroundingsOf(spot, workspace));
    case 'operator':
      return operators(place.keys, place.written, catalog);
    case 'condition-key':
      return conditionKeys(spot, place.operator, place.written, catalog, tagKeysIn(surroundingsOf(spot, workspace)));
    case 'condition-value':
      return conditionValues(
        spot,
        place.operator,
        place.key,
        catalog,
        surroundingsOf(spot, workspace),
        accountsIn(spot, workspace),
      );
    default:
      return nothing;
  }
}

function surroundingsOf({ draft }: Spot, workspace: Workspace): Surroundings {
  const unit = workspace.unitOf(draft.uri);
  const others = workspace.units().filter((one) => one !== unit);
  return { unit, units: unit ? [unit, ...others] : others };
}

function accountsIn(spot: Spot, workspace: Workspace): readonly string[] {
  return accountsOf(surroundingsOf(spot, workspace).units, (uri) => workspace.textOf(uri));
}

/** What an Fn::Sub of the file can name. */
function declaredNames({ draft }: Spot, workspace: Workspace): readonly string[] {
  const unit = workspace.unitOf(draft.uri);
  if (!unit) return [];
  const ids = unit.resources.filter(({ uri }) => uri === draft.uri).map(({ id }) => id);
  return [
    ...declaredArns(unit)
      .filter(({ uri }) => uri === draft.uri)
      .map(({ reference }) => reference),
    ...ids,
  ];
}

function written(spot: Spot, text: string, { offers, isIncomplete }: Offers): Completion {
  const writing = new Writing(spot, text);
  const items = offers.flatMap((offer) => {
    const placed = writing.place(offer.put);
    return placed ? [itemOf(offer, placed)] : [];
  });
  return { items, isIncomplete };
}

function itemOf(offer: Offer, { edit, before, filterPrefix }: Placed): CompletionItem {
  const isSnippet = hasStops(edit.newText);
  return {
    label: offer.label,
    kind: offer.kind,
    detail: offer.detail,
    edit: isSnippet ? { span: edit.span, newText: snippetOf(edit.newText) } : edit,
    plainText: plainOf(edit.newText),
    isSnippet,
    more: before ? [before] : [],
    filterText: filterPrefix + (offer.filter ?? offer.label),
    sortText: String(offer.rank).padStart(6, '0'),
    about: offer.about,
    goesOn: offer.goesOn === true,
  };
}
