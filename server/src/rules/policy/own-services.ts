/**
 * The services that a resource's policy can speak of, in its actions and its ARNs, by the service that the resource is of. Undefined
 * where that is not known.
 */
export function servicesOf(service: string | undefined): readonly string[] | undefined {
  if (service === undefined) return undefined;
  return kin.get(service) ?? [service];
}

const kin: ReadonlyMap<string, readonly string[]> = new Map([
  // Which of the two is meant is told by invoke/wrong-component.
  ['execute-api', ['execute-api', 'apigateway']],
  ['apigateway', ['execute-api', 'apigateway']],
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html
  ['s3', ['s3', 's3express', 's3-outposts', 's3-object-lambda', 's3tables']],
  // The ARNs are those of the services: https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html
  ['vpc-lattice-svcs', ['vpc-lattice-svcs', 'vpc-lattice']],
  // https://docs.aws.amazon.com/redshift/latest/mgmt/zero-etl-using.redshift-iam.html
  ['redshift', ['redshift', 'redshift-serverless']],
]);

const shown: ReadonlyMap<string, string> = new Map([
  ['s3', 'a bucket'],
  ['sqs', 'a queue'],
  ['sns', 'a topic'],
  ['kms', 'a key'],
  ['lambda', 'a function'],
  ['secretsmanager', 'a secret'],
  ['ecr', 'a repository'],
  ['elasticfilesystem', 'a file system'],
  ['backup', 'a backup vault'],
  ['logs', 'a log group'],
  ['events', 'an event bus'],
  ['kinesis', 'a stream'],
  ['execute-api', 'an API'],
  ['apigateway', 'a domain name'],
]);

/** `a bucket`. */
export function resourceOf(service: string): string {
  return shown.get(service) ?? `a resource of ${service}`;
}
