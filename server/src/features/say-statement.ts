import { takesResource, type Action, type Catalog, type Descriptions } from '../catalog/catalog.ts';
import { explainArn } from '../catalog/explain-arn.ts';
import { hasWildcard } from '../catalog/wildcard.ts';
import { resolverOf } from '../graph/resolve.ts';
import type { PlacedPolicy, Unit } from '../graph/unit.ts';
import { isAssumeAction, shapeOfStatement } from '../model/policy-shape.ts';
import type { PrincipalElement, Slot, Statement, TextElement } from '../model/policy.ts';
import { literalOf, printed, type TextValue } from '../model/text-value.ts';
import { code, counted, listed } from './markdown.ts';
import { longestArn } from './say-arn.ts';
import { nameWho } from './say-principal.ts';
import { sayCondition } from './say-test.ts';

export interface Teller {
  readonly catalog: Catalog | undefined;
  readonly unit: Unit;
  readonly descriptionsOf: (service: string) => Promise<Descriptions | undefined>;
}

/**
 * The statement in one plain sentence: who may, or may not, do what, on what, and when. Undefined for one that AWS would refuse or that
 * nobody can read yet: it says nothing. What is left out of it for its length is counted, what is not known is said to be so.
 */
export async function sayStatement(
  statement: Statement,
  policy: PlacedPolicy,
  teller: Teller,
): Promise<string | undefined> {
  const effect = literalOf(statement.effect);
  if (effect !== 'Allow' && effect !== 'Deny') return undefined;
  const slot = policy.use?.slot ?? (shapeOfStatement(statement) === 'trust' ? 'trust' : undefined);
  const who = subjectOf(statement, policy, teller.unit, effect);
  const does = await deedOf(statement, slot, teller);
  if (who === undefined || does === undefined) return undefined;
  const where = slot === 'trust' ? '' : whereOf(statement, policy, teller);
  if (where === undefined) return undefined;
  const when = sayCondition(statement.condition);
  const only = effect === 'Allow' && when === 'over TLS' ? ' only' : '';
  const clauses = [
    `${effect === 'Allow' ? 'Lets' : 'Forbids'} ${who} ${effect === 'Allow' ? '' : 'to '}${does}`,
    where,
    when === '' ? '' : `${when}${only}`,
    reservation(statement, effect, slot),
  ];
  return clauses.filter((clause) => clause !== '').join(', ');
}

/** What the sentence cannot promise. */
function reservation(statement: Statement, effect: 'Allow' | 'Deny', slot: Slot | undefined): string {
  const { action, notAction, resource, notResource, principal, notPrincipal } = statement;
  const elements = [action, notAction, resource, notResource, principal, notPrincipal];
  const isOpen = elements.some((one) => one && (!one.complete || one.conditional));
  const isGuard = slot === 'boundary' || slot === 'endpoint' || slot === 'scp' || slot === 'rcp';
  return [
    isGuard && effect === 'Allow' ? 'where another policy allows it' : '',
    isOpen || !statement.complete ? 'as far as it is written here' : '',
    statement.conditional ? "if the template's condition is met" : '',
  ]
    .filter((clause) => clause !== '')
    .join(', ');
}

function subjectOf(
  statement: Statement,
  policy: PlacedPolicy,
  unit: Unit,
  effect: 'Allow' | 'Deny',
): string | undefined {
  const { principal, notPrincipal, uri } = statement;
  const slot = policy.use?.slot;
  if (principal && notPrincipal) return undefined;
  if (principal ?? notPrincipal) {
    if (slot === 'identity' || slot === 'boundary' || slot === 'scp') return undefined;
    const names = namesIn(
      (principal ?? notPrincipal) as PrincipalElement,
      uri,
      unit,
      notPrincipal ? 'excepted' : effect === 'Allow' ? 'let' : 'kept-out',
    );
    if (names.length === 0) return undefined;
    // All are excepted.
    if (notPrincipal && names.includes('anyone')) return 'nobody';
    return notPrincipal ? `everyone but ${listed(names, 4)}` : listed(names, 4);
  }
  if (slot === 'trust' || slot === 'resource') return undefined;
  return bearerOf(policy);
}

function namesIn(
  element: PrincipalElement,
  uri: string,
  unit: Unit,
  as: Parameters<typeof nameWho>[2],
): readonly string[] {
  const said = (type: string, value: TextValue): string =>
    nameWho(type, printed(resolverOf(unit).standsFor(value, uri)), as);
  return [
    ...(element.bare ? [said('AWS', element.bare)] : []),
    ...element.entries.flatMap(({ type, values }) => values.map((value) => said(type, value))),
  ];
}

const bearers: Readonly<Record<string, string>> = {
  'AWS::IAM::Role': 'role',
  'AWS::IAM::User': 'user',
  'AWS::IAM::Group': 'the members of group',
  'AWS::Serverless::Function': 'the code of function',
  'AWS::Serverless::StateMachine': 'state machine',
};

