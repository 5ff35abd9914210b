import { takesResource, type Action, type Catalog } from '../../catalog/catalog.ts';
import { isOneStack } from '../../graph/stacks.ts';
import type { Unit } from '../../graph/unit.ts';
import { arnText, shapeOfArn, withoutSub } from './arn-texts.ts';
import { declaredArns, declaredRoutes, type DeclaredArn, type DeclaredRoute } from './declared.ts';
import type { Offer, Offers, Put } from './offer.ts';
import type { Spot } from './spot.ts';
import { actionsOf, literalsOf } from './statement-words.ts';
import { plainOf } from './stops.ts';

/** What of the workspace a policy may name. */
export interface Surroundings {
  /** The file's own unit. */
  readonly unit: Unit | undefined;
  /** All units of the workspace, the own one first. */
  readonly units: readonly Unit[];
}

/** How far an ARN is from what the actions want: the thing itself, or something in it. */
interface Fit {
  /** Behind the thing's own ARN: `/*`. */
  readonly suffix: string;
}

/** Resources of the workspace that the statement's actions act on, the forms of their ARNs, and the star. */
export function resources(spot: Spot, catalog: Catalog, around: Surroundings): Offers {
  const actions = actionsOf(spot.statement, catalog);
  const held = actions.filter(takesResource);
  const known = actions.length > 0;
  const offers = [
    ...(spot.word.inFunction === undefined ? [star(actions, held)] : []),
    ...(known ? routeOffers(spot, actions, around) : []),
    ...declaredOffers(spot, known ? fitting(held) : everything, around),
    ...forms(spot, held),
  ];
  const byService = held.length > 0 ? [] : formsOfTyped(spot, catalog);
  const listed = new Set(spot.listed);
  return {
    offers: [...offers, ...byService].filter(({ label }) => !listed.has(label)),
    isIncomplete: byService.length > 0,
  };
}

function star(actions: readonly Action[], held: readonly Action[]): Offer {
  const isOnly = actions.length > 0 && held.length === 0;
  return {
    label: '*',
    kind: 'arn',
    detail: isOnly ? 'the only resource that these actions take' : 'every resource',
    put: { text: '*' },
    rank: isOnly ? 0 : 90_000,
  };
}

function isTemplate({ policy }: Spot): boolean {
  return policy?.host === 'template';
}

/** The text of an Fn::Sub, in the way of the place: bare where one is open already, with tab stops where none can be. */
function putOfSub(spot: Spot, text: string): Put | undefined {
  if (spot.word.inFunction === 'Fn::Sub') return { text };
  if (spot.word.inFunction !== undefined) return undefined;
  return isTemplate(spot) ? { value: { 'Fn::Sub': text } } : { text: withoutSub(text) };
}

function routeOffers(spot: Spot, actions: readonly Action[], { units, unit }: Surroundings): readonly Offer[] {
  if (!actions.some(({ service }) => service === 'execute-api')) return [];
  const { use, draft } = spot;
  if (use?.slot === 'resource' && use.service === 'execute-api') {
    const own = (unit ? declaredRoutes(unit) : []).filter(
      ({ api, uri, route }) =>
        (use.carrierId !== undefined && api === use.carrierId && isOneStack(uri, draft.uri, unit?.stacks)) ||
        route.uri === draft.uri,
    );
    if (spot.word.inFunction !== undefined) return [];
    const whole = { label: 'execute-api:/*', detail: 'every route of this API', put: { text: 'execute-api:/*' } };
    const each = own.map(({ suffix, title }) => {
      const text = `execute-api:${suffix}`;
      return { label: text, detail: title, put: { text } };
    });
    return [whole, ...each].map((offer, i) => ({ ...offer, kind: 'resource', rank: 100 + i }));
  }
  return arnsOfRoutes(spot, { units, unit });
}

function routeOffer(spot: Spot, { sub, title, api }: DeclaredRoute, isOwn: boolean, rank: number): readonly Offer[] {
  const text = isOwn && isTemplate(spot) ? sub : withoutSub(sub);
  const put =
    isOwn && isTemplate(spot) ? putOfSub(spot, sub) : spot.word.inFunction === undefined ? { text } : undefined;
  if (!put) return [];
  const label = plainOf(text);
  return [{ label, kind: 'resource', detail: api === '' ? title : `${title} of ${api}`, put, rank }];
}

function everything(): readonly Fit[] {
  return [{ suffix: '' }];
}

/** What of a thing the actions act on. */
function fitting(held: readonly Action[]): (thing: DeclaredArn) => readonly Fit[] {
  const wanted = [...new Set(held.flatMap(arnsOf).map(shapeOfArn))];
  return ({ form }) => {
    const own = shapeOfArn(form).replace(/:\*$/, '');
    const isItself = wanted.includes(own);
    const inside = form.endsWith(':*')
      ? []
      : wanted.flatMap((shape) => {
          const rest = shape.startsWith(own) ? shape.slice(own.length) : '';
          return /^[/:]/.test(rest) ? [rest.replaceAll('\0', '*')] : [];
        });
    return [...(isItself ? [''] : []), ...new Set(inside)].map((suffix) => ({ suffix }));
  };
}

function arnsOf({ resources: list }: Action): readonly string[] {
  return list.flatMap(({ type }) => type.arns);
}

