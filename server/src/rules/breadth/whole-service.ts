import type { AccessLevel, Action, Catalog } from '../../catalog/catalog.ts';
import { actionsNamed } from '../../model/actions-named.ts';
import type { Statement } from '../../model/policy.ts';
import { literalOf, type TextValue } from '../../model/text-value.ts';
import type { Change } from '../../text/change.ts';
import type { Fix } from '../rule.ts';
import { everyActionOf, everyApiIn, everyResourceOf, grantRule, isWholeService } from './grants.ts';
import { isEditable } from './hold.ts';
import { mayNarrowWhat } from './narrowing.ts';

export const wholeService = grantRule({
  meta: {
    id: 'breadth/whole-service',
    level: 'warning',
    summary: 'An Allow statement grants every action of a service',
    why:
      'A star after the service grants all that the service can do, and what AWS adds to it later, unseen. ' +
      'Where some of it changes things or who may reach them it is a warning; where all of it only reads, it is for information.',
    fixes: ['only the actions that read', 'the actions listed, where they are few'],
    needsCatalog: true,
  },
  *checkGrant(statement, _policy, context) {
    if (everyActionOf(statement) || mayNarrowWhat(statement.condition)) return;
    for (const { value, service } of wholeServicesOf(statement, context.catalog)) {
      const actions = context.catalog.actionsOf(service) ?? [];
      const reach = everyResourceOf(statement)
        ? `all ${actions.length} ${service} actions`
        : `every ${service} action on these resources`;
      const changing = actions.filter((action) => changes.has(action.level));
      yield {
        uri: statement.uri,
        span: value.span,
        message: `"${literalOf(value)}" allows ${reach}${exampleOf(changing, statement)}`,
        level: changing.length > 0 ? 'warning' : 'info',
        fixes: () => (isEditable(statement, context) ? fixesOf(value, service, actions, statement) : []),
      };
    }
  },
});

const changes = new Set<AccessLevel>(['Write', 'Permissions management']);
const reads = new Set<AccessLevel>(['Read', 'List']);

/** What the agent on an instance speaks with Systems Manager: few actions, needed together, without resources. */
const agents = new Set(['ssmmessages', 'ec2messages']);

/**
 * The `service:*` entries that this rule speaks of. `apigateway:*` on a path is how one API's management is granted, and on every
 * path it belongs to breadth/any-api-managed, as `execute-api:*` on every API does to breadth/any-api.
 */
function wholeServicesOf(
  statement: Statement,
  catalog: Catalog,
): readonly { readonly value: TextValue; readonly service: string }[] {
  return actionsNamed(statement.action).entries.flatMap((entry) => {
    const { value, service } = entry;
    if (service === undefined || service === 'apigateway' || agents.has(service) || !isWholeService(entry)) return [];
    if (service === 'execute-api' && statement.resource?.values.some(everyApiIn)) return [];
    return catalog.actionsOf(service) ? [{ value, service }] : [];
  });
}

/** The most telling of them: what opens resources to others, else what deletes. */
function exampleOf(changing: readonly Action[], statement: Statement): string {
  if (!everyResourceOf(statement)) return '';
  const opening = changing.filter(
    ({ level, name }) =>
      level === 'Permissions management' && /^(?:Put|Add|Set|Attach)\w*(?:Policy|Permission|Acl)$/.test(name),
  );
  const [shortest] = opening.sort((one, other) => one.name.length - other.name.length);
  const example = shortest ?? changing.find((action) => action.name.startsWith('Delete')) ?? changing[0];
  return example ? `, ${example.name} too` : '';
}

/** More entries than a person reads are no help. */
const most = 20;

function fixesOf(value: TextValue, service: string, actions: readonly Action[], statement: Statement): readonly Fix[] {
  const { action } = statement;
  if (!action) return [];
  const readers = readPatterns(actions).map((name) => `${service}:${name}`);
  const fixes: Fix[] = [];
  const written = new Set(action.values.map((one) => literalOf(one)?.toLowerCase()));
  const add = (title: string, entries: readonly string[]): void => {
    const fresh = entries.filter((entry) => !written.has(entry.toLowerCase()));
    const changed = entriesInPlace(value, fresh, statement);
    if (changed) fixes.push({ title, changes: changed });
  };
  if (readers.length > 0 && readers.length <= most && actions.some((one) => !reads.has(one.level)))
    add(`Allow only reads: ${shortList(readers)}`, readers);
  // On every resource, the list would only move the question to breadth/any-resource.
  if (actions.length <= most && !everyResourceOf(statement))
    add(
      `List the ${actions.length} actions of ${service}`,
      actions.map((one) => `${service}:${one.name}`),
    );
  return fixes;
}

function entriesInPlace(
  value: TextValue,
  entries: readonly string[],
  statement: Statement,
): readonly Change[] | undefined {
  const { action, uri } = statement;
  if (!action) return undefined;
  const [first, ...more] = entries;
  if (first === undefined)
    return action.isList && action.values.length > 1 ? [{ kind: 'remove', uri, at: value.at }] : undefined;
  if (!action.isList) return [{ kind: 'set', uri, at: value.at, value: more.length === 0 ? first : entries }];
  return [
    { kind: 'set', uri, at: value.at, value: first },
    ...more.map((entry): Change => ({ kind: 'add-item', uri, list: action.at, value: entry })),
  ];
}

/** Patterns that cover what reads and nothing else: `Get*` where every action so called reads, else the full names. */
function readPatterns(actions: readonly Action[]): readonly string[] {
  const words = new Map<string, Action[]>();
  for (const action of actions) {
    const word = /^[A-Z][a-z]*/.exec(action.name)?.[0] ?? action.name;
    const group = words.get(word);
    if (group) group.push(action);
    else words.set(word, [action]);
  }
  const names: string[] = [];
  for (const [word, group] of words) {
    const reading = group.filter((action) => reads.has(action.level));
    const isWord = actions.every((action) => !action.name.startsWith(word) || reads.has(action.level));
    if (reading.length > 1 && isWord) names.push(`${word}*`);
    else names.push(...reading.map((action) => action.name));
  }
  return names.filter(
    (name) => !names.some((other) => other !== name && other.endsWith('*') && name.startsWith(other.slice(0, -1))),
  );
}

function shortList(entries: readonly string[]): string {
  const shown = entries.slice(0, 3).join(', ');
  return entries.length > 3 ? `${shown} and ${entries.length - 3} more` : shown;
}
