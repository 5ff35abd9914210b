import type { PrincipalElement, Statement, TextElement } from '../model/policy.ts';
import { splitText, type TextValue } from '../model/text-value.ts';
import { anyOfElement, conditionHolds, opposite, type Holding } from './condition-holds.ts';
import type { Context } from './context.ts';
import {
  allOf,
  anyOf,
  coversArn,
  coversText,
  inLowerCase,
  surelyCoversSome,
  surelyCoversSomeText,
  type Answer,
} from './match.ts';
import { withVariables } from './policy-variables.ts';
import { namedByNone, principalNames, type NamedAs, type Naming } from './principal-matches.ts';
import type { Request } from './request.ts';

/** Which elements count: identity policies name no principals, trust policies no resources. */
export type StatementKind = 'identity' | 'resource' | 'endpoint' | 'trust';

/** Whether a statement speaks of a request, whatever its effect. */
export interface Applying extends Holding {
  /** For statements with a Principal: as what it names the requester, under the doubts of the rest of the statement. */
  readonly as: Naming;
}

const never: Applying = { answer: 'no', doubts: [], as: namedByNone };

/**
 * Does the statement speak of the request: its principal, its action, its resource and its conditions?
 *
 * @param variables Whether policy variables count, which the version of the document says.
 */
export function statementApplies(
  statement: Statement,
  kind: StatementKind,
  request: Request,
  variables: boolean | undefined,
): Applying {
  const action = actionHolds(statement, request.action);
  if (action.answer === 'no') return never;
  const resource = kind === 'trust' ? certain : resourceHolds(statement, kind, request, variables);
  if (resource.answer === 'no') return never;
  const naming = kind === 'identity' ? undefined : namingOf(statement, kind, request);
  const principal = naming ? anyOf(Object.values(naming)) : 'yes';
  if (principal === 'no') return never;
  const condition = conditionHolds(statement.condition, request.context, variables);
  if (condition.answer === 'no') return never;
  const isThere = statement.complete && !statement.conditional && !(kind === 'identity' && statement.principal);
  const rest = allOf([action.answer, resource.answer, condition.answer, isThere ? 'yes' : 'maybe']);
  return {
    answer: allOf([rest, principal]),
    doubts: [
      ...action.doubts,
      ...resource.doubts,
      ...(principal === 'maybe' ? [{ kind: 'hole', element: 'Principal' } as const] : []),
      ...condition.doubts,
      ...(isThere ? [] : [{ kind: 'presence' } as const]),
    ],
    as: naming ? withRest(naming, rest) : namedByNone,
  };
}

const certain: Holding = { answer: 'yes', doubts: [] };

function withRest(naming: Naming, rest: Answer): Naming {
  if (rest === 'yes') return naming;
  const out: Record<NamedAs, Answer> = { ...naming };
  for (const as of Object.keys(naming) as NamedAs[]) out[as] = allOf([naming[as], rest]);
  return out;
}

function namingOf(statement: Statement, kind: StatementKind, { requester }: Request): Naming {
  if (statement.principal) return principalNames(statement.principal, requester);
  if (statement.notPrincipal) return notPrincipalNames(statement.notPrincipal, requester);
  // What an endpoint makes of a statement without one is not published.
  return statement.complete && kind !== 'endpoint' ? namedByNone : { ...namedByNone, everyone: 'maybe' };
}

/**
 * NotPrincipal names all but those it lists. A role is let off only if its sessions and its account are listed with it, which depends
 * on the request: then it is open.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function notPrincipalNames(element: PrincipalElement, requester: Request['requester']): Naming {
  const listed = principalNames(element, requester);
  const answer =
    listed.everyone === 'yes' ? 'no' : Object.values(listed).every((one) => one === 'no') ? 'yes' : 'maybe';
  return { ...namedByNone, everyone: answer };
}

const actionAnswers = new WeakMap<Statement, Map<string, Holding>>();

/** Whether the statement speaks of the action; kept, as the same few actions are asked about again and again. */
export function actionHolds(statement: Statement, action: string): Holding {
  let known = actionAnswers.get(statement);
  if (!known) actionAnswers.set(statement, (known = new Map<string, Holding>()));
  let answer = known.get(action);
  if (!answer) known.set(action, (answer = heldAgainst(statement, action)));
  return answer;
}