function bearerOf({ use }: PlacedPolicy): string {
  switch (use?.slot) {
    case 'boundary':
      return 'whoever it bounds';
    case 'scp':
      return 'the accounts below it';
    case 'rcp':
    case 'endpoint':
      return 'anyone';
    default: {
      const noun = use && Object.hasOwn(bearers, use.carrier) ? bearers[use.carrier] : undefined;
      return noun === undefined || use?.carrierId === undefined
        ? 'whoever carries it'
        : `${noun} ${code(use.carrierId)}`;
    }
  }
}

async function deedOf(statement: Statement, slot: Slot | undefined, teller: Teller): Promise<string | undefined> {
  const { action, notAction } = statement;
  const element = action ?? notAction;
  if (!element || (action && notAction) || element.values.length === 0) return undefined;
  const words = element.values.map(printed);
  if (notAction) return `do anything but ${listed(words.map(code), 4)}`;
  const [only = '', second] = words;
  const { catalog } = teller;
  if (slot === 'trust' && words.every(isAssumeAction) && words.some((word) => /assumerole|\*/i.test(word)))
    return 'assume the role';
  if (words.includes('*') || words.includes('*:*')) return 'do anything';
  if (second === undefined && hasWildcard(only) && catalog) return coveredBy(only, catalog);
  return (await described(words, teller)) ?? `use ${listed(words.map(code), 5)}`;
}

function coveredBy(pattern: string, catalog: Catalog): string {
  const service = catalog.service(pattern.slice(0, Math.max(0, pattern.indexOf(':'))));
  if (service && pattern.slice(service.prefix.length + 1) === '*') return `do anything in ${service.name}`;
  const covered = catalog.actionsMatching(pattern);
  const of = service ? ` of ${service.name}` : '';
  return `use ${code(pattern)} (${counted(covered.length, 'action')}${of})`;
}

/** AWS's own words for a few actions; undefined where it has none for one of them, or many. */
async function described(words: readonly string[], { catalog, descriptionsOf }: Teller): Promise<string | undefined> {
  if (!catalog || words.length > 3) return undefined;
  const deeds: string[] = [];
  for (const word of words) {
    const colon = word.indexOf(':');
    const action = catalog.action(word.slice(0, Math.max(0, colon)), word.slice(colon + 1));
    const text = action && (await descriptionsOf(action.service))?.action(action.name);
    if (text === undefined || text.length > 100) return undefined;
    deeds.push(inSentence(text));
  }
  return listed(deeds);
}

/** `Retrieve objects` becomes `retrieve objects`; names keep their capitals. */
function inSentence(text: string): string {
  const [first = '', second = ''] = text;
  return second === second.toLowerCase() ? first.toLowerCase() + text.slice(1) : text;
}

/** Undefined where a statement needs a resource and names none. */
function whereOf(statement: Statement, policy: PlacedPolicy, { catalog, unit }: Teller): string | undefined {
  const { resource, notResource, uri } = statement;
  const element = resource ?? notResource;
  if (!element) return policy.use?.slot === 'resource' || policy.use?.slot === 'endpoint' ? '' : undefined;
  if (element.values.length === 0 || (resource && notResource)) return undefined;
  const texts = element.values.map((value) => printed(resolverOf(unit).standsFor(value, uri)));
  if (notResource)
    return `on everything but ${listed(
      texts.map((text) => nameResource(text, catalog)),
      3,
    )}`;
  if (texts.includes('*')) {
    if (policy.use?.service === 'kms') return 'on the key';
    return catalog && takeNone(statement.action, catalog) ? '' : 'on every resource';
  }
  return `on ${listed(
    texts.map((text) => nameResource(text, catalog)),
    3,
  )}`;
}

function takeNone(action: TextElement | undefined, catalog: Catalog): boolean {
  const covered = (action?.values ?? []).map((value): readonly Action[] => {
    const text = literalOf(value);
    return text === undefined ? [] : catalog.actionsMatching(text);
  });
  return covered.length > 0 && covered.every((actions) => actions.length > 0 && !actions.some(takesResource));
}

/** The thing that an ARN names: `every object of bucket b`. */
function nameResource(text: string, catalog: Catalog | undefined): string {
  if (text.length > longestArn) return code(text);
  const parts = explainArn(text, (prefix) => catalog?.service(prefix)?.name);
  const heads = new Map(parts.map((part) => [part.part, part] as const));
  const things = parts.filter(({ part }) => !head.has(part)).map(({ meaning }) => meaning);
  if (things.length === 0) return code(text);
  const [first = '', second, third] = things;
  const thing = second !== undefined && third === undefined ? `${second} of ${first}` : things.join(', ');
  const service = heads.get('resource') ? ` of ${heads.get('service')?.meaning ?? 'its service'}` : '';
  return `${thing}${service}${placeOf(heads)}`;
}

const head: ReadonlySet<string> = new Set(['partition', 'service', 'region', 'account', 'resource type']);

/** Where a thing has to be, unless anywhere. */
function placeOf(parts: ReadonlyMap<string, { readonly text: string; readonly meaning: string }>): string {
  const [account, region] = [parts.get('account'), parts.get('region')];
  if (account?.text === '${AWS::AccountId}' && region?.text === '${AWS::Region}')
    return " in the stack's account and region";
  const places = [account, region].flatMap((one) => (one && !/^\**$/.test(one.text) ? [one.meaning] : []));
  return places.length === 0 ? '' : ` in ${listed(places)}`;
}
