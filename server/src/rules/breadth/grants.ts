import { covers } from '../../access/match.ts';
import { unitMemory } from '../../graph/per-unit.ts';
import type { PlacedPolicy, Unit } from '../../graph/unit.ts';
import { actionsNamed, type ActionEntry } from '../../model/actions-named.ts';
import { shapeOfStatement } from '../../model/policy-shape.ts';
import { surelyAllows, type Statement, type TextElement } from '../../model/policy.ts';
import { literalOf, splitText, type TextValue } from '../../model/text-value.ts';
import { isNamedGuard } from '../guard-name.ts';
import type { Finding, Rule, RuleContext, RuleMeta } from '../rule.ts';

/**
 * A rule that looks at what identity-based policies grant: each Allow statement in an identity slot, or in a loose file that has the
 * shape of such a policy, once. Boundaries and service control policies grant nothing; a statement with a Principal is another mistake.
 *
 * Where one statement is too broad in several ways, one rule speaks. Action and Resource `*`: admin alone. Action `*`: any-action
 * alone. `service:*`: whole-service; but on every API, any-api and any-api-managed speak of `execute-api:*` and `apigateway:*`.
 * Of the other actions that stand on Resource `*`, any-function has lambda:InvokeFunction, any-api has execute-api,
 * any-api-managed has apigateway, and any-resource the rest.
 */
export function grantRule(rule: {
  readonly meta: RuleMeta;
  checkGrant(statement: Statement, policy: PlacedPolicy, context: RuleContext): Iterable<Finding>;
}): Rule {
  return {
    meta: rule.meta,
    *check(context) {
      for (const { statement, policy } of grantsOf(context.unit)) yield* rule.checkGrant(statement, policy, context);
    },
  };
}

interface Grant {
  readonly statement: Statement;
  readonly policy: PlacedPolicy;
}

const grants = unitMemory<readonly Grant[]>();

/** The same for every such rule. */
function grantsOf(unit: Unit): readonly Grant[] {
  let known = grants.get(unit);
  if (!known) grants.set(unit, (known = gathered(unit)));
  return known;
}

function gathered(unit: Unit): readonly Grant[] {
  const out: Grant[] = [];
  // A file that two commands take is one policy to read.
  const seen = new Set<string>();
  for (const policy of unit.policies) {
    if (policy.use ? policy.use.slot !== 'identity' : isNamedGuard(policy.document.uri)) continue;
    for (const statement of policy.document.statements) {
      const place = `${statement.uri} ${statement.span.start}`;
      if (seen.has(place) || !isGrant(statement, policy)) continue;
      seen.add(place);
      out.push({ statement, policy });
    }
  }
  return out;
}

function isGrant(statement: Statement, policy: PlacedPolicy): boolean {
  if (!surelyAllows(statement) || !statement.complete || statement.principal || statement.notPrincipal) return false;
  return policy.use !== undefined || shapeOfStatement(statement) === 'identity';
}

/** The `*` of a Resource element. */
export function everyResourceOf(statement: Statement): TextValue | undefined {
  return statement.resource?.values.find(isStar);
}

export function isStar(value: TextValue): boolean {
  const text = literalOf(value) ?? '';
  return text.startsWith('*') && /^\*+$/.test(text);
}

/** The `*` of an Action element. */
export function everyActionOf(statement: Statement): TextValue | undefined {
  return actionsNamed(statement.action).every;
}

/** The actions of one service, as written: `execute-api` finds `execute-api:Inv*`. Holes are left out. */
export function actionsOfService(statement: Statement, service: string): readonly TextValue[] {
  const { entries, services } = actionsNamed(statement.action);
  return services.has(service) ? entries.flatMap((one) => (one.service === service ? [one.value] : [])) : [];
}

/** `s3:*` */
export function isWholeService({ text }: ActionEntry): boolean {
  return text !== undefined && text.endsWith('*') && /^[\w-]+:\*+$/.test(text);
}

/** `lambda:InvokeFunction`, or a wildcard that covers it and stops short of the whole service. */
export function isInvoke(entry: ActionEntry): boolean {
  const { text, service } = entry;
  return text !== undefined && service === 'lambda' && !isWholeService(entry) && covers(text, 'lambda:invokefunction');
}

/**
 * The `*` that stands for every API in an execute-api ARN (`arn:aws:execute-api:*:*:*`), or a lone `*`. Undefined for a resource
 * that is held to an API, or may be.
 */
export function everyApiIn(resource: TextValue): TextValue | undefined {
  if (isStar(resource)) return resource;
  const tail = tailOfArn(resource, 'execute-api');
  const api = tail && splitText(tail, '/', 2)[0];
  return api && isStar(api) ? api : undefined;
}

/** The path that stands for everything in a management ARN (`arn:aws:apigateway:us-east-1::/*`), or a lone `*`. */
export function everyManagedPathIn(resource: TextValue): TextValue | undefined {
  if (isStar(resource)) return resource;
  const tail = tailOfArn(resource, 'apigateway');
  return tail && /^\/?\*+$/.test(literalOf(tail) ?? '') ? tail : undefined;
}

/** What stands for every function in a function ARN (the last `*` of `...:function:*`), or a lone `*`. */
export function everyFunctionIn(resource: TextValue): TextValue | undefined {
  if (isStar(resource)) return resource;
  const tail = tailOfArn(resource, 'lambda');
  if (!tail) return undefined;
  if (isStar(tail)) return tail;
  const [kind, name, qualifier] = splitText(tail, ':', 3);
  if (literalOf(kind) !== 'function' || !name || !isStar(name)) return undefined;
  return qualifier && !isStar(qualifier) ? undefined : name;
}

/** The sixth field of an ARN of that service. */
export function tailOfArn(resource: TextValue, service: string): TextValue | undefined {
  if (!resource.parts.some((part) => part.kind === 'literal' && part.source.text.includes(service))) return undefined;
  const fields = splitText(resource, ':', 6);
  return literalOf(fields[0]) === 'arn' && literalOf(fields[2]) === service ? fields[5] : undefined;
}

/** True when every entry of the element is one text without holes, at a place of its own: only then can it be taken apart. */
export function isPlainList(element: TextElement | undefined): element is TextElement {
  if (!element?.complete || element.conditional || element.values.length === 0) return false;
  const places = new Set(element.values.map((value) => value.at.start));
  return places.size === element.values.length && element.values.every((value) => literalOf(value) !== undefined);
}

/** `"a"`, `"a" and "b"`, `"a" and 3 more`, for messages. */
export function listed(actions: readonly TextValue[]): string {
  const names = [...new Set(actions.map((action) => literalOf(action) ?? ''))];
  const [first = '', second] = names;
  if (second === undefined) return `"${first}"`;
  return names.length === 2 ? `"${first}" and "${second}"` : `"${first}" and ${names.length - 1} more`;
}
