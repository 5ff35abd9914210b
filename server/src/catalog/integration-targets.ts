/**
 * Which IAM action API Gateway's role must be allowed for an integration, by the integration's URI. The facts are those of AWS's pages on
 * integrations (https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html, `uri`), held against 210 integrations of public
 * templates whose role stands in the same template.
 */
import { hasHole, splitOutsideHoles } from './outside-holes.ts';

export interface IntegrationUri {
  readonly partition: string;
  readonly region: string;
  /** The host prefix of services that have one: `runtime` of `runtime.sagemaker`. */
  readonly subdomain: string | undefined;
  /** As the URI names it; `email` is IAM's `ses`. */
  readonly service: string;
  readonly form: 'action' | 'path';
  /** What follows `action/` or `path/`, without leading slashes. */
  readonly rest: string;
}

/**
 * Takes `arn:{partition}:apigateway:{region}:[{subdomain}.]{service}:{action|path}/{rest}` apart. Holes are written `${Name}` and kept.
 * Undefined for anything else, an HTTP address or a Lambda function's own ARN included.
 */
export function parseIntegrationUri(uri: string): IntegrationUri | undefined {
  const [arn, partition, component, region, host, tail] = splitOutsideHoles(uri, ':', 6).map((piece) => piece.text);
  if (arn !== 'arn' || component !== 'apigateway' || !partition || region === undefined || !host || !tail)
    return undefined;
  const form = tail.startsWith('action/') ? 'action' : tail.startsWith('path/') ? 'path' : undefined;
  if (!form) return undefined;
  const labels = splitOutsideHoles(host, '.').map((piece) => piece.text);
  return {
    partition,
    region,
    subdomain: labels.length > 1 ? labels.slice(0, -1).join('.') : undefined,
    service: labels.at(-1) ?? host,
    form,
    rest: tail.slice(form.length + 1).replace(/^\/+/, ''),
  };
}

export interface IntegrationTarget {
  /** With IAM's prefix, all of them needed. */
  readonly actions: readonly string[];
  /** The resource that the URI names; undefined where the request names it, as DynamoDB's table in a mapping template. */
  readonly resource: string | undefined;
}

export interface IntegrationRequest {
  /** The integration's own method, upper case. */
  readonly method: string | undefined;
  /** The value of an `Action` parameter in the query string or the mapping template, which query services such as SQS take. */
  readonly operation: string | undefined;
}

/** Services whose `action/` URIs carry another name than their IAM prefix. */
const iamPrefixes: Readonly<Record<string, string>> = {
  // https://docs.aws.amazon.com/general/latest/gr/ses.html: the host is email.*, https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsimpleemailservicev2.html: the prefix is ses
  email: 'ses',
  // https://docs.aws.amazon.com/general/latest/gr/cw_region.html: monitoring.*, IAM cloudwatch
  monitoring: 'cloudwatch',
};

/** S3's operations whose IAM action has another name: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
const s3Operations: Readonly<Record<string, string>> = {
  HeadObject: 'GetObject',
  ListObjects: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  HeadBucket: 'ListBucket',
  ListBuckets: 'ListAllMyBuckets',
  DeleteObjects: 'DeleteObject',
};

/** By verb, as https://docs.aws.amazon.com/apigateway/latest/developerguide/integrating-api-with-aws-services-s3.html maps them. */
const s3Verbs: Readonly<Record<'service' | 'bucket' | 'object', Readonly<Record<string, string>>>> = {
  service: { GET: 's3:ListAllMyBuckets' },
  bucket: { GET: 's3:ListBucket', PUT: 's3:CreateBucket', DELETE: 's3:DeleteBucket' },
  object: {
    GET: 's3:GetObject',
    HEAD: 's3:GetObject',
    PUT: 's3:PutObject',
    POST: 's3:PutObject',
    DELETE: 's3:DeleteObject',
  },
};

/** https://docs.aws.amazon.com/iot/latest/developerguide/iot-policy-actions.html */
const iotShadowVerbs: Readonly<Record<string, string>> = {
  GET: 'iot:GetThingShadow',
  POST: 'iot:UpdateThingShadow',
  DELETE: 'iot:DeleteThingShadow',
};

/**
 * What the role of an integration must allow. Undefined where nothing certain can be said: an unknown service or path, a hole in the
 * place of the operation. The action of an `action/` URI is taken from the URI and may be none of IAM's: ask the catalog before speaking.
 */
export function integrationTarget(uri: IntegrationUri, request: IntegrationRequest): IntegrationTarget | undefined {
  if (hasHole(uri.service)) return undefined;
  return uri.form === 'action' ? actionTarget(uri) : pathTarget(uri, request);
}

