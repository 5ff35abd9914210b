import type { InvokedFunction } from '../../graph/route-target.ts';
import { isOneStack } from '../../graph/stacks.ts';
import type { Unit } from '../../graph/unit.ts';
import type { Api, Authorizer } from '../../model/facts.ts';
import type { Change, Value } from '../../text/change.ts';
import { addResource, freeId, isConditional, resourceOf } from '../new-resource.ts';
import { executeApiArnText, subTextOf, templateValueOf } from '../template-value.ts';

/**
 * Adds the permission by which API Gateway may invoke that function when it sends `suffix` behind the API's id as the source, and
 * nothing else. Undefined where a template cannot hold it: function and API stand in different templates, or exist only sometimes.
 */
export function addInvokePermission(
  invoked: InvokedFunction,
  api: Api,
  suffix: string,
  name: string,
  unit: Unit,
): Change | undefined {
  const home = resourceOf(invoked.function.id, invoked.function.uri, unit);
  if (!home || api.id === '' || api.uri !== home.uri) return undefined;
  if (isConditional([home.id, api.id], home.uri, unit)) return undefined;
  const named = functionValue(invoked, home.uri, unit);
  if (named === undefined) return undefined;
  const id = freeId(`${home.id}${name}Permission`, unit, home.uri);
  return addResource(
    id,
    {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: named,
        Principal: 'apigateway.amazonaws.com',
        SourceArn: sourceArnValue(api.id, suffix),
      },
    },
    home,
    unit,
  );
}

/** The SourceArn of calls that begin with `suffix` behind the API's id. */
export function sourceArnValue(apiId: string, suffix: string): Value {
  return { 'Fn::Sub': executeApiArnText(apiId, suffix) };
}

/** What follows the API's id in the ARN that API Gateway sends when it asks the authorizer; `*` for one whose id is made at the deployment. */
export function authorizerSuffix(authorizer: Authorizer, unit: Unit): string {
  return resourceOf(authorizer.id, authorizer.uri, unit) ? '/authorizers/${' + authorizer.id + '}' : '/authorizers/*';
}

/**
 * As it is named where it is invoked: an alias or version by its own reference, the function by its ARN. Undefined in a file that is of
 * another stack than the function, or than who invokes it.
 */
export function functionValue(invoked: InvokedFunction, uri: string, { stacks }: Unit): Value | undefined {
  if (!isOneStack(invoked.function.uri, uri, stacks) || !isOneStack(invoked.uri, uri, stacks)) return undefined;
  const [part, second] = invoked.text.parts;
  if (part?.kind === 'reference' && part.to.kind === 'logical' && !second) return templateValueOf(invoked.text, uri);
  if (!invoked.qualifier) return { 'Fn::GetAtt': [invoked.function.id, 'Arn'] };
  const qualifier = subTextOf(invoked.qualifier, uri);
  return qualifier === undefined ? undefined : { 'Fn::Sub': '${' + invoked.function.id + '.Arn}:' + qualifier };
}
