import { takesResource, type Action } from '../catalog/catalog.ts';
import type { Statement, TextElement } from '../model/policy.ts';
import { literalOf, splitText, type TextValue } from '../model/text-value.ts';
import { CopyOf, type Change, type Value } from '../text/change.ts';
import { capital, counted, listed } from './markdown.ts';
import { isSettled, textsOf, type StatementPlace } from './policy-place.ts';
import type { PolicyRefactoring } from './policy-refactorings.ts';

/** Some of a statement's actions, with the resources that they can be about. */
interface Share {
  /** What the new statement's name ends with. */
  readonly suffix: string;
  readonly actions: readonly TextValue[];
  readonly resources: readonly TextValue[] | undefined;
}

/**
 * A statement about several actions says the same as several about one each, whatever its effect and conditions. One about all
 * actions but some does not.
 */
export function* splitRefactorings(place: StatementPlace): Iterable<PolicyRefactoring> {
  const { action, notAction, resource, notResource } = place.statement;
  if (!isSettled(action) || !action.isList || notAction || (resource && notResource)) return;
  const texts = textsOf(action);
  if (!texts?.every((text) => text.includes(':') && !text.startsWith('*'))) return;
  yield* splitByService(place, action, texts);
  yield* splitOff(place, action, texts);
}

function* splitByService(
  place: StatementPlace,
  action: TextElement,
  texts: readonly string[],
): Iterable<PolicyRefactoring> {
  const services = [...new Set(texts.map(serviceOf))];
  if (services.length < 2) return;
  yield {
    kind: 'rewrite',
    name: 'split-by-service',
    title: `Split the statement by service: ${listed(services, 4)}`,
    changes: () =>
      splitInto(
        place,
        services.map((service): Share => {
          const isOwn = (text: string): boolean => serviceOf(text) === service;
          const actions = action.values.filter((value) => isOwn(literalOf(value) ?? ''));
          return {
            suffix: service
              .split(/[^a-z\d]+/)
              .map(capital)
              .join(''),
            actions,
            resources: resourcesFor(texts.filter(isOwn), place),
          };
        }),
      ),
  };
}

function* splitOff(place: StatementPlace, action: TextElement, texts: readonly string[]): Iterable<PolicyRefactoring> {
  const { statement, catalog } = place;
  const [resource, second] = statement.resource?.values ?? [];
  if (!isSettled(statement.resource) || second || literalOf(resource) !== '*') return;
  const takesNone = texts.map((text) => {
    const actions = catalog.actionsMatching(text);
    return actions.length > 0 && !actions.some(takesResource);
  });
  const alone = action.values.filter((_, i) => takesNone[i]);
  const held = action.values.filter((_, i) => !takesNone[i]);
  if (alone.length === 0 || held.length === 0) return;
  yield {
    kind: 'extract',
    name: 'split-resourceless',
    title: `Split off the ${counted(alone.length, 'action')} that ${alone.length === 1 ? 'takes' : 'take'} no resource, so that the others can be held to theirs`,
    changes: () =>
      splitInto(place, [
        { suffix: '', actions: held, resources: undefined },
        { suffix: 'AnyResource', actions: alone, resources: undefined },
      ]),
  };
}

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':')).toLowerCase();
}

/**
 * The resources that actions can be about: an ARN of a service that none of them acts on takes no part. Undefined for all of them. Only
 * what allows is held so: where the catalog lacks something, the worst is a grant too few.
 */
function resourcesFor(texts: readonly string[], { statement, effect, catalog }: StatementPlace): Share['resources'] {
  const { resource } = statement;
  if (effect !== 'Allow' || !isSettled(resource) || !resource.isList) return undefined;
  const actions: Action[] = [];
  for (const text of texts) {
    const matched = catalog.actionsMatching(text);
    if (matched.length === 0 || !matched.every(takesResource)) return undefined;
    actions.push(...matched);
  }
  const services = new Set(
    actions.flatMap(({ resources }) =>
      resources.flatMap(({ type }) => type.arns.map((arn) => arn.split(':')[2] ?? '')),
    ),
  );
  if ([...services].some((service) => service.includes('$'))) return undefined;
  const fitting = resource.values.filter((value) => {
    const [prefix, , service] = splitText(value, ':', 6).map(literalOf);
    return prefix !== 'arn' || service === undefined || !/^[a-z\d-]+$/.test(service) || services.has(service);
  });
  return fitting.length === 0 || fitting.length === resource.values.length ? undefined : fitting;
}

/** The first share stays in the statement, the others follow it. */
function splitInto(place: StatementPlace, shares: readonly Share[]): readonly Change[] | undefined {
  const { uri, statement, policy } = place;
  const { statementAt, statementIsList, statements } = policy.document;
  const [own, ...others] = shares;
  if (!own || !statementAt || !statement.action) return undefined;
  const sid = literalOf(statement.sid);
  if (statement.sid && sid === undefined) return undefined;
  const taken = new Set(statements.map((other) => literalOf(other.sid)));
  const leaving = (element: TextElement, staying: readonly TextValue[]): Change[] =>
    element.values.filter((value) => !staying.includes(value)).map((value) => ({ kind: 'remove', uri, at: value.at }));
  return [
    ...leaving(statement.action, own.actions),
    ...(statement.resource && own.resources ? leaving(statement.resource, own.resources) : []),
    ...others.map((share): Change => ({
      kind: 'add-item',
      uri,
      list: statementAt,
      value: statementOf(statement, share, sid === undefined ? undefined : freeSid(sid + share.suffix, taken)),
      ...(statementIsList ? { after: statement.span } : {}),
    })),
  ];
}

function freeSid(wanted: string, taken: Set<string | undefined>): string {
  let sid = wanted;
  for (let n = 2; taken.has(sid); n++) sid = `${wanted}${n}`;
  taken.add(sid);
  return sid;
}

/** The statement again with a share of its actions, its keys in the same order. */
function statementOf({ keys, uri }: Statement, { actions, resources }: Share, sid: string | undefined): Value {
  const copies = (values: readonly TextValue[]): Value => values.map(({ at }) => new CopyOf(uri, at));
  const out: Record<string, Value> = {};
  for (const { name, at } of keys) {
    if (name === 'Sid' && sid !== undefined) out[name] = sid;
    else if (name === 'Action') out[name] = copies(actions);
    else if (name === 'Resource' && resources) out[name] = copies(resources);
    else out[name] = new CopyOf(uri, at);
  }
  return out;
}
