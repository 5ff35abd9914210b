import {
  integrationSubtypes,
  integrationTarget,
  lambdaFunctionOf,
  parseIntegrationUri,
} from '../catalog/integration-targets.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { resolverOf } from '../graph/resolve.ts';
import type { Unit } from '../graph/unit.ts';
import type { Integration, Route } from '../model/facts.ts';
import { literalOf, printed, type TextValue } from '../model/text-value.ts';
import { code, page } from './markdown.ts';
import { cachedPolicy, missingToken } from './say-route-view.ts';
import { nameOfRoute } from './say-slot.ts';

/** Who may call a route, by its authorization. */
export function sayAuthorization(route: Route): string {
  const type = literalOf(route.authorization)?.toUpperCase();
  const name = code(nameOfRoute(route));
  switch (type) {
    case 'AWS_IAM':
      return page(
        `**IAM decides who may call ${name}**: callers sign their requests`,
        `A caller of the same account needs \`execute-api:Invoke\` on this route in an identity policy${route.apiKind === 'rest' ? " or an Allow in the API's resource policy; a caller of another account needs both" : '; HTTP and WebSocket APIs have no resource policy'}.`,
        missingToken,
      );
    case 'NONE':
      return page(
        `**Anyone may call ${name}**`,
        `Identity policies are not asked, so granting or denying \`execute-api:Invoke\` changes nothing.${route.apiKind === 'rest' ? ' Only a resource policy of the API can hold callers off.' : ''}`,
      );
    case 'CUSTOM':
      return page(
        `**A Lambda authorizer decides who may call ${name}**`,
        'API Gateway must be allowed to invoke it: by a Lambda permission on `api-id/authorizers/*`, or by the credentials role of the authorizer.',
        cachedPolicy,
      );
    case 'COGNITO_USER_POOLS':
      return page(
        `**Users of a Cognito user pool may call ${name}**, with their token`,
        'IAM policies are not asked; a resource policy of the API, where there is one, must allow the call.',
      );
    case 'JWT':
      return page(
        `**Bearers of a token that the JWT authorizer accepts may call ${name}**`,
        'IAM policies are not asked.',
      );
    default:
      return page(
        `**Who may call ${name}**`,
        '`AWS_IAM`: signed callers, by their policies; `NONE`: anyone; `CUSTOM`: a Lambda authorizer; `COGNITO_USER_POOLS` (REST) or `JWT` (HTTP): bearers of a token.',
      );
  }
}

/** As whom API Gateway calls the back end, and what that one needs. */
export function sayCredentials(route: Route, integration: Integration, unit: Unit): string {
  const { credentials } = integration;
  const needed = neededBy(integration, unit);
  const what = needed
    ? `${code(needed.action)}${needed.resource === undefined ? '' : ` on ${code(needed.resource)}`}`
    : 'the back end';
  const may = needed ? `must be allowed ${what}` : 'must be allowed to call the back end';
  const text = credentials && printed(resolverOf(unit).standsFor(credentials, route.uri));
  if (text === undefined)
    return page(
      '**As whom API Gateway calls the back end**',
      "A role's ARN: as that role. `arn:aws:iam::*:user/*`: as the caller. Nothing: by the permission that the back end itself gives, which only Lambda functions can.",
    );
  if (/^arn:[^:]*:iam::\*:user\/\*$/.test(text))
    return page(
      '**Caller-based: API Gateway calls the back end as the caller**',
      `The caller needs \`execute-api:Invoke\` on the route and ${may}. It works with authorization \`AWS_IAM\` and callers of the API's own account.`,
    );
  const role = credentials && resolverOf(unit).roleNamedBy(credentials, route.uri);
  const name = role ? `role ${code(role.role.id)}` : code(text);
  return page(
    `**Role-based: API Gateway calls the back end as ${name}**`,
    `The role must trust \`apigateway.amazonaws.com\` and ${may}. Callers need \`execute-api:Invoke\` only, so they reach the back end through the API and not beside it.`,
    role?.by === 'name' ? 'What stands here is the *name* of the role: API Gateway wants its ARN.' : undefined,
  );
}

/** What an integration calls, and which grant API Gateway needs for it. */
export function sayTarget(
  route: Route,
  integration: Integration,
  unit: Unit,
  catalog: Catalog | undefined,
): string | undefined {
  const { target, credentials } = integration;
  const needed = neededBy(integration, unit);
  if (needed) {
    const service = catalog?.service(needed.action.slice(0, needed.action.indexOf(':')))?.name;
    const isLambda = needed.action === 'lambda:InvokeFunction';
    return page(
      isLambda
        ? `**Invokes the Lambda function ${needed.resource === undefined ? '' : code(needed.resource)}**`
        : `**Calls ${code(needed.action)}**${service === undefined ? '' : ` of ${service}`}${needed.resource === undefined ? '' : ` on ${code(needed.resource)}`}`,
      credentials
        ? `The credentials of the integration must be allowed ${code(needed.action)}.`
        : isLambda && isGrantedBySam(route, unit)
          ? 'SAM makes the Lambda permission that lets API Gateway in.'
          : isLambda
            ? `Without credentials the function itself must let API Gateway in: a Lambda permission for \`apigateway.amazonaws.com\` whose source ARN covers ${code(nameOfRoute(route))}.`
            : 'API Gateway needs credentials for it: a role that it may assume and that is allowed this action.',
    );
  }
  const text = target && printed(target);
  const parsed = text === undefined ? undefined : parseIntegrationUri(text);
  if (parsed) return page(`**Calls the AWS service ${code(parsed.service)}**, ${parsed.form} ${code(parsed.rest)}`);
  if (text !== undefined && /^https?:/.test(text))
    return page(`**Forwards to ${code(text)}**`, 'An HTTP back end: IAM has no part in it.');
  return undefined;
}

function isGrantedBySam(route: Route, unit: Unit): boolean {
  return unit.permissions.some(
    ({ written, uri, key }) => !written && uri === route.uri && key.start === route.key.start,
  );
}

interface Needed {
  readonly action: string;
  readonly resource: string | undefined;
}

function neededBy(integration: Integration, unit: Unit): Needed | undefined {
  const subtype = literalOf(integration.subtype);
  const known = subtype === undefined ? undefined : integrationSubtypes.get(subtype);
  if (known) return { action: known.action, resource: undefined };
  const text = integration.target && resolved(integration.target, integration.uri, unit);
  if (text === undefined) return undefined;
  if (/^arn:[^:]*:lambda:/.test(text)) return { action: 'lambda:InvokeFunction', resource: text };
  const uri = parseIntegrationUri(text);
  if (!uri) return undefined;
  const invoked = lambdaFunctionOf(uri);
  if (invoked !== undefined) return { action: 'lambda:InvokeFunction', resource: invoked };
  const target = integrationTarget(uri, {
    method: literalOf(integration.httpMethod)?.toUpperCase(),
    operation: undefined,
  });
  const [action] = target?.actions ?? [];
  return action === undefined ? undefined : { action, resource: target?.resource };
}

function resolved(value: TextValue, uri: string, unit: Unit): string {
  return printed(resolverOf(unit).standsFor(value, uri));
}