function actionTarget({ service, subdomain, rest }: IntegrationUri): IntegrationTarget | undefined {
  // Later pieces are parameters: action/SendMessage&MessageBody=...
  const operation = /^[A-Za-z]+/.exec(rest)?.[0];
  if (!operation || service === 'lambda') return undefined;
  if (subdomain !== undefined && subdomain !== 'runtime') return undefined;
  if (service === 's3') return needs(`s3:${s3Operations[operation] ?? operation}`);
  return needs(`${iamPrefixes[service] ?? service}:${operation}`);
}

function pathTarget(uri: IntegrationUri, { method, operation }: IntegrationRequest): IntegrationTarget | undefined {
  const { partition, region, service, rest } = uri;
  const path = splitOutsideHoles(rest, '/').map((piece) => piece.text);
  switch (service) {
    case 'lambda': {
      const functionArn = lambdaFunctionOf(uri);
      return functionArn === undefined ? undefined : needs('lambda:InvokeFunction', functionArn);
    }
    case 'sqs': {
      const [account, queue] = path;
      const known = operation ?? (method === 'POST' ? 'SendMessage' : undefined);
      if (!known) return undefined;
      return needs(`sqs:${known}`, account && queue ? `arn:${partition}:sqs:${region}:${account}:${queue}` : undefined);
    }
    case 'sns': {
      const [account, topic] = path;
      if (!operation) return undefined;
      return needs(
        `sns:${operation}`,
        account && topic ? `arn:${partition}:sns:${region}:${account}:${topic}` : undefined,
      );
    }
    case 's3': {
      const [bucket, ...key] = path;
      const level = !bucket ? 'service' : key.join('') === '' ? 'bucket' : 'object';
      const action = method === undefined ? undefined : s3Verbs[level][method];
      if (!action) return undefined;
      if (level === 'service') return needs(action, '*');
      return needs(action, `arn:${partition}:s3:::${level === 'bucket' ? bucket : [bucket, ...key].join('/')}`);
    }
    case 'iotdata': {
      const [collection, name, last] = path;
      if (collection === 'topics' && name) return needs('iot:Publish');
      const action = collection === 'things' && last === 'shadow' && method ? iotShadowVerbs[method] : undefined;
      return action === undefined ? undefined : needs(action);
    }
    case 'sagemaker': {
      const [collection, , last] = path;
      const invokes = uri.subdomain === 'runtime' && collection === 'endpoints' && last === 'invocations';
      return invokes ? needs('sagemaker:InvokeEndpoint') : undefined;
    }
    case 'batch':
      return rest === 'v1/submitjob' ? needs('batch:SubmitJob') : undefined;
    default:
      return undefined;
  }
}

/** The function's ARN, or whatever stands in its place, in a Lambda integration's URI; undefined for other URIs. */
export function lambdaFunctionOf(uri: IntegrationUri): string | undefined {
  if (uri.service !== 'lambda' || uri.form !== 'path') return undefined;
  // The dates are versions of Lambda's API: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
  const match =
    /^(?:2015-03-31\/functions\/(.+)\/invocations|2021-11-15\/functions\/(.+)\/response-streaming-invocations|2014-11-13\/functions\/(.+)\/invoke-async)\/?$/.exec(
      uri.rest,
    );
  return match?.[1] ?? match?.[2] ?? match?.[3];
}

function needs(action: string, resource?: string): IntegrationTarget {
  return { actions: [action], resource };
}

export interface IntegrationSubtype {
  readonly action: string;
  /** Request parameters without which API Gateway refuses the integration. */
  readonly required: readonly string[];
}

/**
 * First-class integrations of HTTP APIs, by `IntegrationSubtype`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
 */
export const integrationSubtypes: ReadonlyMap<string, IntegrationSubtype> = new Map([
  ['EventBridge-PutEvents', { action: 'events:PutEvents', required: ['Detail', 'DetailType', 'Source'] }],
  ['SQS-SendMessage', { action: 'sqs:SendMessage', required: ['QueueUrl', 'MessageBody'] }],
  ['SQS-ReceiveMessage', { action: 'sqs:ReceiveMessage', required: ['QueueUrl'] }],
  ['SQS-DeleteMessage', { action: 'sqs:DeleteMessage', required: ['QueueUrl', 'ReceiptHandle'] }],
  ['SQS-PurgeQueue', { action: 'sqs:PurgeQueue', required: ['QueueUrl'] }],
  [
    'AppConfig-GetConfiguration',
    { action: 'appconfig:GetConfiguration', required: ['Application', 'Environment', 'Configuration', 'ClientId'] },
  ],
  ['Kinesis-PutRecord', { action: 'kinesis:PutRecord', required: ['StreamName', 'Data', 'PartitionKey'] }],
  ['StepFunctions-StartExecution', { action: 'states:StartExecution', required: ['StateMachineArn'] }],
  ['StepFunctions-StartSyncExecution', { action: 'states:StartSyncExecution', required: ['StateMachineArn'] }],
  ['StepFunctions-StopExecution', { action: 'states:StopExecution', required: ['ExecutionArn'] }],
]);
