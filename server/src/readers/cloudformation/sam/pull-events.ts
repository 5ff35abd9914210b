import { literalOf, type TextValue } from '../../../model/text-value.ts';
import type { Made } from '../../../tree/made-node.ts';
import { entriesOf, entryOf, stringOf, valueOf, type Entry, type Node } from '../../../tree/node.ts';
import { functionOf } from '../values.ts';
import { addMade, allow, type MadeRole } from './policies.ts';
import { awsManagedPolicy, isGiven } from './sam-template.ts';

/** Events that Lambda polls: the function's role must let it read the source. */
const managedPolicies: Readonly<Record<string, string>> = {
  Kinesis: 'service-role/AWSLambdaKinesisExecutionRole',
  DynamoDB: 'service-role/AWSLambdaDynamoDBExecutionRole',
  SQS: 'service-role/AWSLambdaSQSQueueExecutionRole',
  MSK: 'service-role/AWSLambdaMSKExecutionRole',
};

const readsSources = new Set([...Object.keys(managedPolicies), 'MQ', 'SelfManagedKafka', 'DocumentDB']);

/** What the events of a function put into the role that SAM makes for it. */
export function addEventPolicies(role: MadeRole): void {
  for (const event of entriesOf(valueOf(role.resource.merged, 'Events'))) {
    const type = stringOf(valueOf(event.value, 'Type')) ?? '';
    const properties = valueOf(event.value, 'Properties');
    const name = Object.hasOwn(managedPolicies, type) ? managedPolicies[type] : undefined;
    if (name !== undefined) role.managed.push(awsManagedPolicy(name, event.key.span));
    if (type === 'SNS' && isGiven(valueOf(properties, 'SqsSubscription')))
      role.managed.push(awsManagedPolicy('service-role/AWSLambdaSQSQueueExecutionRole', event.key.span));
    const statements = sourceStatements(type, properties);
    if (statements.length > 0) addMade(role, type, statements, event.key.span);
    if (readsSources.has(type)) addFailureDestination(event, properties, role);
  }
}

function sourceStatements(type: string, properties: Node | undefined): readonly Made[] {
  switch (type) {
    case 'MSK':
      return [
        ...registryStatements(properties),
        ...secretsOf(properties, (kind) => kind === 'CLIENT_CERTIFICATE_TLS_AUTH'),
      ];
    case 'MQ':
      return [
        ...secretsOf(properties, (kind) => kind === 'BASIC_AUTH'),
        ...onResource('mq:DescribeBroker', valueOf(properties, 'Broker')),
        ...keyStatements(properties),
      ];
    case 'SelfManagedKafka':
      return kafkaStatements(properties);
    case 'DocumentDB':
      return [
        ...secretsOf(properties, (kind) => kind === 'BASIC_AUTH'),
        allow(['rds:DescribeDBClusterParameters'], sub('rds', 'cluster-pg:*')),
        allow(['rds:DescribeDBSubnetGroups'], sub('rds', 'subgrp:*')),
        ...onResource('rds:DescribeDBClusters', valueOf(properties, 'Cluster')),
        networkStatement,
        ...keyStatements(properties),
      ];
    default:
      return [];
  }
}

const networkStatement = allow(
  [
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeVpcs',
    'ec2:DescribeSubnets',
    'ec2:DescribeSecurityGroups',
  ],
  '*',
);

function kafkaStatements(properties: Node | undefined): readonly Made[] {
  const access = accessOf(properties);
  const has = (type: string): boolean => access.some((one) => one.type === type);
  const secrets = secretsOf(properties, (type) =>
    /^(?:SASL_SCRAM_(?:256|512)|BASIC|CLIENT_CERTIFICATE_TLS)_AUTH$/.test(type),
  );
  return [
    ...secrets,
    // SAM grants the login's secret once more in place of the certificate's.
    ...(has('SERVER_ROOT_CA_CERTIFICATE') ? secrets : []),
    ...(has('VPC_SUBNET') && has('VPC_SECURITY_GROUP') ? [networkStatement] : []),
    ...keyStatements(properties),
    ...registryStatements(properties),
  ];
}

function accessOf(properties: Node | undefined): readonly { readonly type: string; readonly uri: Node | undefined }[] {
  const list = valueOf(properties, 'SourceAccessConfigurations');
  const items = list?.kind === 'list' ? list.items : [];
  return items.map((item) => ({ type: stringOf(valueOf(item, 'Type')) ?? '', uri: valueOf(item, 'URI') }));
}

function secretsOf(properties: Node | undefined, isWanted: (type: string) => boolean): readonly Made[] {
  return accessOf(properties).flatMap(({ type, uri }) =>
    isWanted(type) ? onResource('secretsmanager:GetSecretValue', uri) : [],
  );
}

function onResource(action: string, resource: Node | undefined): readonly Made[] {
  return resource && isGiven(resource) ? [allow([action], resource)] : [];
}

function keyStatements(properties: Node | undefined): readonly Made[] {
  const id = stringOf(valueOf(properties, 'SecretsManagerKmsKeyId'));
  return id === undefined || id === '' ? [] : [allow(['kms:Decrypt'], sub('kms', `key/${id}`))];
}

function sub(service: string, resource: string): Made {
  return { 'Fn::Sub': 'arn:${AWS::Partition}:' + service + ':${AWS::Region}:${AWS::AccountId}:' + resource };
}

function registryStatements(properties: Node | undefined): readonly Made[] {
  const config = valueOf(properties, 'SchemaRegistryConfig');
  if (!isGiven(config)) return [];
  const access = valueOf(config, 'AccessConfigs');
  const uris = access?.kind === 'list' ? access.items.map((item) => valueOf(item, 'URI')) : [];
  const registry = valueOf(config, 'SchemaRegistryURI');
  const arn = registry?.kind === 'scalar' ? stringOf(registry) : stringOf(functionOf(registry)?.argument);
  const name = /^arn:(?:(?:\$\{[^}]*\}|[^:])*:){4}registry\/([^:]*)/.exec(arn ?? '')?.[1];
  return [
    ...uris.flatMap((uri) => onResource('secretsmanager:GetSecretValue', uri)),
    ...(registry && name !== undefined
      ? [allow(['glue:GetRegistry'], registry), allow(['glue:GetSchemaVersion'], [sub('glue', `schema/${name}/*`)])]
      : []),
  ];
}

function addFailureDestination(event: Entry, properties: Node | undefined, role: MadeRole): void {
  const failure = valueOf(properties, 'DestinationConfig', 'OnFailure');
  const type = literalOf(textOfType(failure, role));
  const target = valueOf(failure, 'Destination');
  if (!target) return;
  if (type === 'SQS') addMade(role, 'OnFailure', [allow('sqs:SendMessage', target)], event.key.span);
  if (type === 'SNS') addMade(role, 'OnFailure', [allow('sns:publish', target)], event.key.span);
  if (type === 'S3')
    addMade(
      role,
      'OnFailure',
      [allow('s3:PutObject', { 'Fn::Join': ['/', [target, '*']] }), allow('s3:ListBucket', target)],
      event.key.span,
    );
}

function textOfType(failure: Node | undefined, role: MadeRole): TextValue | undefined {
  const entry = entryOf(failure, 'Type');
  return entry?.value && role.facts.values.text(entry.value);
}
