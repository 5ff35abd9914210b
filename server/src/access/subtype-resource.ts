import { resolverOf } from '../graph/resolve.ts';
import type { Unit } from '../graph/unit.ts';
import type { Integration } from '../model/facts.ts';
import { concatTexts, literalOf, madeText, splitText, type Reference, type TextValue } from '../model/text-value.ts';

/**
 * The resource that a first-class integration of an HTTP API calls, from the parameter that names it
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html). Undefined
 * where the request names it, or another region is asked for.
 */
export function resourceOfSubtype(subtype: string, integration: Integration, unit: Unit): TextValue | undefined {
  if (!integration.parameters || integration.parameters.some(({ name }) => name === 'Region')) return undefined;
  const named = (name: string): TextValue | undefined => {
    const value = integration.parameters?.find((one) => one.name === name)?.value;
    return value && !takesFromRequest(value) ? resolverOf(unit).standsFor(value, integration.uri) : undefined;
  };
  const [service] = subtype.split('-');
  switch (service) {
    case 'SQS':
      return queueOf(named('QueueUrl'));
    case 'StepFunctions':
      return named(subtype === 'StepFunctions-StopExecution' ? 'ExecutionArn' : 'StateMachineArn');
    case 'Kinesis':
      return arnOf('kinesis', 'stream/', named('StreamName'));
    default:
      return undefined;
  }
}

/** `$request.body.queue`, `${request.querystring.queue}` */
function takesFromRequest({ parts }: TextValue): boolean {
  return parts.some((part) => part.kind === 'literal' && part.source.text.includes('$'));
}

/** `https://sqs.{region}.amazonaws.com/{account}/{name}` as an ARN. */
function queueOf(url: TextValue | undefined): TextValue | undefined {
  const [scheme, , host, account, name, more] = url ? splitText(url, '/') : [];
  if (!url || literalOf(scheme) !== 'https:' || !host || !account || !name || more) return undefined;
  const [service, region] = splitText(host, '.');
  if (literalOf(service) !== 'sqs' || !region) return undefined;
  const colon = madeText(url, ':');
  const head = madeText(url, 'arn:', partition, ':sqs:');
  return concatTexts(url, head, region, colon, account, colon, name);
}

const partition: Reference = { kind: 'pseudo', name: 'AWS::Partition' };

function arnOf(service: string, before: string, name: TextValue | undefined): TextValue | undefined {
  if (!name) return undefined;
  const region: Reference = { kind: 'pseudo', name: 'AWS::Region' };
  const account: Reference = { kind: 'pseudo', name: 'AWS::AccountId' };
  return concatTexts(name, madeText(name, 'arn:', partition, `:${service}:`, region, ':', account, `:${before}`), name);
}
