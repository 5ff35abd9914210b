import { callPatternOf, isPlaceholder, type CallPattern } from '../../access/call-pattern.ts';
import { covers } from '../../access/match.ts';
import { unitMemory } from '../../graph/per-unit.ts';
import { resolverOf } from '../../graph/resolve.ts';
import type { PlacedPolicy, Unit } from '../../graph/unit.ts';
import { actionsNamed } from '../../model/actions-named.ts';
import type { Statement, TextElement } from '../../model/policy.ts';
import { literalOf } from '../../model/text-value.ts';

/** A Resource (or NotResource) of execute-api in a policy of the unit. */
export interface PlacedPattern extends CallPattern {
  readonly element: TextElement;
  readonly statement: Statement;
  readonly policy: PlacedPolicy;
}

interface PlacedStatement {
  readonly statement: Statement;
  readonly policy: PlacedPolicy;
}

const statements = unitMemory<readonly PlacedStatement[]>();

/** Every statement of a unit once, with the first place that its policy is used in: a file that two commands take is one policy to read. */
export function statementsIn(unit: Unit): readonly PlacedStatement[] {
  let known = statements.get(unit);
  if (!known) {
    const places = new Map<string, PlacedStatement>();
    for (const policy of unit.policies)
      for (const statement of policy.document.statements) {
        const place = `${statement.uri} ${statement.span.start}`;
        if (!places.has(place)) places.set(place, { statement, policy });
      }
    statements.set(unit, (known = [...places.values()]));
  }
  return known;
}

const patterns = unitMemory<readonly PlacedPattern[]>();

/**
 * The execute-api resources of a unit's policies, except of trust policies (which take no resource at all) and of statements whose
 * actions are all of other services (wrong-component has those). Patterns that the author has yet to fill in are left out.
 */
export function callPatternsIn(unit: Unit): readonly PlacedPattern[] {
  let known = patterns.get(unit);
  if (!known) patterns.set(unit, (known = statementsIn(unit).flatMap((one) => patternsOf(one, unit))));
  return known;
}

function patternsOf({ statement, policy }: PlacedStatement, unit: Unit): readonly PlacedPattern[] {
  if (policy.use?.slot === 'trust' || !mayCall(statement)) return [];
  return [statement.resource, statement.notResource].flatMap((element) =>
    (element?.values ?? []).flatMap((value): readonly PlacedPattern[] => {
      const pattern = callPatternOf(resolverOf(unit).withStageParameters(value, statement.uri));
      return element && pattern && !isUnfilled(pattern) ? [{ ...pattern, element, statement, policy }] : [];
    }),
  );
}

/** May one of the statement's actions be of execute-api? */
function mayCall(statement: Statement): boolean {
  return mayName(statement, 'execute-api');
}

/** May one of the statement's actions be of API Gateway's management? */
export function mayManage(statement: Statement): boolean {
  return mayName(statement, 'apigateway');
}

function mayName({ action, notAction }: Statement, service: string): boolean {
  if (!action) return notAction !== undefined;
  const { services, mayBeAny } = actionsNamed(action);
  return !action.complete || mayBeAny || services.has(service);
}

function isUnfilled({ region, account, api, segments }: CallPattern): boolean {
  const fields = [region, account, api, segments[0], segments[1]];
  return fields.some((field) =>
    field?.parts.some((part) => part.kind === 'literal' && isPlaceholder(part.source.text)),
  );
}

/** Does the statement grant (or deny) that action of execute-api beyond doubt? The name is given in lower case. */
export function surelyNames(statement: Statement, action: string): boolean {
  return (statement.action?.values ?? []).some((value) => {
    const text = literalOf(value)?.toLowerCase();
    return text !== undefined && covers(text, `execute-api:${action}`);
  });
}
