import type { FileFacts, Integration } from '../../server/src/model/facts.ts';
import { printed, type TextValue } from '../../server/src/model/text-value.ts';
import { readFacts } from '../../server/src/readers/read-facts.ts';
import type { Span } from '../../server/src/text/span.ts';
import { parseTree, syntaxOf } from '../../server/src/tree/parse.ts';

/** What the readers make of a file of that name. */
export function factsIn(name: string, text: string): FileFacts | undefined {
  const uri = `file:///w/${name}`;
  const syntax = syntaxOf(uri);
  return readFacts(uri, text, syntax && parseTree(text, syntax));
}

/**
 * Facts in a few words, a line each: what is unset is left out, a text is followed by `@` and what stands in the file at its place
 * where that reads otherwise, and a key or a mapping is given as the text that stands there.
 */
export function toldFacts(facts: FileFacts | undefined, text: string): string[] {
  if (!facts) return ['nobody reads it'];
  const at = (span: Span): string => {
    const shown = text.slice(span.start, span.end).replace(/\s+/g, ' ');
    return shown.length > 30 ? `${shown.slice(0, 12)}…${shown.slice(-8)}` : shown;
  };
  const value = (one: TextValue): string => {
    const shown =
      one.parts.length === 1 && one.parts[0]?.kind === 'choice' ? choice(one.parts[0].options) : printed(one);
    const there = at(one.span);
    return shown === there ? shown : `${shown}@${there}`;
  };
  const choice = (options: readonly (TextValue | undefined)[]): string =>
    `(${options.map((option) => (option ? value(option) : 'nothing')).join('|')})`;
  const said = (name: string, one: TextValue | Span | boolean | string | undefined): string[] => {
    if (one === undefined || one === false) return [];
    if (one === true) return [name];
    if (typeof one === 'string') return [`${name}=${one}`];
    return [`${name}=${'parts' in one ? value(one) : `[${at(one)}]`}`];
  };
  const listed = (name: string, list: readonly TextValue[]): string[] =>
    list.length > 0 ? [`${name}=${list.map(value).join(',')}`] : [];
  const line = (...words: readonly (readonly string[] | string)[]): string => words.flat().join(' ');
  const integration = (one: Integration): string =>
    line(
      '->',
      said('type', one.type),
      said('target', one.target),
      said('targetKey', one.targetKey),
      said('credentials', one.credentials),
      said('credentialsKey', one.credentialsKey),
      said('method', one.httpMethod),
      said('methodKey', one.httpMethodKey),
      said('subtype', one.subtype),
      said('operation', one.operation),
      one.parameters
        ? one.parameters.map((each) => `${at(each.nameSpan)}:${each.value ? value(each.value) : '?'}`)
        : ['parameters?'],
      said('parametersKey', one.parametersKey),
      said('implied', one.impliedCredentials),
    );
  return [
    ...facts.apis.map((api) =>
      line(
        `api ${api.id || '(file)'} ${api.kind}`,
        said('key', api.key),
        said('name', api.name),
        listed('endpoint', api.endpointTypes),
        said('endpointKey', api.endpointKey),
        api.policies.length > 0 ? `policies=${api.policies.join(',')}` : [],
        said('policyKey', api.policyKey),
        said('policy?', !api.policyComplete),
        said('cors', api.cors),
        said('hidden', !api.complete),
      ),
    ),
    ...facts.routes.map((route) =>
      line(
        `route ${route.method ? value(route.method) : '-'} ${route.path ? value(route.path) : '?'} ${route.apiKind}`,
        said('key', route.key),
        said('api', route.api),
        said('auth', route.authorization),
        said('authKey', route.authorizationKey),
        said('authorizer', route.authorizer),
        route.authorizationSlot ? `slot=${route.authorizationSlot.name}` : [],
        said('hidden', !route.complete),
        route.integration ? integration(route.integration) : [],
      ),
    ),
    ...facts.authorizers.map((one) =>
      line(
        `authorizer ${one.id} ${one.kind}`,
        said('key', one.key),
        said('api', one.api),
        said('target', one.target),
        said('targetKey', one.targetKey),
        said('credentials', one.credentials),
        said('credentialsKey', one.credentialsKey),
        `as=${one.credentialsName}`,
        said('switch', one.permissionSwitch?.kind),
        said('hidden', !one.complete),
      ),
    ),
    ...facts.stages.map((stage) =>
      line(
        `stage ${stage.id}`,
        said('key', stage.key),
        said('api', stage.api),
        said('name', stage.name),
        said('caching', stage.cachingKey),
        said('logging', stage.loggingKey),
        said('hidden', !stage.complete),
      ),
    ),
    ...facts.identities.map((one) =>
      line(
        `${one.kind} ${one.id}`,
        said('name', one.name),
        said('path', one.path),
        listed('managed', one.managedPolicies),
        listed('groups', one.groups),
        said('boundary', one.boundary),
        said('policiesAt', one.policiesAt),
        said('hidden', !one.complete),
      ),
    ),
    ...facts.roles.map((role) =>
      line(
        `role ${role.id}`,
        said('name', role.name),
        said('path', role.path),
        said('trust', role.trust?.toString()),
        listed('managed', role.managedPolicies),
        said('boundary', role.boundary),
        said('implied', role.impliedTrust),
        said('hidden', !role.complete),
      ),
    ),
    ...facts.logRoles.map((one) => line('log role', said('key', one.key), said('role', one.role))),
    ...facts.vpcEndpoints.map((one) =>
      line(
        `VPC endpoint ${one.id}`,
        said('service', one.service),
        said('policies', one.policies.join() || undefined),
        said('other policy', !one.policyComplete),
      ),
    ),
    ...facts.functions.map((one) =>
      line(`${one.type} ${one.id}`, said('name', one.name), said('of', one.of), said('role', one.role)),
    ),
    ...facts.permissions.map((one) =>
      line(
        `permission ${one.id || '(made)'}`,
        said('action', one.action),
        said('function', one.function),
        said('qualifier', one.qualifier),
        said('principal', one.principal),
        said('source', one.sourceArn),
        said('account', one.sourceAccount),
        said('hidden', !one.complete),
      ),
    ),
    ...facts.links.map((link) =>
      line(`link ${link.kind} ${link.path}`, link.kind === 'api-definition' && link.whole ? 'whole' : []),
    ),
    ...(facts.complete ? [] : ['hidden']),
  ];
}
