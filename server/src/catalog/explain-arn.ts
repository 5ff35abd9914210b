import { globalKey } from './catalog.ts';
import { hasHole, soleHole, splitOutsideHoles, type Piece } from './outside-holes.ts';
import { partitionById, partitionOfRegion, regionPlace } from './partitions.ts';
import { requestVerbs } from './request-verbs.ts';
import { hasWildcard } from './wildcard.ts';

export interface ArnPart {
  /** What kind of part: `partition`, `region`, `stage`, ... */
  readonly part: string;
  /** Where it begins in the ARN; empty parts too have a place. */
  readonly start: number;
  readonly text: string;
  /** In plain words, a clause without full stop: `every stage`, `account 123456789012`. */
  readonly meaning: string;
}

/**
 * Says each part of an ARN, or of a pattern over ARNs, in plain words, in the order they stand. Holes are written `${Name}`. The short form
 * `execute-api:/stage/VERB/path` of API Gateway's resource policies is understood too. Empty for a text that is no ARN; an ARN cut
 * short gives the parts it has.
 *
 * `nameOfService` gives a service's name by its prefix; without it the prefix itself is the word.
 */
export function explainArn(
  arn: string,
  nameOfService: (prefix: string) => string | undefined = () => undefined,
): readonly ArnPart[] {
  if (arn.startsWith('execute-api:/')) {
    return [
      { part: 'service', start: 0, text: 'execute-api', meaning: 'calls to the API that this policy stands on' },
      ...explainCall(splitAt(arn, 'execute-api:/'.length)),
    ];
  }
  const [prefix, partition, service, region, account, resource] = splitOutsideHoles(arn, ':', 6);
  if (prefix?.text !== 'arn' || !partition?.text) return [];
  const parts: ArnPart[] = [said('partition', partition, partitionMeaning(partition.text))];
  if (service) parts.push(said('service', service, serviceMeaning(service.text, nameOfService)));
  if (region) parts.push(said('region', region, regionMeaning(region.text, service?.text ?? '')));
  if (account) parts.push(said('account', account, accountMeaning(account.text, service?.text ?? '')));
  if (resource) parts.push(...explainResource(service?.text ?? '', resource));
  return parts;
}

function said(part: string, { text, start }: Piece, meaning: string): ArnPart {
  return { part, start, text, meaning };
}

function splitAt(text: string, start: number): Piece {
  return { text: text.slice(start), start };
}

/** The pieces of a piece, with their places in the whole. */
function within(piece: Piece, separator: string, limit?: number): readonly Piece[] {
  return splitOutsideHoles(piece.text, separator, limit).map(({ text, start }) => ({
    text,
    start: start + piece.start,
  }));
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::Partition': 'the partition of the stack',
  'AWS::Region': 'the region of the stack',
  'AWS::AccountId': 'the account of the stack',
  'AWS::StackName': 'the name of the stack',
  'AWS::StackId': 'the id of the stack',
  'AWS::URLSuffix': 'the host suffix of the partition',
};

/** `stage prod`, `every stage`, `every stage that begins with "v"`. */
function named(noun: string, text: string): string {
  const hole = soleHole(text);
  if (hole !== undefined) return holeMeaning(noun, hole);
  if (text === '') return `no ${noun}`;
  if (!hasWildcard(text)) return `${noun} ${text}`;
  if (/^\*+$/.test(text)) return `every ${noun}`;
  const literal = text.replace(/^\*+|\*+$/g, '');
  if (!hasWildcard(literal)) {
    const [before, after] = [text.startsWith('*'), text.endsWith('*')];
    return `every ${noun} that ${before ? (after ? 'contains' : 'ends with') : 'begins with'} "${literal}"`;
  }
  if (/^\?+$/.test(text)) return `every ${noun} of ${text.length} character${text.length > 1 ? 's' : ''}`;
  return `every ${noun} of the form "${text}" (* is any run of characters, ? is one)`;
}

