import type { ConditionElement, ConditionTest } from '../model/policy.ts';
import { literalOf, type TextValue } from '../model/text-value.ts';
import { operatorOf, type Operator } from './condition-operators.ts';
import { valuesOf, type Context } from './context.ts';
import type { Doubt } from './decision.ts';
import { allOf, anyOf, type Answer } from './match.ts';
import { withVariables } from './policy-variables.ts';

/** Whether something holds, and what leaves it open. */
export interface Holding {
  readonly answer: Answer;
  readonly doubts: readonly Doubt[];
}

/**
 * Does the Condition element hold for a request? All its tests must. A request that lacks the key fails the positive operators and
 * meets the negated ones, those with `IfExists` and ForAllValues.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 *
 * @param variables Whether policy variables count; undefined when the policy's version is not known.
 */
export function conditionHolds(
  condition: ConditionElement | undefined,
  context: Context,
  variables: boolean | undefined,
): Holding {
  if (!condition) return { answer: 'yes', doubts: [] };
  const doubts: Doubt[] = [];
  let answer: Answer = 'yes';
  for (const test of condition.tests) {
    const one = testHolds(test, context, variables);
    if (one === 'no') return { answer: condition.complete ? 'no' : 'maybe', doubts: presence(condition) };
    if (one === 'maybe') {
      answer = 'maybe';
      doubts.push(
        isStated(valuesOf(context, test.key))
          ? { kind: 'hole', element: 'Condition' }
          : { kind: 'condition', key: test.key },
      );
    }
  }
  if (!condition.complete) return { answer: 'maybe', doubts: [...doubts, ...presence(condition)] };
  return { answer, doubts };
}

/** Known to the letter: then it is the policy that leaves it open. */
function isStated(values: readonly TextValue[] | undefined): boolean {
  return values?.every((value) => literalOf(value) !== undefined) ?? false;
}

function presence({ complete }: ConditionElement): readonly Doubt[] {
  return complete ? [] : [{ kind: 'presence' }];
}

function testHolds(test: ConditionTest, context: Context, variables: boolean | undefined): Answer {
  const use = operatorOf(test.operator);
  if (!use) return 'maybe';
  const actual = valuesOf(context, test.key);
  if (!use.operator) return existenceHolds(test, actual);
  if (!actual) return 'maybe';
  if (actual.length === 0) {
    if (use.ifExists || use.set === 'all') return 'yes';
    return use.set === 'any' || !use.operator.negated ? 'no' : 'yes';
  }
  const { operator } = use;
  const answers = actual.map((value) => valueHolds(test, value, operator, context, variables));
  if (use.set === 'all') return allOf(answers);
  if (use.set === 'any') return anyOf(answers);
  const [first = 'maybe'] = answers;
  // What AWS makes of several values without ForAllValues or ForAnyValue is not published.
  return answers.every((one) => one === first) ? first : 'maybe';
}

/** `Null: { key: "true" }` holds where the key is absent, "false" where it is there. */
function existenceHolds(test: ConditionTest, actual: readonly TextValue[] | undefined): Answer {
  if (!actual) return 'maybe';
  const isAbsent = actual.length === 0;
  return anyValueOf(test, (value) => {
    const wanted = literalOf(value)?.toLowerCase();
    if (wanted !== 'true' && wanted !== 'false') return 'maybe';
    return (wanted === 'true') === isAbsent ? 'yes' : 'no';
  });
}

function valueHolds(
  test: ConditionTest,
  actual: TextValue,
  operator: Operator,
  context: Context,
  variables: boolean | undefined,
): Answer {
  const matches = anyValueOf(test, (wanted) => {
    const hasSome = operator.variables && variables !== false;
    const resolved = hasSome ? withVariables(wanted, context) : wanted;
    // A variable without a value: a positive test fails; what a negated one does is not published.
    if (!resolved) return operator.negated ? 'maybe' : 'no';
    if (resolved !== wanted && variables === undefined) return 'maybe';
    return operator.matches(resolved, actual);
  });
  return operator.negated ? opposite(matches) : matches;
}

/** Whether one of the test's values does; values that are there only sometimes, or that cannot be read, leave it open. */
function anyValueOf(test: ConditionTest, does: (value: TextValue) => Answer): Answer {
  return anyOfElement(test, test.values.map(does));
}

/** The answer of an element that holds if one of its values does. */
export function anyOfElement(
  element: { readonly complete: boolean; readonly conditional: boolean },
  answers: readonly Answer[],
): Answer {
  const answer = anyOf(answers);
  if (answer === 'yes' && element.conditional && !answers.every((one) => one === 'yes')) return 'maybe';
  return answer === 'no' && !element.complete ? 'maybe' : answer;
}

export function opposite(answer: Answer): Answer {
  return answer === 'maybe' ? 'maybe' : answer === 'yes' ? 'no' : 'yes';
}
