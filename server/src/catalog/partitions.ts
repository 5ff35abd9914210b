export interface Partition {
  /** Second field of an ARN. */
  readonly id: string;
  readonly name: string;
  /** What the names of its regions look like; a region that fits may be newer than the list. */
  readonly regionPattern: RegExp;
  /** Region id to place. */
  readonly regions: Readonly<Record<string, string>>;
  /** Suffix of host names in it. */
  readonly dnsSuffix: string;
}

/**
 * AWS's partitions. Ids, patterns, suffixes and places are those of the partition metadata that AWS publishes with its SDKs
 * (botocore/data/partitions.json in github.com/boto/botocore); the regions opened since are from
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
export const partitions: readonly Partition[] = [
  {
    id: 'aws',
    name: 'AWS',
    regionPattern: /^(?:us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d$/,
    dnsSuffix: 'amazonaws.com',
    regions: {
      'af-south-1': 'Cape Town',
      'ap-east-1': 'Hong Kong',
      'ap-east-2': 'Taipei',
      'ap-northeast-1': 'Tokyo',
      'ap-northeast-2': 'Seoul',
      'ap-northeast-3': 'Osaka',
      'ap-south-1': 'Mumbai',
      'ap-south-2': 'Hyderabad',
      'ap-southeast-1': 'Singapore',
      'ap-southeast-2': 'Sydney',
      'ap-southeast-3': 'Jakarta',
      'ap-southeast-4': 'Melbourne',
      'ap-southeast-5': 'Malaysia',
      'ap-southeast-6': 'New Zealand',
      'ap-southeast-7': 'Thailand',
      'ca-central-1': 'Central Canada',
      'ca-west-1': 'Calgary',
      'eu-central-1': 'Frankfurt',
      'eu-central-2': 'Zurich',
      'eu-north-1': 'Stockholm',
      'eu-south-1': 'Milan',
      'eu-south-2': 'Spain',
      'eu-west-1': 'Ireland',
      'eu-west-2': 'London',
      'eu-west-3': 'Paris',
      'il-central-1': 'Tel Aviv',
      'me-central-1': 'United Arab Emirates',
      'me-south-1': 'Bahrain',
      'mx-central-1': 'Mexico',
      'sa-east-1': 'São Paulo',
      'us-east-1': 'N. Virginia',
      'us-east-2': 'Ohio',
      'us-west-1': 'N. California',
      'us-west-2': 'Oregon',
    },
  },
  {
    id: 'aws-cn',
    name: 'AWS China',
    regionPattern: /^cn-[a-z]+-\d$/,
    dnsSuffix: 'amazonaws.com.cn',
    regions: { 'cn-north-1': 'Beijing', 'cn-northwest-1': 'Ningxia' },
  },
  {
    id: 'aws-us-gov',
    name: 'AWS GovCloud (US)',
    regionPattern: /^us-gov-[a-z]+-\d$/,
    dnsSuffix: 'amazonaws.com',
    regions: { 'us-gov-east-1': 'US-East', 'us-gov-west-1': 'US-West' },
  },
  {
    id: 'aws-iso',
    name: 'AWS ISO (US)',
    regionPattern: /^us-iso-[a-z]+-\d$/,
    dnsSuffix: 'c2s.ic.gov',
    regions: { 'us-iso-east-1': 'US ISO East', 'us-iso-west-1': 'US ISO West' },
  },
  {
    id: 'aws-iso-b',
    name: 'AWS ISOB (US)',
    regionPattern: /^us-isob-[a-z]+-\d$/,
    dnsSuffix: 'sc2s.sgov.gov',
    regions: { 'us-isob-east-1': 'US ISOB East', 'us-isob-west-1': 'US ISOB West' },
  },
  {
    id: 'aws-iso-e',
    name: 'AWS ISOE (Europe)',
    regionPattern: /^eu-isoe-[a-z]+-\d$/,
    dnsSuffix: 'cloud.adc-e.uk',
    regions: { 'eu-isoe-west-1': 'EU ISOE West' },
  },
  {
    id: 'aws-iso-f',
    name: 'AWS ISOF (US)',
    regionPattern: /^us-isof-[a-z]+-\d$/,
    dnsSuffix: 'csp.hci.ic.gov',
    regions: { 'us-isof-east-1': 'US ISOF East', 'us-isof-south-1': 'US ISOF South' },
  },
  {
    id: 'aws-eusc',
    name: 'AWS European Sovereign Cloud',
    regionPattern: /^eusc-[a-z]+-[a-z]+-\d$/,
    dnsSuffix: 'amazonaws.eu',
    regions: { 'eusc-de-east-1': 'Brandenburg' },
  },
];

export function partitionById(id: string): Partition | undefined {
  return partitions.find((partition) => partition.id === id);
}

/** The partition whose regions are named like this, the region known or not. */
export function partitionOfRegion(region: string): Partition | undefined {
  return partitions.find((partition) => partition.regionPattern.test(region));
}

/** The place of a region, such as `Frankfurt`; undefined for a region not in the list. */
export function regionPlace(region: string): string | undefined {
  const regions = partitionOfRegion(region)?.regions;
  return regions && Object.hasOwn(regions, region) ? regions[region] : undefined;
}

/** A region of the list, or one that is named as AWS names regions: it may be newer than the list. */
export function mayBeRegion(region: string): boolean {
  if (regionPlace(region) !== undefined) return true;
  const named = /-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d$/;
  return partitionOfRegion(region) !== undefined && named.test(region);
}
