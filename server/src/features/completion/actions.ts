import type { Action, Catalog } from '../../catalog/catalog.ts';
import { hasWildcard, matchesWildcard } from '../../catalog/wildcard.ts';
import { assumeActions } from '../../model/policy-shape.ts';
import { counted } from '../markdown.ts';
import { complete, nothing, type Offer, type Offers } from './offer.ts';
import { literalsOf } from './statement-words.ts';
import type { Spot } from './spot.ts';
import { stop } from './stops.ts';

/** The service first, then its actions; behind a wildcard, what it covers. */
export function actions(spot: Spot, element: 'Action' | 'NotAction', catalog: Catalog): Offers {
  const { word, slot, statement } = spot;
  if (slot === 'trust' && !hasWildcard(word.before)) return complete(assumptions(spot, catalog));
  const typed = word.before + word.after;
  const colon = word.before.indexOf(':');
  if (colon < 0 && word.after.includes(':') && !hasWildcard(typed))
    return services(spot, element, catalog, typed.slice(typed.indexOf(':')));
  if (hasWildcard(typed)) return covered(spot, element, typed, catalog);
  if (colon >= 0) return ofService(spot, element, word.before.slice(0, colon), catalog);
  const all = services(spot, element, catalog, '');
  const isTrust = slot === undefined && statement?.principal !== undefined && !statement.resource;
  return isTrust ? complete([...assumptions(spot, catalog), ...all.offers]) : all;
}

function assumptions({ listed }: Spot, catalog: Catalog): readonly Offer[] {
  return assumeActions
    .filter((name) => !listed.includes(name))
    .flatMap((name, rank) => {
      const action = catalog.action('sts', name.slice('sts:'.length));
      return action ? [offerOf(action, rank)] : [];
    });
}

function offerOf(action: Action, rank: number): Offer {
  const name = `${action.service}:${action.name}`;
  return {
    label: name,
    kind: 'action',
    detail: action.level,
    put: { text: name },
    rank,
    about: { kind: 'action', word: name },
  };
}

/** @param rest What follows the service already. */
function services(spot: Spot, element: 'Action' | 'NotAction', catalog: Catalog, rest: string): Offers {
  const near = usedServices(spot);
  const own = spot.use?.service;
  const offers = catalog.services().map((prefix, i): Offer => ({
    label: `${prefix}:`,
    kind: 'service',
    detail: catalog.service(prefix)?.name ?? '',
    put: { text: rest === '' ? `${prefix}:${stop()}` : prefix + rest },
    rank: (prefix === own ? 0 : near.has(prefix) ? 1000 : 2000) + i,
    goesOn: rest === '',
  }));
  return complete(
    rest === '' ? [...offers, wildcard('*', element, catalog.actionsMatching('*'), catalog, 9000)] : offers,
  );
}

/** The services that the statements of the document speak of. */
function usedServices({ policy }: Spot): ReadonlySet<string> {
  const words = (policy?.statements ?? []).flatMap(({ action, notAction }) => literalsOf(action, notAction));
  return new Set(words.map((word) => word.slice(0, Math.max(0, word.indexOf(':'))).toLowerCase()));
}

function ofService(spot: Spot, element: 'Action' | 'NotAction', service: string, catalog: Catalog): Offers {
  const all = catalog.actionsOf(service);
  if (!all) return nothing;
  const listed = new Set(spot.listed.map((word) => word.toLowerCase()));
  const offers = all.map(offerOf).filter(({ label }) => !listed.has(label.toLowerCase()));
  const prefix = service.toLowerCase();
  return complete([...offers, wildcard(`${prefix}:*`, element, all, catalog, 9000)]);
}

/** The wildcard itself with its number, then what it covers: other letters cover others. */
function covered(spot: Spot, element: 'Action' | 'NotAction', pattern: string, catalog: Catalog): Offers {
  const found = catalog.actionsMatching(pattern);
  const colon = pattern.indexOf(':');
  if (found.length === 0) return colon < 0 && pattern.includes('*') ? servicesLike(pattern, catalog) : incomplete([]);
  const own = wildcard(pattern, element, found, catalog, 0);
  const all =
    colon < 0 || pattern.slice(0, colon) === '*'
      ? []
      : found.map((action, i) => ({ ...offerOf(action, i + 1), filter: pattern }));
  return incomplete([own, ...all]);
}

function incomplete(offers: readonly Offer[]): Offers {
  return { offers, isIncomplete: true };
}

function servicesLike(pattern: string, catalog: Catalog): Offers {
  const lower = pattern.toLowerCase();
  return incomplete(
    catalog
      .services()
      .filter((prefix) => matchesWildcard(lower, prefix))
      .map((prefix, rank) => ({
        label: `${prefix}:`,
        kind: 'service',
        detail: catalog.service(prefix)?.name ?? '',
        put: { text: `${prefix}:${stop()}` },
        rank,
        filter: pattern,
        goesOn: true,
      })),
  );
}

function wildcard(
  pattern: string,
  element: 'Action' | 'NotAction',
  found: readonly Action[],
  catalog: Catalog,
  rank: number,
): Offer {
  const service = catalog.service(pattern.slice(0, Math.max(0, pattern.indexOf(':'))))?.name;
  const verb = element === 'NotAction' ? 'leaves out' : 'covers';
  return {
    label: pattern,
    kind: 'wildcard',
    detail: `${verb} ${counted(found.length, 'action')}${service === undefined ? '' : ` of ${service}`}`,
    put: { text: pattern },
    rank,
    about: { kind: 'action', word: pattern },
  };
}
