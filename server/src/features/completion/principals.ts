import { servicePrincipals } from '../../catalog/service-principals.ts';
import { unitMemory } from '../../graph/per-unit.ts';
import type { Unit } from '../../graph/unit.ts';
import { arnText } from './arn-texts.ts';
import { complete, type Offer, type Offers } from './offer.ts';
import { arnsOfThings, type Surroundings } from './resources.ts';
import type { Spot } from './spot.ts';
import { plainOf, stop } from './stops.ts';

/** Kinds of principals, and who they are. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
const types: readonly (readonly [name: string, meaning: string])[] = [
  ['AWS', 'accounts, roles, users'],
  ['Service', 'AWS services'],
  ['Federated', 'users of an identity provider'],
  ['CanonicalUser', 'an account by its canonical user id'],
];

/** The kinds of principals that are not there yet, and everybody. */
export function principalTypes(spot: Spot, written: readonly string[]): Offers {
  const order = spot.slot === 'trust' ? ['Service', 'AWS', 'Federated'] : types.map(([name]) => name);
  const kinds = types
    .filter(([name]) => !written.includes(name))
    .map(([name, meaning]): Offer => {
      const at = order.indexOf(name);
      return {
        label: name,
        kind: 'key',
        detail: meaning,
        put: { key: name, value: stop() },
        rank: at < 0 ? order.length : at,
        about: { kind: 'principal-type', word: name },
        goesOn: true,
      };
    });
  return complete(written.length > 0 ? kinds : [...kinds, everybody(100)]);
}

function everybody(rank: number): Offer {
  return { label: '*', kind: 'principal', detail: 'everybody', put: { text: '*' }, rank };
}

/** Principals of that kind. */
export function principals(spot: Spot, type: string, around: Surroundings, accounts: readonly string[]): Offers {
  const listed = new Set(spot.listed);
  return complete(principalsOf(spot, type, around, accounts).filter(({ label }) => !listed.has(label)));
}

function principalsOf(spot: Spot, type: string, around: Surroundings, accounts: readonly string[]): readonly Offer[] {
  switch (type) {
    case 'AWS':
      return [
        ...arnsOfThings(spot, around, (thing) => thing.type === 'AWS::IAM::Role' || thing.type === 'AWS::IAM::User'),
        ...accountOffers(spot, accounts),
        everybody(90_000),
      ];
    case 'Service':
      return spot.word.inFunction === undefined ? services(0) : [];
    case 'Federated':
      return federated(spot);
    default:
      return [];
  }
}

/** The known service principals. */
export function services(rank: number): readonly Offer[] {
  return servicePrincipals().map(({ host, name }, i) => ({
    label: host,
    kind: 'principal',
    detail: name,
    put: { text: host },
    rank: rank + i,
    about: { kind: 'principal', word: host },
  }));
}

function accountOffers(spot: Spot, accounts: readonly string[]): readonly Offer[] {
  const isTemplate = spot.policy?.host === 'template';
  const known = accounts.map((id, i) => arnOffer(spot, `arn:\${Partition}:iam::${id}:root`, 'account', 20_000 + i));
  const forms = ['root', 'role/${RoleName}', 'user/${UserName}'].map((resource, i) =>
    arnOffer(
      spot,
      `arn:\${Partition}:iam::\${Account}:${resource}`,
      resource === 'root' ? accountName(isTemplate) : resource.slice(0, 4),
      30_000 + i,
    ),
  );
  return [...known, ...forms].flatMap((offer) => offer ?? []);
}

function accountName(isTemplate: boolean): string {
  return isTemplate ? 'the account of the stack' : 'an account';
}

function arnOffer(spot: Spot, arn: string, detail: string, rank: number): Offer | undefined {
  const { inFunction } = spot.word;
  const isTemplate = spot.policy?.host === 'template';
  if (inFunction !== undefined && inFunction !== 'Fn::Sub') return undefined;
  const text = arnText(arn, isTemplate ? 'sub' : 'stops');
  const put = isTemplate && inFunction === undefined ? { value: { 'Fn::Sub': text } } : { text };
  return { label: plainOf(text), kind: 'principal', detail, put, rank };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-federated-web-identity */
const providers: readonly (readonly [host: string, name: string])[] = [
  ['cognito-identity.amazonaws.com', 'Amazon Cognito identity pools'],
  ['accounts.google.com', 'Google'],
  ['graph.facebook.com', 'Facebook'],
  ['www.amazon.com', 'Login with Amazon'],
];

function federated(spot: Spot): readonly Offer[] {
  const known = providers.map(([host, name], rank): Offer => ({
    label: host,
    kind: 'principal',
    detail: name,
    put: { text: host },
    rank,
  }));
  const forms = [
    arnOffer(spot, 'arn:${Partition}:iam::${Account}:oidc-provider/${ProviderHost}', 'an OpenID Connect provider', 10),
    arnOffer(spot, 'arn:${Partition}:iam::${Account}:saml-provider/${ProviderName}', 'a SAML provider', 11),
  ];
  return [...(spot.word.inFunction === undefined ? known : []), ...forms.flatMap((offer) => offer ?? [])];
}

const accountsIn = unitMemory<readonly string[]>();

/** The account ids that ARNs in the texts of these units name. */
export function accountsOf(units: readonly Unit[], textOf: (uri: string) => string | undefined): readonly string[] {
  const all = units.flatMap((unit) => {
    let known = accountsIn.get(unit);
    if (!known) {
      const found = unit.files.flatMap(({ uri }) =>
        [...(textOf(uri) ?? '').matchAll(/arn:aws[\w-]*:[\w-]*:[\w-]*:(\d{12}):/g)].map((match) => match[1] ?? ''),
      );
      accountsIn.set(unit, (known = [...new Set(found)]));
    }
    return known;
  });
  return [...new Set(all)];
}
