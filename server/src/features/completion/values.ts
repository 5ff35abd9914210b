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
    if (lower === 'aws:tagkeys') return texts(spot, tagKeysIn(around));
    if (compared?.family === 'Date') return without(spot, [date]);
    if (compared?.family === 'IpAddress') return without(spot, lower === 'aws:vpcsourceip' ? privateRanges : ranges);
  }
  if (known?.types.includes('ARN')) return without(spot, arns(spot, lower, around));
  return nothing;
}

/** In the form that every service reads: https://www.w3.org/TR/NOTE-datetime */
const date = formOf(`${stop('2030')}-${stop('01')}-${stop('01')}T${stop('00:00:00')}Z`, 'date and time, in UTC');

/** The address in the documentation's ranges is to be written over: https://www.rfc-editor.org/rfc/rfc5737 */
const ranges = [
  formOf(`${stop('203.0.113.0')}/${stop('24')}`, 'range of addresses'),
  formOf(`${stop('2001:db8::')}/${stop('32')}`, 'range of IPv6 addresses'),
];

/** https://www.rfc-editor.org/rfc/rfc1918 */
const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map((text) =>
  formOf(text, 'range of private addresses'),
);

function formOf(text: string, detail: string): Offer {
  return { label: plainOf(text), kind: 'value', detail, put: { text }, rank: 0 };
}

/** The tags that policies of the workspace speak of: `team` of `aws:ResourceTag/team`. */
export function tagKeysIn({ units }: Surroundings): readonly string[] {
  const tags = units.flatMap(({ policies }) =>
    policies.flatMap(({ document }) =>
      document.statements.flatMap(({ condition }) =>
        (condition?.tests ?? []).flatMap(({ key }) => /:(?:\w*Tag)\/([^${}<>]+)$/i.exec(key)?.[1] ?? []),
      ),
    ),
  );
  return [...new Set(tags)].sort();
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
