import type { Catalog } from '../../catalog/catalog.ts';
import { conditionOperator } from '../../catalog/condition-operators.ts';
import { partitions } from '../../catalog/partitions.ts';
import { servicePrincipals } from '../../catalog/service-principals.ts';
import { complete, nothing, type Offer, type Offers } from './offer.ts';
import { services } from './principals.ts';
import { arnsOfRoutes, arnsOfThings, type Surroundings } from './resources.ts';
import type { Spot } from './spot.ts';
import { plainOf, stop } from './stops.ts';

/** Keys whose values are few, as https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html has them. */
const few: Readonly<Record<string, readonly string[]>> = {
  'aws:principaltype': ['Account', 'User', 'FederatedUser', 'AssumedRole', 'Anonymous'],
  'ec2:roledelivery': ['1.0', '2.0'],
};

/** Keys whose values are told by their names: all services call such keys alike. */
const servicePrincipalKeys =
  /:(?:passedtoservice|awsservicename|authorizedservice|\w*serviceprincipal)$|^aws:(?:principalservicename(?:slist)?|calledvia(?:first|last)?)$/;
const regionKeys = /:\w*regions?$/;
const accountKeys = /:\w*account(?:id)?$|^aws:sourceowner$/;

/** The values that a condition key may have, where they can be told. */
export function conditionValues(
  spot: Spot,
  operator: string,
  key: string,
  catalog: Catalog,
  around: Surroundings,
  accounts: readonly string[],
): Offers {
  const lower = key.toLowerCase();
  const compared = conditionOperator(operator);
  const known = catalog.conditionKey(lower);
  if (spot.word.inFunction === undefined) {
    if (compared?.family === 'Null' || compared?.family === 'Bool' || known?.types.includes('Bool'))
      return texts(spot, ['true', 'false']);
    const values = few[lower];
    if (values) return texts(spot, values);
    if (servicePrincipalKeys.test(lower)) return without(spot, services(0));
    if (lower === 'kms:viaservice') return without(spot, regionalServices());
    if (regionKeys.test(lower)) return without(spot, regions());
    if (accountKeys.test(lower)) return without(spot, accountOffers(spot, accounts));
  }
  if (known?.types.includes('ARN')) return without(spot, arns(spot, lower, around));
  return nothing;
}

function texts(spot: Spot, values: readonly string[]): Offers {
  return without(
    spot,
    values.map((label, rank): Offer => ({ label, kind: 'value', put: { text: label }, rank })),
  );
}

function without({ listed }: Spot, offers: readonly Offer[]): Offers {
  return complete(offers.filter(({ label }) => !listed.includes(label)));
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service */
function regionalServices(): readonly Offer[] {
  return servicePrincipals().map(({ host, name }, rank): Offer => {
    const text = host.replace(/\.amazonaws\.com$/, `.${stop('Region')}.amazonaws.com`);
    return { label: plainOf(text), kind: 'value', detail: name, put: { text }, rank };
  });
}

function regions(): readonly Offer[] {
  return partitions.flatMap(({ regions: list }, p) =>
    Object.entries(list).map(([label, place], i): Offer => ({
      label,
      kind: 'value',
      detail: place,
      put: { text: label },
      rank: p * 100 + i,
    })),
  );
}

function accountOffers(spot: Spot, accounts: readonly string[]): readonly Offer[] {
  const known = accounts.map((label, i): Offer => ({
    label,
    kind: 'value',
    detail: 'account',
    put: { text: label },
    rank: 1 + i,
  }));
  if (spot.policy?.host !== 'template') return known;
  const own: Offer = {
    label: 'AWS::AccountId',
    kind: 'value',
    detail: 'the account of the stack',
    put: { value: { Ref: 'AWS::AccountId' } },
    rank: 0,
  };
  return [own, ...known];
}

function arns(spot: Spot, key: string, around: Surroundings): readonly Offer[] {
  const ofPrincipals = key === 'aws:principalarn';
  const isPrincipal = (type: string): boolean => type === 'AWS::IAM::Role' || type === 'AWS::IAM::User';
  return [
    ...(key === 'aws:sourcearn' ? arnsOfRoutes(spot, around) : []),
    ...arnsOfThings(spot, around, ({ type }) => isPrincipal(type) === ofPrincipals),
  ];
}
