import { shapeOf } from '../../model/policy-shape.ts';
import type { Slot } from '../../model/policy.ts';
import type { Value } from '../../text/change.ts';
import { complete, type Offer, type Offers } from './offer.ts';
import type { Spot } from './spot.ts';
import { hint, stop } from './stops.ts';

const ofResources = [
  ...['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'],
  ...['NotPrincipal', 'NotAction', 'NotResource'],
];

/** Which elements a statement takes, in the order in which AWS writes them, by the kind of the policy. */
const elementsOf: Readonly<Record<Slot, readonly string[]>> = {
  trust: ['Sid', 'Effect', 'Principal', 'Action', 'Condition', 'NotPrincipal', 'NotAction'],
  identity: ['Sid', 'Effect', 'Action', 'Resource', 'Condition', 'NotAction', 'NotResource'],
  boundary: ['Sid', 'Effect', 'Action', 'Resource', 'Condition', 'NotAction', 'NotResource'],
  scp: ['Sid', 'Effect', 'Action', 'Resource', 'Condition', 'NotAction', 'NotResource'],
  rcp: ['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition', 'NotResource'],
  resource: ofResources,
  endpoint: ofResources,
};

/** A statement holds one of each pair. */
const counterparts: Readonly<Record<string, string>> = {
  Principal: 'NotPrincipal',
  NotPrincipal: 'Principal',
  Action: 'NotAction',
  NotAction: 'Action',
  Resource: 'NotResource',
  NotResource: 'Resource',
};

/** The elements that the statement still lacks. */
export function statementKeys(spot: Spot, written: readonly string[]): Offers {
  const has = new Set(written.flatMap((name) => [name, counterparts[name] ?? name]));
  return complete(
    orderFor(spot)
      .filter((name) => !has.has(name))
      .map((name, i): Offer => ({
        label: name,
        kind: 'key',
        put: { key: name, value: firstValueOf(name, spot) },
        rank: i,
        about: { kind: 'element', word: name },
        goesOn: name !== 'Sid' && name !== 'Effect',
      })),
  );
}

/** What a loose file is for shows in its statements, and may still change. */
function orderFor({ slot, policy }: Spot): readonly string[] {
  if (slot) return elementsOf[slot];
  const shape = shapeOf(policy?.statements ?? []);
  return [...new Set([...elementsOf[shape === 'unclear' ? 'resource' : shape], ...elementsOf.resource])];
}

function firstValueOf(name: string, spot: Spot): Value {
  switch (name) {
    case 'Effect':
      return stop('Allow|Deny');
    case 'Principal':
    case 'NotPrincipal':
      return {
        [stop(spot.slot === 'trust' ? 'Service|AWS|Federated' : 'AWS|Service|Federated|CanonicalUser')]: stop(),
      };
    case 'Action':
    case 'NotAction':
    case 'Resource':
    case 'NotResource':
      return writesLists(name, spot) ? [stop()] : stop();
    case 'Condition':
      return { [hint('StringEquals')]: { [hint('key')]: stop() } };
    default:
      return stop();
  }
}

/** Whether the other statements of the document hold lists there. */
function writesLists(name: string, { policy, statement }: Spot): boolean {
  const elements = (policy?.statements ?? [])
    .filter((one) => one !== statement)
    .flatMap(({ action, notAction, resource, notResource }) =>
      (name.endsWith('Action') ? [action, notAction] : [resource, notResource]).filter((one) => one !== undefined),
    );
  return elements.length > 0 && elements.filter(({ isList }) => isList).length * 2 >= elements.length;
}

/** The top-level elements that the document still lacks. */
export function documentKeys(spot: Spot, written: readonly string[]): Offers {
  const values: Readonly<Record<string, Value>> = {
    Version: '2012-10-17',
    Statement: [firstStatement(spot.slot)],
    Id: stop(),
  };
  return complete(
    Object.entries(values)
      .filter(([name]) => !written.includes(name))
      .map(([name, value], rank): Offer => ({ label: name, kind: 'key', put: { key: name, value }, rank })),
  );
}

/** A statement to be filled in. */
export function statements({ slot }: Spot): Offers {
  return complete([{ label: 'statement', kind: 'value', put: { value: firstStatement(slot) }, rank: 0 }]);
}

function firstStatement(slot: Slot | undefined): Value {
  const Effect = stop('Allow|Deny');
  switch (slot) {
    case 'trust':
      return { Effect, Principal: { Service: stop() }, Action: 'sts:AssumeRole' };
    case 'resource':
    case 'endpoint':
    case 'rcp':
      return { Effect, Principal: stop('*'), Action: stop(), Resource: stop() };
    default:
      return { Effect, Action: stop(), Resource: stop() };
  }
}

export function versions(): Offers {
  return complete([
    { label: '2012-10-17', kind: 'value', detail: 'the current one', put: { text: '2012-10-17' }, rank: 0 },
    { label: '2008-10-17', kind: 'value', detail: 'without policy variables', put: { text: '2008-10-17' }, rank: 1 },
  ]);
}

export function effects(): Offers {
  return complete(['Allow', 'Deny'].map((label, rank) => ({ label, kind: 'value', put: { text: label }, rank })));
}