/** What a CloudFormation pseudo parameter, a policy variable or any other reference stands for. */
function holeMeaning(noun: string, name: string): string {
  if (Object.hasOwn(pseudoParameters, name)) return pseudoParameters[name] ?? '';
  const variable = globalKey(name);
  return variable ? `the ${noun} named like this: ${variable.description}` : `the ${noun} that ${name} names`;
}

function partitionMeaning(text: string): string {
  const known = partitionById(text);
  if (known) return known.id === 'aws' ? 'the commercial AWS regions' : known.name;
  return hasHole(text) || hasWildcard(text) ? named('partition', text) : 'an unknown partition';
}

function serviceMeaning(text: string, nameOfService: (prefix: string) => string | undefined): string {
  // The two halves of API Gateway are what people mix up most.
  if (text === 'execute-api') return 'API Gateway, calls to an API';
  if (text === 'apigateway') return 'API Gateway, managing APIs';
  return nameOfService(text) ?? named('service', text);
}

function regionMeaning(text: string, service: string): string {
  if (text === '') return globalServices.has(service) ? 'no region: the service is global' : 'no region';
  const place = regionPlace(text);
  if (place) return place;
  if (hasHole(text) || hasWildcard(text)) return named('region', text);
  return partitionOfRegion(text) ? `region ${text}` : 'an unknown region';
}

/** https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html */
const globalServices: ReadonlySet<string> = new Set([
  'iam',
  'sts',
  'organizations',
  'route53',
  'cloudfront',
  'account',
]);

function accountMeaning(text: string, service: string): string {
  if (text === '') return service === 's3' ? 'no account: bucket names are unique by themselves' : 'no account';
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html: AWS's own managed policies
  if (text === 'aws') return 'AWS itself';
  return named('account', text);
}

function explainResource(service: string, resource: Piece): readonly ArnPart[] {
  if (resource.text === '*') {
    const all = service === 'execute-api' ? 'every call to every API' : 'every resource';
    return [said('resource', resource, all)];
  }
  switch (service) {
    case 'execute-api':
      return explainExecuteApi(resource);
    case 'apigateway':
      return [said('path', resource, managementMeaning(resource.text))];
    case 'iam':
    case 'sts':
      return explainIdentity(resource);
    case 'lambda':
      return explainLambda(resource);
    case 's3':
      return explainS3(resource);
    case 'sqs':
      return [said('queue', resource, named('queue', resource.text))];
    case 'sns': {
      const [topic, subscription] = within(resource, ':');
      return list([topic, 'topic'], [subscription, 'subscription']);
    }
    case 'dynamodb': {
      const [, table, , last] = within(resource, '/');
      const kind = resource.text.split('/')[2] === 'stream' ? 'stream' : 'index';
      return resource.text.startsWith('table/') ? list([table, 'table'], [last, kind]) : generic(resource);
    }
    case 'logs': {
      // log-group:name:log-stream:name, and log-group:name:* for all streams of a group
      const [, group, third, stream] = within(resource, ':');
      if (!resource.text.startsWith('log-group:')) return generic(resource);
      return list([group, 'log group'], [third?.text === '*' ? third : stream, 'log stream']);
    }
    case 'states': {
      const [kind, machine, execution] = within(resource, ':');
      if (kind?.text === 'stateMachine') return list([machine, 'state machine'], [execution, 'version or alias']);
      if (kind?.text === 'execution' || kind?.text === 'express') {
        return list([machine, 'state machine'], [execution, 'execution']);
      }
      return generic(resource);
    }
    default:
      return generic(resource);
  }
}

/** Parts that are there, each said with its noun. */
function list(...parts: readonly (readonly [piece: Piece | undefined, noun: string])[]): readonly ArnPart[] {
  return parts.flatMap(([piece, noun]) => (piece ? [said(noun, piece, named(noun, piece.text))] : []));
}

/** `type/name` and `type:name`, as most services write it. */
function generic(resource: Piece): readonly ArnPart[] {
  const separator = /^[a-z][A-Za-z-]*([:/])/.exec(resource.text)?.[1];
  if (!separator) return [said('resource', resource, named('resource', resource.text))];
  const [kind, name] = within(resource, separator, 2);
  if (!kind || !name) return [said('resource', resource, named('resource', resource.text))];
  return [said('resource type', kind, kind.text), ...list([name, kind.text])];
}