function declaredOffers(
  spot: Spot,
  fitsOf: (thing: DeclaredArn) => readonly Fit[],
  { units, unit }: Surroundings,
): readonly Offer[] {
  return units.flatMap((one, u) =>
    declaredArns(one).flatMap((thing, i) => {
      const isOwn = one === unit && isTemplate(spot) && isOneStack(thing.uri, spot.draft.uri, one.stacks);
      return fitsOf(thing).flatMap((fit, f) => declaredOffer(spot, thing, fit, isOwn, 10_000 + u * 1000 + i * 4 + f));
    }),
  );
}

function declaredOffer(
  spot: Spot,
  thing: DeclaredArn,
  { suffix }: Fit,
  isOwn: boolean,
  rank: number,
): readonly Offer[] {
  const { reference, value, type } = thing;
  const common = { kind: 'resource' as const, detail: type, rank };
  if (!isOwn) {
    const put = { text: arnText(thing.arn, 'stops') + suffix };
    return spot.word.inFunction === undefined ? [{ ...common, label: plainOf(put.text), put }] : [];
  }
  switch (spot.word.inFunction) {
    case undefined:
      if (suffix === '') return [{ ...common, label: reference, put: { value } }];
      return [
        { ...common, label: `${reference}${suffix}`, put: { value: { 'Fn::Sub': `\${${reference}}${suffix}` } } },
      ];
    case 'Fn::Sub': {
      const text = `\${${reference}}${suffix}`;
      return [{ ...common, label: text, put: { text } }];
    }
    case 'Fn::GetAtt': {
      const label = suffix === '' && reference.includes('.') ? partInGetAtt(spot, reference) : undefined;
      return label === undefined ? [] : [{ ...common, label, put: { text: label } }];
    }
    case 'Ref':
      return suffix === '' && !reference.includes('.')
        ? [{ ...common, label: reference, put: { text: reference } }]
        : [];
    default:
      return [];
  }
}

/** `Table.Arn` as a whole, or in a list the one of its two parts that the other item leaves. */
function partInGetAtt({ word, listed }: Spot, reference: string): string | undefined {
  if (!word.list) return reference;
  const dot = reference.indexOf('.');
  const [id, attribute] = [reference.slice(0, dot), reference.slice(dot + 1)];
  const [other, third] = listed;
  if (third !== undefined) return undefined;
  if (word.list.items[0] === word.node) return other === undefined || other === attribute ? id : undefined;
  return other === id ? attribute : undefined;
}

/** The documented forms of the ARNs that the actions take; what most of them take comes first. */
function forms(spot: Spot, held: readonly Action[]): readonly Offer[] {
  const counts = new Map<string, { type: string; count: number }>();
  for (const action of held) {
    for (const { type } of action.resources) {
      for (const arn of type.arns) {
        const known = counts.get(arn);
        if (known) known.count++;
        else counts.set(arn, { type: type.name, count: 1 });
      }
    }
  }
  return [...counts]
    .sort(([, a], [, b]) => b.count - a.count)
    .flatMap(([arn, { type }], i) => formOffer(spot, arn, type, 50_000 + i));
}

function formOffer(spot: Spot, arn: string, type: string, rank: number): readonly Offer[] {
  const { inFunction } = spot.word;
  const filling = inFunction === 'Fn::Sub' || (inFunction === undefined && isTemplate(spot)) ? 'sub' : 'stops';
  const text = arnText(arn, filling, partitionIn(spot));
  const put = filling === 'sub' ? putOfSub(spot, text) : inFunction === undefined ? { text } : undefined;
  return put ? [{ label: plainOf(text), kind: 'arn', detail: type, put, rank, about: { kind: 'arn', word: arn } }] : [];
}

/** The partition that the document's other ARNs name. */
function partitionIn({ policy }: Spot): string {
  const texts = (policy?.statements ?? []).flatMap(({ resource, notResource }) => literalsOf(resource, notResource));
  return texts.map((text) => /^arn:(aws[\w-]*):/.exec(text)?.[1]).find((name) => name !== undefined) ?? 'aws';
}

/** `arn:aws:sqs:` tells the service where no action does. */
function formsOfTyped(spot: Spot, catalog: Catalog): readonly Offer[] {
  const service = /^arn:[^:]*:([\w-]+):/.exec(spot.word.before)?.[1];
  const types = service === undefined ? [] : (catalog.arnFormatsOf(service) ?? []).map(({ type }) => type);
  const arns = new Map(types.flatMap((type) => type.arns.map((arn) => [arn, type.name] as const)));
  return [...arns].flatMap(([arn, type], i) => formOffer(spot, arn, type, 50_000 + i));
}

/** ARNs of things of the workspace, for principals and for conditions that compare ARNs. */
export function arnsOfThings(
  spot: Spot,
  around: Surroundings,
  wants: (thing: DeclaredArn) => boolean,
): readonly Offer[] {
  return declaredOffers(spot, (thing) => (wants(thing) ? everything() : []), around);
}

/** ARNs of routes, as API Gateway sends them for the source of a call. */
export function arnsOfRoutes(spot: Spot, { units, unit }: Surroundings): readonly Offer[] {
  return units.flatMap((one, u) =>
    declaredRoutes(one).flatMap((route, i) =>
      routeOffer(spot, route, one === unit && isOneStack(route.uri, spot.draft.uri, one.stacks), 5000 + u * 100 + i),
    ),
  );
}