function heldAgainst(statement: Statement, action: string): Holding {
  const asked = action.toLowerCase();
  const matches = (element: TextElement): Answer =>
    anyOfElement(
      element,
      element.values.map((value) => actionCovers(value, asked)),
    );
  const answer = statement.action
    ? matches(statement.action)
    : statement.notAction
      ? opposite(matches(statement.notAction))
      : absent(statement);
  return { answer, doubts: answer === 'maybe' ? [{ kind: 'hole', element: nameOf(statement, 'Action') }] : [] };
}

function actionCovers(pattern: TextValue, asked: string): Answer {
  const target: TextValue = { ...pattern, parts: [{ kind: 'literal', source: { text: asked, span: pattern.span } }] };
  return coversText(inLowerCase(pattern), target);
}

function absent(statement: Statement): Answer {
  return statement.complete ? 'no' : 'maybe';
}

function nameOf(statement: Statement, name: 'Action' | 'Resource'): string {
  return statement[name === 'Action' ? 'notAction' : 'notResource'] ? `Not${name}` : name;
}

function resourceHolds(
  statement: Statement,
  kind: StatementKind,
  { resource, context }: Request,
  variables: boolean | undefined,
): Holding {
  const element = statement.resource ?? statement.notResource;
  if (!element) {
    const answer = absent(statement);
    return { answer, doubts: answer === 'maybe' ? [{ kind: 'presence' }] : [] };
  }
  const isNot = element === statement.notResource;
  const matches = anyOfElement(
    element,
    element.values.map((value) => resourceMatches(value, resource, { kind, context, variables, isNot })),
  );
  const answer = isNot ? opposite(matches) : matches;
  if (answer !== 'maybe') return { answer, doubts: [] };
  const some =
    !isNot && element.complete && !element.conditional
      ? element.values.some((value) => surelyMatchesSome(value, resource, { kind, context, variables }))
      : false;
  return { answer, doubts: [{ kind: some ? 'part' : 'hole', element: nameOf(statement, 'Resource') }] };
}

interface Matching {
  readonly kind: StatementKind;
  readonly context: Context;
  readonly variables: boolean | undefined;
}

function resourceMatches(
  pattern: TextValue,
  target: TextValue,
  { kind, context, variables, isNot }: Matching & { readonly isNot: boolean },
): Answer {
  const resolved = variables === false ? pattern : withVariables(pattern, context);
  if (!resolved) return isNot ? 'maybe' : 'no';
  if (resolved !== pattern && variables === undefined) return 'maybe';
  const [short, tail] = shortForm(resolved, target, kind);
  if (!short || !tail) return coversArn(resolved, target);
  return kind === 'resource' ? coversText(short, tail) : 'maybe';
}

function surelyMatchesSome(pattern: TextValue, target: TextValue, { kind, context, variables }: Matching): boolean {
  const resolved = variables === false ? pattern : withVariables(pattern, context);
  if (!resolved || (resolved !== pattern && variables === undefined)) return false;
  const [short, tail] = shortForm(resolved, target, kind);
  if (!short || !tail) return surelyCoversSome(resolved, target);
  return kind === 'resource' && surelyCoversSomeText(short, tail);
}

/**
 * `execute-api:/stage/GET/pets`, the form that only an API's own policy may take: API Gateway puts the head of the API's ARN before
 * the slash (facts: execute-api ARN grammar). Both sides without that head, from the slash on. What it means in the policy of a VPC
 * endpoint is not published.
 */
function shortForm(
  pattern: TextValue,
  target: TextValue,
  kind: StatementKind,
): readonly [TextValue | undefined, TextValue | undefined] {
  if (kind !== 'resource' && kind !== 'endpoint') return [undefined, undefined];
  const [service, tail] = splitText(pattern, 'execute-api:/', 2);
  if (!tail || service?.parts.length !== 0) return [undefined, undefined];
  const resource = splitText(target, ':', 6)[5];
  const path = resource && splitText(resource, '/', 2)[1];
  return [tail, path];
}
