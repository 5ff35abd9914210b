import { conditionKeysFor, type Catalog, type ConditionKey } from '../../catalog/catalog.ts';
import {
  comparesType,
  conditionOperator,
  conditionOperators,
  type ConditionOperator,
} from '../../catalog/condition-operators.ts';
import { complete, type Offer, type Offers } from './offer.ts';
import type { Spot } from './spot.ts';
import { actionsOf } from './statement-words.ts';
import { hint, stop } from './stops.ts';

/** The operators that compare the keys which stand below already; without any, all of them. */
export function operators(keys: readonly string[], written: readonly string[], catalog: Catalog): Offers {
  const known = keys.flatMap((key) => catalog.conditionKey(key) ?? []);
  const fits = ({ family }: ConditionOperator): boolean =>
    family === 'Null' || known.every(({ types }) => types.some((type) => comparesType(family, type)));
  const isSet = known.length > 0 && known.every(({ multivalued }) => multivalued);
  const bases = conditionOperators().filter(fits);
  const offers = ['', 'ForAnyValue:', 'ForAllValues:'].flatMap((qualifier, of) =>
    ['', 'IfExists'].flatMap((suffix, variant) =>
      bases.flatMap(({ base }, i): readonly Offer[] => {
        const name = `${qualifier}${base}${suffix}`;
        if (!conditionOperator(name) || written.includes(name)) return [];
        const group = isSet ? (of + 2) % 3 : of;
        return [
          {
            label: name,
            kind: 'operator',
            put: { key: name, value: { [hint('key')]: stop() } },
            rank: group * 1000 + variant * 100 + i,
            about: { kind: 'operator', word: name },
            goesOn: true,
          },
        ];
      }),
    ),
  );
  return complete(offers);
}

/**
 * The keys that the operator compares: first those that requests for the statement's actions carry, then the global ones. Those that
 * end in the name of a tag are offered with each of `tags` too.
 */
export function conditionKeys(
  spot: Spot,
  operator: string,
  written: readonly string[],
  catalog: Catalog,
  tags: readonly string[],
): Offers {
  const compared = conditionOperator(operator);
  const isSet = compared?.qualifier !== undefined;
  const fits = (key: ConditionKey): boolean =>
    !compared || compared.family === 'Null' || key.types.some((type) => comparesType(compared.family, type));
  const names = new Set(actionsOf(spot.statement, catalog).flatMap(conditionKeysFor));
  const own = [...names].flatMap((name) => catalog.conditionKey(name) ?? []);
  const seen = new Set(own.map(({ name }) => name));
  const global = catalog.globalKeys().filter(({ name }) => !seen.has(name));
  const has = new Set(written.map((name) => name.toLowerCase()));
  const keys = [...own.map((key) => ({ key, group: 0 })), ...global.map((key) => ({ key, group: 1 }))];
  return complete(
    keys
      .filter(({ key }) => fits(key) && !has.has(key.name.toLowerCase()))
      .flatMap(({ key, group }, i) =>
        namesOf(key, tags)
          .filter((name) => !has.has(name.toLowerCase()))
          .map((name): Offer => ({
            label: name,
            kind: 'condition-key',
            detail: `${key.types.join(' or ')}${key.multivalued ? ', several' : ''}`,
            put: { key: withStops(name), value: firstValueOf(key, compared) },
            rank: (key.multivalued === isSet ? 0 : 4000) + group * 2000 + (isAsked(key, compared) ? 0 : 1000) + i,
            about: { kind: 'condition-key', word: key.name },
            goesOn: true,
          })),
      ),
  );
}

function namesOf({ name }: ConditionKey, tags: readonly string[]): readonly string[] {
  const stem = /^(.*Tag\/)(?:\$\{[^}]*\}|<[^>]*>|tag-key)$/i.exec(name)?.[1];
  return stem === undefined ? [name] : [name, ...tags.map((tag) => stem + tag)];
}

/** `aws:RequestTag/${TagKey}`, with the author's part as a tab stop. */
function withStops(name: string): string {
  return name
    .replace(/\$\{([^}]*)\}|<([^>]*)>/g, (_, hole: string | undefined, other: string | undefined) =>
      stop(hole ?? other),
    )
    .replace(/(?<=\/)tag-key$/, stop('tag-key'));
}

/** The operator is that of the key's type, and not merely one that can compare it. */
function isAsked({ types }: ConditionKey, operator: ConditionOperator | undefined): boolean {
  return operator === undefined || types.some((type) => type.toLowerCase() === operator.family.toLowerCase());
}

function firstValueOf({ types }: ConditionKey, operator: ConditionOperator | undefined): string {
  if (operator?.family === 'Null' || (types.includes('Bool') && operator?.family === 'Bool')) return stop('true|false');
  return stop();
}