const verbs: ReadonlySet<string> = new Set(requestVerbs);

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html */
function explainExecuteApi(resource: Piece): readonly ArnPart[] {
  if (resource.text.startsWith('/domainnames/')) {
    return [said('domain name', resource, named('private custom domain', resource.text.slice('/domainnames/'.length)))];
  }
  const [api, rest] = within(resource, '/', 2);
  if (!api) return [];
  const apiPart = said('api', api, named('API', api.text));
  if (!rest) {
    const all = api.text.endsWith('*');
    return [all ? apiPart : { ...apiPart, meaning: `${apiPart.meaning}, but none of its calls: a path is missing` }];
  }
  if (rest.text === '*') return [apiPart, said('calls', rest, 'every stage, verb and path of the API')];
  if (rest.text.startsWith('authorizers/')) {
    return [apiPart, ...list([splitRest(rest, 'authorizers/'), 'authorizer'])];
  }
  return [apiPart, ...explainCall(rest)];
}

function splitRest(piece: Piece, lead: string): Piece {
  return { text: piece.text.slice(lead.length), start: piece.start + lead.length };
}

/** `stage/VERB/path`, or `stage/route-key` of a WebSocket API. */
function explainCall(call: Piece): readonly ArnPart[] {
  if (call.text === '*') return [said('calls', call, 'every stage, verb and path of the API')];
  const [stage, verb, path] = within(call, '/', 3);
  if (!stage) return [];
  const parts: ArnPart[] = [said('stage', stage, named('stage', stage.text))];
  if (!verb) return parts;
  if (!path && verb.text === '*') return [...parts, said('calls', verb, 'every verb and path of the stage')];
  if (!path && !verbs.has(verb.text)) return [...parts, said('route', verb, named('route', verb.text))];
  parts.push(said('verb', verb, verb.text === '*' ? 'every verb' : named('verb', verb.text)));
  if (!path) return parts;
  if (path.text.startsWith('@connections')) {
    const id = path.text.slice('@connections/'.length);
    const whose = id === '' || id === '*' || id.startsWith('{') ? 'every connected client' : named('client', id);
    return [...parts, said('path', path, `WebSocket connections: ${whose}`)];
  }
  return [...parts, said('path', path, pathMeaning(path.text))];
}

function pathMeaning(path: string): string {
  if (path === '') return 'the root path';
  if (path === '*') return 'every path';
  if (path.endsWith('/*') && !hasWildcard(path.slice(0, -2))) return `every path below /${path.slice(0, -2)}`;
  if (path.endsWith('*') && !hasWildcard(path.slice(0, -1))) return `every path that begins with /${path.slice(0, -1)}`;
  const hole = soleHole(path);
  if (hole !== undefined) return holeMeaning('path', hole);
  return hasWildcard(path) ? `every path of the form /${path} (* crosses slashes)` : `path /${path}`;
}

/**
 * Words for the collections of API Gateway's management paths; what follows a collection is an id.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html
 */
const collections: Readonly<Record<string, string>> = {
  apikeys: 'API key',
  apimappings: 'API mapping',
  apis: 'HTTP or WebSocket API',
  authorizers: 'authorizer',
  basepathmappings: 'base path mapping',
  clientcertificates: 'client certificate',
  deployments: 'deployment',
  domainnames: 'custom domain name',
  gatewayresponses: 'gateway response',
  integrationresponses: 'integration response',
  integrations: 'integration',
  keys: 'key',
  methods: 'method',
  models: 'model',
  requestvalidators: 'request validator',
  resources: 'resource',
  responses: 'response',
  restapis: 'REST API',
  routeresponses: 'route response',
  routes: 'route',
  stages: 'stage',
  tags: 'tags of resource',
  usageplans: 'usage plan',
  vpclinks: 'VPC link',
};

