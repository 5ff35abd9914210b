import { lambdaFunctionOf, parseIntegrationUri, type IntegrationUri } from '../../catalog/integration-targets.ts';
import type { Integration, Route } from '../../model/facts.ts';
import { alternativesOf, literalOf, printed, splitText, type TextValue } from '../../model/text-value.ts';

/** The parts of an integration's URI, holes kept; undefined for one that is no `arn:aws:apigateway:...`, or that is not known. */
export function readUri(target: TextValue): IntegrationUri | undefined {
  return parseIntegrationUri(printed(target));
}

/** True when every alternative of the target surely is a Lambda function: by its integration URI or, for HTTP APIs, by its ARN. */
export function isSurelyLambda(target: TextValue, apiKind: Route['apiKind']): boolean {
  return alternativesOf(target).every((one) => {
    const uri = one && readUri(one);
    return uri ? lambdaFunctionOf(uri) !== undefined : one !== undefined && apiKind === 'http' && isFunctionArn(one);
  });
}

/** `arn:aws:lambda:...:function:...` */
export function isFunctionArn(value: TextValue): boolean {
  const fields = splitText(value, ':', 7);
  return literalOf(fields[0]) === 'arn' && literalOf(fields[2]) === 'lambda' && literalOf(fields[5]) === 'function';
}

/** `AWS`, `AWS_PROXY`: what calls a service of AWS. */
export function isAwsIntegration({ type }: Integration): boolean {
  return /^AWS(?:_PROXY)?$/i.test(literalOf(type) ?? '');
}
