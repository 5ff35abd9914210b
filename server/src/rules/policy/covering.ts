import { conditionOperator } from '../../catalog/condition-operators.ts';
import { matchesWildcard, mayMeet } from '../../catalog/wildcard.ts';
import { coversArn, equalsText } from '../../access/match.ts';
import type { ConditionTest, PrincipalElement, TextElement } from '../../model/policy.ts';
import { literalOf, type TextValue } from '../../model/text-value.ts';
import { hasPlaceholder, withoutVariables } from './placeholder.ts';
import type { PolicyReading, StatementReading } from './reading.ts';
import { meaningOf } from './statement-meaning.ts';

/** More comparisons than this are not made: a policy so long is no one's own writing. */
const mostComparisons = 300_000;

/** A statement of which all is known, and the services that it speaks of. */
interface Comparable {
  readonly at: StatementReading;
  readonly services: ReadonlySet<string>;
  readonly size: number;
}

const known = new WeakMap<PolicyReading, readonly Comparable[]>();

/**
 * Statements of a policy with one of the given effects whose requests another one, of the other effect given, surely covers: each with
 * the first that does and is `worthTelling`. Entries are compared one by one: two that cover a third only together are not seen.
 */
export function coveredStatements(
  policy: PolicyReading,
  narrowEffect: 'Allow' | 'Deny',
  wideEffect: 'Allow' | 'Deny',
  worthTelling: (narrow: StatementReading, wide: StatementReading) => boolean = () => true,
): readonly (readonly [narrow: StatementReading, wide: StatementReading])[] {
  if (policy.statements.length < 2) return [];
  let all = known.get(policy);
  if (!all) known.set(policy, (all = policy.statements.filter(isComparable).map(comparable)));
  const out: (readonly [StatementReading, StatementReading])[] = [];
  const wides = all.filter(({ at }) => at.effect === wideEffect);
  let left = mostComparisons;
  for (const narrow of all) {
    if (narrow.at.effect !== narrowEffect) continue;
    if (left < 0) return out;
    for (const wide of wides) {
      left -= 1;
      if (wide === narrow || !maySpeakOf(wide, narrow)) continue;
      left -= narrow.size * wide.size;
      if (left < 0) return out;
      if (!surelyCovers(wide.at, narrow.at) || isSaidOtherwise(wide.at, narrow.at)) continue;
      if (!worthTelling(narrow.at, wide.at)) continue;
      out.push([narrow.at, wide.at]);
      break;
    }
  }
  return out;
}

/** Of two that cover each other the second is told, and of two that are equal policy/redundant-statement tells. */
function isSaidOtherwise(wide: StatementReading, narrow: StatementReading): boolean {
  if (wide.effect !== narrow.effect || !surelyCovers(narrow, wide)) return false;
  const meaning = meaningOf(wide.statement);
  const isSecond = wide.statement.span.start < narrow.statement.span.start;
  return !isSecond || (meaning !== undefined && meaning === meaningOf(narrow.statement));
}

function comparable(at: StatementReading): Comparable {
  const services = new Set(
    at.actions.map(({ service, isNot, isWild }) => (isNot || (isWild && service === '') ? '*' : service)),
  );
  return { at, services, size: 1 + at.actions.length + at.resources.length };
}

/** A quick look that tells most pairs apart. */
function maySpeakOf(wide: Comparable, narrow: Comparable): boolean {
  const tests = wide.at.statement.condition?.tests.length ?? 0;
  if (tests > (narrow.at.statement.condition?.tests.length ?? 0)) return false;
  if (wide.services.has('*')) return true;
  for (const service of narrow.services) if (!wide.services.has(service)) return false;
  return true;
}

/** Nothing of it is hidden or to be filled in, nothing depends on a condition of the template. */
function isComparable(at: StatementReading): boolean {
  const { action, notAction, resource, notResource, principal, notPrincipal, condition } = at.statement;
  if (at.actions.some(({ text, service }) => (service === '' && text !== '*') || hasPlaceholder(text))) return false;
  if (at.effect === undefined || !at.isWhole || (action ? notAction : !notAction) || (resource && notResource))
    return false;
  return (
    [action, notAction, resource, notResource].every((one) => !one || (one.complete && !one.conditional)) &&
    [principal, notPrincipal].every((one) => !one || isSimple(one)) &&
    (condition?.complete ?? true) &&
    (condition?.tests ?? []).every((test) => test.complete && !test.conditional)
  );
}

function surelyCovers(wide: StatementReading, narrow: StatementReading): boolean {
  return (
    coversConditions(wide, narrow) &&
    coversActions(wide, narrow) &&
    coversResources(wide, narrow) &&
    coversPrincipals(wide, narrow)
  );
}

function isSimple({ complete, conditional, entries }: PrincipalElement): boolean {
  return complete && !conditional && entries.every((entry) => entry.complete && !entry.conditional);
}

function coversActions({ statement: wide }: StatementReading, { statement: narrow }: StatementReading): boolean {
  return coversEither(wide.action, wide.notAction, narrow.action, narrow.notAction, coversAction, actionsMeet);
}

