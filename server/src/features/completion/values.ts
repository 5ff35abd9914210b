import type { Catalog } from '../../catalog/catalog.ts';
import { conditionOperator } from '../../catalog/condition-operators.ts';
import { partitions } from '../../catalog/partitions.ts';
import { complete, nothing, type Offer, type Offers } from './offer.ts';
import { services } from './principals.ts';
import { arnsOfRoutes, arnsOfThings, type Surroundings } from './resources.ts';
import type { Spot } from './spot.ts';

/** Keys whose values are few, as https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html has them. */
const few: Readonly<Record<string, readonly string[]>> = {
  'aws:principaltype': ['Account', 'User', 'FederatedUser', 'AssumedRole', 'Anonymous'],
  'ec2:roledelivery': ['1.0', '2.0'],
};

/** Keys whose value is a service principal. */
const servicePrincipalKeys: ReadonlySet<string> = new Set([
  'iam:passedtoservice',
  'iam:awsservicename',
  'aws:principalservicename',
  'aws:principalservicenameslist',
  'aws:calledvia',
  'aws:calledviafirst',
  'aws:calledvialast',
]);

const accountKeys = /^aws:(?:source|resource|principal)(?:account|owner)$|^aws:vpceaccount$/;

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
    if (servicePrincipalKeys.has(lower)) return without(spot, services(0));
    if (lower === 'aws:requestedregion' || /:(?:\w*region)$/.test(lower)) return without(spot, regions());
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
