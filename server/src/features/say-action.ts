import {
  conditionKeysFor,
  takesResource,
  type AccessLevel,
  type Action,
  type Catalog,
  type Descriptions,
} from '../catalog/catalog.ts';
import { hasWildcard } from '../catalog/wildcard.ts';
import { bullets, capital, code, counted, listed, page } from './markdown.ts';

const levels: readonly AccessLevel[] = ['Permissions management', 'Write', 'Tagging', 'List', 'Read'];

/** What the words of AWS's own description leave out: which half of API Gateway is meant, who needs it, when it counts. */
const notes: Readonly<Record<string, string>> = {
  'execute-api:invoke':
    "Calls a deployed API. It counts for routes whose authorization is `AWS_IAM` and in the API's resource policy; a route with authorization `NONE` is open to everybody, whatever identity policies say.",
  'execute-api:invalidatecache':
    'Lets a caller refresh the cache of a route with the header `Cache-Control: max-age=0`. The call itself needs `execute-api:Invoke` too.',
  'execute-api:manageconnections':
    'Posts to, looks at or ends connections of a WebSocket API: for the back end, on `api-id/stage/POST/@connections/*`.',
  'apigateway:get': 'Managing APIs: reads settings. Calling an API is `execute-api:Invoke`.',
  'apigateway:post':
    'Managing APIs: creates things, on the collection (`/restapis`). Calling an API is `execute-api:Invoke`.',
  'apigateway:put':
    'Managing APIs: replaces things, an import over an API included. Calling an API is `execute-api:Invoke`.',
  'apigateway:patch': 'Managing APIs: changes settings. Calling an API is `execute-api:Invoke`.',
  'apigateway:delete': 'Managing APIs: deletes things. Calling an API is `execute-api:Invoke`.',
  'lambda:invokefunction':
    "API Gateway needs it for a Lambda integration: in the function's own policy (a Lambda permission), or in the integration's credentials role.",
  'sts:assumerole':
    'In a trust policy it says who may take the role; in a permissions policy, which roles the carrier may take. Both are needed across accounts.',
  'iam:passrole': 'Needed to hand a role to a service, such as the credentials role to an API Gateway integration.',
};

/** An entry of Action or NotAction: what one action does, or what a wildcard covers. Undefined when the catalog does not know it. */
export function sayAction(
  pattern: string,
  element: 'Action' | 'NotAction',
  catalog: Catalog,
  descriptions: Descriptions | undefined,
): string | undefined {
  const covered = catalog.actionsMatching(pattern);
  const [only] = covered;
  if (hasWildcard(pattern)) return sayWildcard(pattern, element, covered, catalog);
  if (!only) {
    const service = catalog.service(pattern.slice(0, Math.max(0, pattern.indexOf(':'))));
    return service && `${code(pattern)} is no action of ${service.name} as of ${catalog.updated}`;
  }
  return sayOne(only, element, catalog, descriptions);
}

function sayOne(
  action: Action,
  element: 'Action' | 'NotAction',
  catalog: Catalog,
  descriptions: Descriptions | undefined,
): string {
  const name = `${action.service}:${action.name}`;
  const does = descriptions?.action(action.name);
  const service = catalog.service(action.service)?.name ?? action.service;
  const keys = conditionKeysFor(action);
  return page(
    `${does === undefined ? code(name) : `**${capital(does)}**`}${element === 'NotAction' ? ' (left out here)' : ''}`,
    `${code(name)}, ${service}, access level **${action.level}**`,
    notes[name.toLowerCase()],
    takesResource(action)
      ? `Acts on:\n${bullets(
          action.resources
            .slice(0, 6)
            .map(({ type, required }) => `${type.name}${required ? '' : ' (optional)'}: ${code(type.arns[0] ?? '')}`),
        )}`
      : 'Takes no resource: only `*` can stand in Resource.',
    keys.length > 0 ? `Condition keys: ${listed(keys.map(code), 10)}` : undefined,
  );
}

function sayWildcard(
  pattern: string,
  element: 'Action' | 'NotAction',
  covered: readonly Action[],
  catalog: Catalog,
): string | undefined {
  const prefix = pattern.slice(0, Math.max(0, pattern.indexOf(':')));
  const service = catalog.service(prefix);
  if (covered.length === 0) return service && `**${code(pattern)} covers no action of ${service.name}**`;
  const services = new Set(covered.map((action) => action.service));
  const of = service ? service.name : counted(services.size, 'service');
  const byLevel = levels.flatMap((level) => {
    const names = covered.filter((action) => action.level === level).map(({ name }) => name);
    if (names.length === 0) return [];
    return [
      service
        ? `${level} (${names.length}): ${listed(names, 12)}`
        : `${level}: ${names.length.toLocaleString('en-US')}`,
    ];
  });
  const left = element === 'NotAction' ? 'leaves out' : 'covers';
  return page(`**${code(pattern)} ${left} ${counted(covered.length, 'action')} of ${of}**`, bullets(byLevel));
}

/** The prefix whose descriptions the saying of an action wants; undefined for wildcards, which list names only. */
export function servicePrefixOf(pattern: string): string | undefined {
  const colon = pattern.indexOf(':');
  return colon > 0 && !hasWildcard(pattern) ? pattern.slice(0, colon) : undefined;
}