function coversResources({ statement: wide }: StatementReading, { statement: narrow }: StatementReading): boolean {
  if (!wide.resource && !wide.notResource) return !narrow.resource && !narrow.notResource;
  return coversEither(
    wide.resource,
    wide.notResource,
    narrow.resource,
    narrow.notResource,
    coversResource,
    resourcesMeet,
  );
}

type Relation = (one: TextValue, other: TextValue) => boolean;

function coversEither(
  wide: TextElement | undefined,
  wideNot: TextElement | undefined,
  narrow: TextElement | undefined,
  narrowNot: TextElement | undefined,
  covers: Relation,
  meet: Relation,
): boolean {
  const all = (values: TextElement | undefined, test: (value: TextValue) => boolean): boolean =>
    values !== undefined && values.values.length > 0 && values.values.every(test);
  if (wide && narrow) return all(narrow, (one) => wide.values.some((other) => covers(other, one)));
  // All but what is listed: by less that is listed, or by a star.
  if (wide && narrowNot) return wide.values.some((value) => literalOf(value) === '*');
  if (wideNot && narrow) return all(narrow, (one) => !wideNot.values.some((other) => meet(other, one)));
  if (wideNot && narrowNot) return all(wideNot, (one) => narrowNot.values.some((other) => covers(other, one)));
  return false;
}

function coversAction(wide: TextValue, narrow: TextValue): boolean {
  const [left, right] = [literalOf(wide)?.toLowerCase(), literalOf(narrow)?.toLowerCase()];
  if (left === undefined || right === undefined) return false;
  return left === '*' || coversPattern(left, right);
}

/** To a matcher the star of the narrower text is a letter like others, which `?` would match as one. */
function coversPattern(wide: string, narrow: string): boolean {
  return wide === narrow || (!(wide.includes('?') && narrow.includes('*')) && matchesWildcard(wide, narrow));
}

/** False only if no action is named by both. */
function actionsMeet(one: TextValue, other: TextValue): boolean {
  const [left, right] = [literalOf(one)?.toLowerCase(), literalOf(other)?.toLowerCase()];
  return left === undefined || right === undefined || mayMeet(left, right);
}

function coversResource(wide: TextValue, narrow: TextValue): boolean {
  const [left, right] = [literalOf(wide), literalOf(narrow)];
  if (left === '*' || (left !== undefined && left === right)) return true;
  if (left === undefined || right === undefined)
    return equalsText(wide, narrow) === 'yes' || (!hasOne(wide) && coversArn(wide, narrow) === 'yes');
  // A variable inside of the wider text has another value for each request; the same one in both has the same.
  return left.startsWith('arn:') && coversPattern(left, right) && left.split(':').length >= 6;
}

function hasOne(value: TextValue): boolean {
  return value.parts.some((part) => part.kind === 'literal' && part.source.text.includes('?'));
}

function resourcesMeet(one: TextValue, other: TextValue): boolean {
  const [left, right] = [literalOf(one), literalOf(other)];
  return left === undefined || right === undefined || mayMeet(withoutVariables(left), withoutVariables(right));
}

function coversPrincipals(
  { statement: wide, effect }: StatementReading,
  { statement: narrow }: StatementReading,
): boolean {
  if (!wide.principal && !wide.notPrincipal) return !narrow.principal && !narrow.notPrincipal;
  if (!wide.principal || !narrow.principal) return false;
  // Being named is more than being one of everyone: it lets a user past a permissions boundary.
  if (effect === 'Deny' && isEveryone(wide.principal))
    return narrow.principal.entries.every(({ type }) => type !== 'Service');
  const named = new Set(namesOf(wide.principal));
  const names = namesOf(narrow.principal);
  return names.length > 0 && names.every((name) => name !== undefined && named.has(name));
}

/** Whether AWS's services are among everyone depends on the service. */
function isEveryone({ bare }: PrincipalElement): boolean {
  return bare !== undefined && literalOf(bare) === '*';
}

function namesOf({ bare, entries }: PrincipalElement): readonly (string | undefined)[] {
  if (bare) return [literalOf(bare) === '*' ? 'AWS *' : undefined];
  return entries.flatMap(({ type, values }) =>
    values.map((value) => {
      const text = literalOf(value);
      return text === undefined ? undefined : `${type} ${text}`;
    }),
  );
}

/** Every test of the wider one stands in the narrower one too, with no value more there. */
export function coversConditions(
  { statement: wide }: StatementReading,
  { statement: narrow }: StatementReading,
): boolean {
  const tests = narrow.condition?.tests ?? [];
  return (wide.condition?.tests ?? []).every((test) => tests.some((other) => coversTest(test, other)));
}

function coversTest(wide: ConditionTest, narrow: ConditionTest): boolean {
  const operator = conditionOperator(wide.operator);
  if (!operator || operator.name !== conditionOperator(narrow.operator)?.name) return false;
  if (wide.key.toLowerCase() !== narrow.key.toLowerCase()) return false;
  const [left, right] = [textsOf(wide), textsOf(narrow)];
  if (left.includes(undefined) || right.includes(undefined)) return false;
  // Of the values of a negated test none may match: more of them let less pass.
  return operator.negated ? left.every((one) => right.includes(one)) : right.every((one) => left.includes(one));
}

function textsOf({ values }: ConditionTest): readonly (string | undefined)[] {
  return values.map((value) => literalOf(value));
}
