import type { PrincipalReading, StatementReading } from './reading.ts';

/**
 * The services that a resource-based policy lets in, where it lets in nobody else in that statement.
 */
export function serviceCallers({
  policy,
  effect,
  statement,
  principals,
}: StatementReading): readonly PrincipalReading[] {
  const { principal } = statement;
  if (policy.kind !== 'resource' || effect !== 'Allow') return [];
  if (!principal || principal.bare || principal.entries.some(({ type }) => type !== 'Service')) return [];
  return principals.filter(({ element, text }) => element === principal && servicePrincipal.test(text));
}

const servicePrincipal = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/;

/** Keys by which a service says for whom it calls. https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html */
const ofSource = /^aws:source(?:arn|account|orgid|orgpaths)$/;

export function asksForSource({ tests }: StatementReading): boolean {
  return tests.some(({ key, operator }) => ofSource.test(key) && operator?.family !== 'Null');
}

/** Keys that say how a request is made, and nothing of whom it is made for. */
const sayNotForWhom =
  /^(?:aws:(?:securetransport|currenttime|epochtime|tokenissuetime|useragent|requestedregion|principalisawsservice|principalservicename(?:slist)?)|s3:(?:x-amz-(?:acl|server-side-encryption.*|storage-class|content-sha256)|tlsversion|signatureversion|authtype)|kms:granti.*|sns:protocol)$/;

/** Any other key may narrow whom the service calls for: an encryption context, the account of the caller. */
export function mayNarrowForWhom({ statement, tests }: StatementReading): boolean {
  const { condition } = statement;
  if (!condition) return false;
  return (
    !condition.complete || tests.length < condition.tests.length || tests.some(({ key }) => !sayNotForWhom.test(key))
  );
}
