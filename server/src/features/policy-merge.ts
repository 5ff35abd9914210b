import type { ConditionElement, PrincipalElement, Statement, TextElement } from '../model/policy.ts';
import { literalOf, type TextValue } from '../model/text-value.ts';
import { CopyOf, type Change } from '../text/change.ts';
import { listed } from './markdown.ts';
import { isSettled, sameness, type StatementPlace } from './policy-place.ts';
import type { PolicyRefactoring } from './policy-refactorings.ts';

type Part = 'Action' | 'Resource' | 'Principal';

/** The element in which statements may differ and still be one: what stands in either of them is allowed, or denied. */
const parts: readonly Part[] = ['Action', 'Resource', 'Principal'];

const nouns: Readonly<Record<Part, string>> = { Action: 'actions', Resource: 'resources', Principal: 'principals' };

/**
 * Statements that say the same but for one element say it together. Elements that leave out (`NotAction`) have to be equal: two that each
 * leave something out leave out nothing together.
 */
export function* mergeRefactorings(place: StatementPlace): Iterable<PolicyRefactoring> {
  const { statement, policy, uri } = place;
  const { statements, statementIsList } = policy.document;
  const own = meaningOf(statement);
  if (!own || !statementIsList) return;
  const others = statements.flatMap((other) => {
    const meaning = other === statement ? undefined : meaningOf(other);
    return meaning ? [{ other, meaning }] : [];
  });
  const equal = others.filter(({ meaning }) => [...own].every(([key, text]) => meaning.get(key) === text));
  if (equal.length > 0) {
    const [first, ...again] = inOrder([statement, ...equal.map(({ other }) => other)]);
    if (first)
      yield {
        kind: 'inline',
        name: 'merge-statements',
        title: `Merge ${equal.length + 1} statements that say the same${withoutSids(again)}`,
        changes: () => again.map(({ span }) => ({ kind: 'remove', uri, at: span })),
      };
    return;
  }
  for (const part of parts) {
    const alike = others.filter(({ meaning }) =>
      [...own].every(([key, text]) => key === part || meaning.get(key) === text),
    );
    const [first, ...rest] = inOrder([statement, ...alike.map(({ other }) => other)]);
    if (!first || rest.length === 0 || ![first, ...rest].every((one) => canGrow(one, part))) continue;
    yield {
      kind: 'inline',
      name: 'merge-statements',
      title: `Merge ${rest.length + 1} statements that differ in their ${nouns[part]} only${withoutSids(rest)}`,
      changes: () => [
        ...(part === 'Principal' ? grownPrincipal(first, rest) : grown(first, rest, part)),
        ...rest.map(({ span }): Change => ({ kind: 'remove', uri, at: span })),
      ],
    };
  }
}

/** The names that go with a merger. */
function withoutSids(statements: readonly Statement[]): string {
  const sids = statements.flatMap(({ sid }) => literalOf(sid) ?? []);
  return sids.length === 0 ? '' : ` (drops the Sid ${listed(sids, 4)})`;
}

function inOrder(statements: readonly Statement[]): readonly Statement[] {
  return [...statements].sort((a, b) => a.span.start - b.span.start);
}

/** What each element says, by its name, whatever the order and the spelling; undefined where something cannot be told. The Sid says nothing. */
function meaningOf(statement: Statement): ReadonlyMap<string, string> | undefined {
  if (!statement.complete || statement.conditional || statement.misfits.length > 0) return undefined;
  const { action, notAction, resource, notResource, principal, notPrincipal, condition } = statement;
  const meaning = new Map<string, string | undefined>([
    ['Effect', literalOf(statement.effect)],
    ['Action', textsOf(action, true)],
    ['NotAction', textsOf(notAction, true)],
    ['Resource', textsOf(resource)],
    ['NotResource', textsOf(notResource)],
    ['Principal', principalsOf(principal)],
    ['NotPrincipal', principalsOf(notPrincipal)],
    ['Condition', testsOf(condition)],
  ]);
  const names = new Set([...meaning.keys(), 'Sid']);
  if (!statement.keys.every(({ name }) => names.has(name))) return undefined;
  return [...meaning.values()].includes(undefined) ? undefined : (meaning as Map<string, string>);
}

