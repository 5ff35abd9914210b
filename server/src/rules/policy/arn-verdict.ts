import type { ArnFormat } from '../../catalog/arn-format.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { mayBeRegion, partitionById, partitionOfRegion, regionPlace } from '../../catalog/partitions.ts';
import { retiredService } from '../../catalog/retired-services.ts';
import { mayMeet } from '../../catalog/wildcard.ts';
import { hasPlaceholder, withoutVariables } from './placeholder.ts';
import type { ResourceReading } from './reading.ts';

/** What is wrong with an ARN; the first of its fields that is wrong speaks. */
export type ArnVerdict =
  | 'right'
  | 'no-prefix'
  | 'missing-field'
  | 'partition'
  | 'service-case'
  | 'service'
  | 'region'
  | 'account'
  | 'region-not-allowed'
  | 'account-not-allowed'
  | 'missing-region'
  | 'missing-account'
  | 'resource';

/** Texts of ARNs repeat, within a policy and across policies. */
const known = new WeakMap<Catalog, Map<string, ArnVerdict>>();

/** Judges a text that is written out; of what may be filled in nothing is said. */
export function arnVerdict({ text, at, value }: ResourceReading): ArnVerdict {
  if (text === undefined || value.bare || text === '*') return 'right';
  const { catalog } = at.policy;
  let verdicts = known.get(catalog);
  if (!verdicts || verdicts.size > 5000) known.set(catalog, (verdicts = new Map<string, ArnVerdict>()));
  let verdict = verdicts.get(text);
  if (verdict === undefined) verdicts.set(text, (verdict = judged(text, catalog)));
  return verdict;
}

function judged(text: string, catalog: Catalog): ArnVerdict {
  if (/^[*?]+$/.test(text) || text.length > 4000 || hasPlaceholder(text)) return 'right';
  const plain = withoutVariables(text);
  if (!plain.startsWith('arn:')) {
    // The short form of API Gateway's resource policies; a wildcard that may cover the prefix.
    return /^(?:execute-api:|[*?])/.test(plain) ? 'right' : 'no-prefix';
  }
  const [, partition = '', service = '', region = '', account = '', ...rest] = plain.split(':');
  if (rest.length === 0) return 'missing-field';
  return fieldVerdict({ partition, service, region, account, resource: rest.join(':') }, plain, catalog);
}

interface Fields {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

function fieldVerdict(fields: Fields, whole: string, catalog: Catalog): ArnVerdict {
  const { partition, service, region, account } = fields;
  if (!isWild(partition) && !partitionById(partition)) return 'partition';
  if (isWild(service)) return 'right';
  if (service !== service.toLowerCase()) return 'service-case';
  const formats = retiredService(service) ? undefined : catalog.arnFormatsOf(service);
  if (!formats) return 'service';
  // API Gateway's own rules know more of its ARNs, and tell what is no region and no account.
  const hasOwnRules = service === 'execute-api' || service === 'apigateway';
  if (isWrongRegion(region, partition) && !(hasOwnRules && !partitionOfRegion(region))) return 'region';
  if (formats.length === 0 || hasOwnRules) return 'right';
  if (isWrongAccount(account)) return 'account';
  if (formats.some(({ pattern }) => mayMeet(whole, pattern.replace('?*', partition)))) return 'right';
  if (besides.some((pattern) => mayMeet(whole, pattern))) return 'right';
  return formVerdict(fields, formats);
}

/** The ARN has the form of none: by the types that its last field may be of, which field is the wrong one. */
function formVerdict({ service, region, account, resource }: Fields, formats: readonly ArnFormat[]): ArnVerdict {
  const types = formats.filter((format) => mayMeet(resource, format.resource));
  if (types.length === 0) return 'resource';
  const every = (test: (format: ArnFormat) => boolean): boolean => types.every(test);
  if (region !== '' && every((format) => format.region === 'empty')) return 'region-not-allowed';
  if (region === '' && every((format) => format.region === 'any')) return 'missing-region';
  if (account !== '' && every((format) => format.account === 'empty')) return 'account-not-allowed';
  if (account === '' && every((format) => format.account === 'any'))
    return service === 'ssm' && ownedByAws.test(resource) ? 'right' : 'missing-account';
  return 'right';
}

/** Forms of ARNs that AWS's guides use in policies, and that the Service Authorization Reference does not list. */
const besides: readonly string[] = [
  // Macros of AWS's own: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-permissions-cloudformation.html
  'arn:*:cloudformation:*:aws:transform/*',
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
  'arn:*:sts::*:assumed-role/*/*',
  // With a region, where the reference has none: https://docs.aws.amazon.com/amazonswf/latest/developerguide/swf-dev-iam.html
  'arn:*:swf:*:*:/domain/*',
];

/**
 * Documents and parameters that Systems Manager has for everyone belong to no account, though the reference shows one.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-examples.html
 */
const ownedByAws = /^(?:document\/AWS|automation-definition\/AWS|parameter\/aws\/)/;

/** A region of another partition, or one named as AWS names none; a well-formed one may be newer than the list. */
function isWrongRegion(region: string, partition: string): boolean {
  // A word without a digit is to be filled in.
  if (isWild(region) || !/^[a-z][a-z0-9-]*\d[a-z0-9-]*$/.test(region)) return false;
  const home = partitionOfRegion(region);
  if (regionPlace(region) !== undefined) return !isWild(partition) && home?.id !== partition;
  return !mayBeRegion(region);
}

/** Digits, but not twelve. Words are AWS's (`aws`, `cloudfront`) or to be filled in. */
function isWrongAccount(account: string): boolean {
  return /^\d/.test(account) && !isWild(account) && !/^\d{12}$/.test(account);
}

function isWild(text: string): boolean {
  return text.includes('*') || text.includes('?');
}
