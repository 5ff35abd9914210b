import { conditionKeysFor, isIdentityProviderKey, type Action } from '../../catalog/catalog.ts';
import { matchesWildcard } from '../../catalog/wildcard.ts';
import type { Change } from '../../text/change.ts';
import type { Fix } from '../rule.ts';
import { isHeldKey, isSetInGuides } from '../../catalog/held-keys.ts';
import type { Issue } from './policy-rule.ts';
import type { ActionReading, StatementReading, TestReading } from './reading.ts';

/**
 * The actions of the statement, written without wildcards, whose requests never have the key: AWS's validator says so of the keys of
 * some services. Empty where the test may be meant for requests without the key.
 */
export function actionsWithoutKey(test: TestReading): readonly ActionReading[] {
  const { at, known, key, operator } = test;
  if (!known || !operator || operator.ifExists || operator.family === 'Null' || operator.qualifier === 'ForAllValues')
    return [];
  if (!at.isWhole || test.test.conditional || at.effect === undefined) return [];
  const isOfProvider = isIdentityProviderKey(key);
  if (!isHeldKey(key) && !isOfProvider) return [];
  const name = known.name.toLowerCase();
  return at.actions.filter((action) => {
    if (action.isNot || action.isWild) return false;
    const [found] = action.covered;
    if (!found || isSetInGuides(key, `${action.service}:${action.name}`)) return false;
    if (hasKey(found, name)) return false;
    return isOfProvider
      ? action.service === 'sts' && !comesAlong(action, providerActions)
      : !comesAlong(action, assumeActions);
  });
}

function hasKey(action: Action, name: string): boolean {
  return conditionKeysFor(action).some((one) => one.toLowerCase() === name);
}

const providerActions = ['sts:assumerolewithsaml', 'sts:assumerolewithwebidentity'];
const assumeActions = ['sts:assumerole', ...providerActions];
const sessionActions: ReadonlySet<string> = new Set(['tagsession', 'setsourceidentity', 'setcontext']);

/** Tags and a source identity come with a request to assume the role, and with its keys. */
function comesAlong({ service, name, at }: ActionReading, requests: readonly string[]): boolean {
  if (service !== 'sts' || !sessionActions.has(name)) return false;
  return at.actions.some(({ text }) => requests.some((request) => matchesWildcard(text.toLowerCase(), request)));
}

/** What becomes of an action whose requests never have the key. */
export function consequence({ at, operator }: TestReading, count: number): string {
  const does = at.effect === 'Allow' ? 'allows' : 'denies';
  const it = count === 1 ? 'it' : 'them';
  return operator?.negated ? `this statement ${does} ${it} whatever the value` : `this statement never ${does} ${it}`;
}

/** Actions and the test as one finding, as AWS places it: the actions, then the value that is asked for. */
export function placedOn(
  actions: readonly ActionReading[],
  { at, test, values }: TestReading,
): Pick<Issue, 'span' | 'related'> | undefined {
  const { uri } = at.statement;
  const [first, ...rest] = actions;
  return (
    first && {
      span: first.value.span,
      related: [
        ...rest.map(({ value }) => ({ uri, span: value.span, message: 'and this one' })),
        { uri, span: (test.isList ? undefined : values[0]?.value.span) ?? test.at, message: 'what is asked of it' },
      ],
    }
  );
}

/** Takes away what a test keeps from ever being matched, which changes nothing: the author sees that something else was meant. */
export function withoutThem(actions: readonly ActionReading[], { at, operator }: TestReading): readonly Fix[] {
  const { uri, action } = at.statement;
  if (operator?.negated || !action?.isList || action.conditional || actions.length >= action.values.length) return [];
  const changes = actions.map(({ value }): Change => ({ kind: 'remove', uri, at: value.at }));
  const title = `Remove the ${actions.length === 1 ? 'action' : `${actions.length} actions`} that it never ${at.effect === 'Allow' ? 'allows' : 'denies'}`;
  return [{ title, choice: true, changes }];
}

/** A test that only a request with that tag on its resource can pass. */
export function asksForResourceTag({ key, operator, test }: TestReading): boolean {
  if (!key.startsWith('aws:resourcetag/') || !operator || operator.ifExists || operator.negated) return false;
  return operator.family !== 'Null' && operator.qualifier !== 'ForAllValues' && !test.conditional;
}

/** The actions of services none of whose requests ever say which tags a resource has. */
export function actionsWithoutTags(at: StatementReading): readonly ActionReading[] {
  if (!at.isWhole) return [];
  const { catalog } = at.policy;
  return at.actions.filter(({ service, isNot }) => {
    const keys = isNot ? undefined : catalog.conditionKeysOf(service);
    return keys !== undefined && !keys.some(({ name }) => name.toLowerCase().startsWith('aws:resourcetag/'));
  });
}

/** `route53 and polly`. */
export function servicesNamed(actions: readonly ActionReading[]): string {
  const names = [...new Set(actions.map(({ service }) => service))];
  const last = names.pop() ?? '';
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`;
}