function textsOf(element: TextElement | undefined, inAnyCase = false): string | undefined {
  if (!element) return 'none';
  if (!isSettled(element)) return undefined;
  return asSet(element.values.map(sameness), inAnyCase);
}

function asSet(texts: readonly (string | undefined)[], inAnyCase = false): string | undefined {
  if (texts.includes(undefined)) return undefined;
  return JSON.stringify([...new Set(texts.map((text) => (inAnyCase ? text?.toLowerCase() : text)))].sort());
}

function principalsOf(element: PrincipalElement | undefined): string | undefined {
  if (!element) return 'none';
  if (!element.complete || element.conditional) return undefined;
  if (element.bare) return sameness(element.bare);
  const entries = element.entries.map(({ type, values, complete, conditional }) => {
    const texts = complete && !conditional ? asSet(values.map(sameness)) : undefined;
    return texts === undefined ? undefined : `${type} ${texts}`;
  });
  return asSet(entries);
}

function testsOf(condition: ConditionElement | undefined): string | undefined {
  if (!condition) return 'none';
  if (!condition.complete || condition.operators.some(({ isEmpty }) => isEmpty)) return undefined;
  const tests = condition.tests.map(({ operator, key, values, complete, conditional }) => {
    const texts = complete && !conditional ? asSet(values.map(sameness)) : undefined;
    return texts === undefined ? undefined : `${operator.toLowerCase()} ${key.toLowerCase()} ${texts}`;
  });
  return asSet(tests);
}

function canGrow(statement: Statement, part: Part): boolean {
  const { action, resource, principal } = statement;
  if (part !== 'Principal') return isSettled(part === 'Action' ? action : resource);
  return principal !== undefined && !principal.bare && principal.entries.length > 0;
}

function grown(first: Statement, rest: readonly Statement[], part: 'Action' | 'Resource'): readonly Change[] {
  const elementOf = (one: Statement): TextElement | undefined => (part === 'Action' ? one.action : one.resource);
  const element = elementOf(first);
  const values = rest.flatMap((one) => elementOf(one)?.values ?? []);
  return element ? added(element, values, first.uri, part === 'Action') : [];
}

function added(
  { at, values }: { readonly at: TextElement['at']; readonly values: readonly TextValue[] },
  more: readonly TextValue[],
  uri: string,
  inAnyCase: boolean,
): readonly Change[] {
  const name = (value: TextValue): string | undefined => {
    const text = sameness(value);
    return inAnyCase ? text?.toLowerCase() : text;
  };
  const known = new Set(values.map(name));
  return more.flatMap((value): Change[] => {
    if (known.has(name(value))) return [];
    known.add(name(value));
    return [{ kind: 'add-item', uri, list: at, value: new CopyOf(uri, value.at) }];
  });
}

function grownPrincipal({ principal, uri }: Statement, rest: readonly Statement[]): readonly Change[] {
  if (!principal) return [];
  const entries = rest.flatMap((one) => one.principal?.entries ?? []);
  const types = [...new Set(entries.map(({ type }) => type))];
  return types.flatMap((type): readonly Change[] => {
    const values = entries.flatMap((entry) => (entry.type === type ? entry.values : []));
    const own = principal.entries.find((entry) => entry.type === type);
    if (own) return added(own, values, uri, false);
    const distinct = values.filter((value, i) => values.findIndex((one) => sameness(one) === sameness(value)) === i);
    const [only, second] = distinct;
    const copies = distinct.map(({ at }) => new CopyOf(uri, at));
    const isText = entries.every((entry) => entry.type !== type || !entry.isList);
    const value = only && !second && isText ? new CopyOf(uri, only.at) : copies;
    return [{ kind: 'add-entry', uri, mapping: principal.at, key: type, value }];
  });
}