/** `/restapis/a1b2/stages/*` is "every stage of REST API a1b2". */
function managementMeaning(path: string): string {
  if (path === '/*' || path === '*') return 'everything in API Gateway';
  if (path === '' || path === '/') return 'no path';
  const segments = splitOutsideHoles(path.replace(/^\//, ''), '/').map((piece) => piece.text);
  const phrases: string[] = [];
  for (let at = 0; at < segments.length; at++) {
    const segment = segments[at] ?? '';
    const noun = Object.hasOwn(collections, segment) ? collections[segment] : undefined;
    const id = segments[at + 1];
    if (noun !== undefined && id === undefined) {
      phrases.unshift(`the list of ${noun}s`);
    } else if (noun !== undefined && id !== undefined) {
      const last = at + 2 >= segments.length;
      // A trailing star crosses slashes, so it covers what is below each of them too.
      phrases.unshift(last && id === '*' ? `every ${noun}, and all below it` : named(noun, id));
      at++;
    } else if (segment === '*' && at === segments.length - 1) {
      phrases.unshift('everything below');
    } else {
      phrases.unshift(segment === 'account' ? "the account's settings" : segment);
    }
  }
  return phrases.join(' of ').replace('everything below of ', 'everything below ');
}

const identityNouns: Readonly<Record<string, string>> = {
  role: 'role',
  user: 'user',
  group: 'group',
  policy: 'managed policy',
  'instance-profile': 'instance profile',
  'oidc-provider': 'OpenID Connect provider',
  'saml-provider': 'SAML provider',
  'server-certificate': 'server certificate',
  mfa: 'MFA device',
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
function explainIdentity(resource: Piece): readonly ArnPart[] {
  if (resource.text === 'root')
    return [said('root', resource, 'the whole account: everyone whom its own policies let')];
  const [kind, rest] = within(resource, '/', 2);
  if (!kind || !rest) return generic(resource);
  if (kind.text === 'assumed-role') {
    const [role, session] = within(rest, '/', 2);
    return list([role, 'role'], [session, 'session']);
  }
  const noun = Object.hasOwn(identityNouns, kind.text) ? identityNouns[kind.text] : undefined;
  if (noun === undefined) return generic(resource);
  // An OpenID Connect provider is named by host and path, all others by path and name.
  const nameAt = noun.startsWith('OpenID') ? -1 : lastSlash(rest.text);
  if (nameAt < 0) return list([rest, noun]);
  const folder = { text: rest.text.slice(0, nameAt + 1), start: rest.start };
  const name = { text: rest.text.slice(nameAt + 1), start: rest.start + nameAt + 1 };
  return [said('path', folder, `path /${folder.text}`), ...list([name, noun])];
}

function lastSlash(text: string): number {
  const last = splitOutsideHoles(text, '/').at(-1);
  return last && last.start > 0 ? last.start - 1 : -1;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html */
function explainLambda(resource: Piece): readonly ArnPart[] {
  const [kind, name, qualifier] = within(resource, ':', 3);
  if (kind?.text === 'layer') return list([name, 'layer'], [qualifier, 'version']);
  if (kind?.text !== 'function' || !name) return generic(resource);
  // A star crosses colons: function:* covers the versions and aliases too.
  const suffix = name.text.endsWith('*') && !qualifier ? ', with its versions and aliases' : '';
  const parts: ArnPart[] = [said('function', name, named('function', name.text) + suffix)];
  if (!qualifier) return parts;
  const meaning = /^\d+$/.test(qualifier.text)
    ? `version ${qualifier.text}`
    : qualifier.text === '$LATEST'
      ? 'the unpublished version'
      : qualifier.text === '*'
        ? 'every version and alias'
        : named('alias', qualifier.text);
  return [...parts, said('qualifier', qualifier, meaning)];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-arn-format.html */
function explainS3(resource: Piece): readonly ArnPart[] {
  if (/^(?:accesspoint|job|storage-lens|access-grants)\//.test(resource.text)) return generic(resource);
  const [bucket, key] = within(resource, '/', 2);
  return list([bucket, 'bucket'], [key, 'object']);
}
