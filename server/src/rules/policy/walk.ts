import type { Finding, RuleContext } from '../rule.ts';
import type { Issues, PolicyRule, PolicyVisitor } from './policy-rule.ts';
import { PolicyReading } from './reading.ts';

export interface Found {
  readonly rule: PolicyRule;
  readonly finding: Finding;
}

type Kind = keyof PolicyVisitor;

type Handler<K extends Kind> = readonly [PolicyRule, NonNullable<PolicyVisitor[K]>];

type Handlers = { readonly [K in Kind]: readonly Handler<K>[] };

const handlersOfRules = new WeakMap<readonly PolicyRule[], Handlers>();

/** Walks every policy of the unit once and asks the rules about each thing of it. */
export function walkPolicies(rules: readonly PolicyRule[], context: RuleContext): readonly Found[] {
  const out: Found[] = [];
  let handlers = handlersOfRules.get(rules);
  if (!handlers) handlersOfRules.set(rules, (handlers = handlersOf(rules)));
  for (const placed of context.unit.policies) walkPolicy(new PolicyReading(placed, context), handlers, out);
  return out;
}

function handlersOf(rules: readonly PolicyRule[]): Handlers {
  const of = <K extends Kind>(kind: K): readonly Handler<K>[] =>
    rules.flatMap((rule) => {
      const handler = rule.visitor[kind];
      return handler ? [[rule, handler.bind(rule.visitor) as NonNullable<PolicyVisitor[K]>]] : [];
    });
  return {
    policy: of('policy'),
    statement: of('statement'),
    action: of('action'),
    resource: of('resource'),
    principal: of('principal'),
    test: of('test'),
    value: of('value'),
  };
}

function walkPolicy(policy: PolicyReading, handlers: Handlers, out: Found[]): void {
  const { uri } = policy.document;
  ask(handlers.policy, policy, uri, out);
  // A text that cannot be read as JSON is mended first.
  if (policy.document.problems.length > 0) return;
  for (const statement of policy.statements) {
    ask(handlers.statement, statement, uri, out);
    for (const action of statement.actions) ask(handlers.action, action, uri, out);
    for (const resource of statement.resources) ask(handlers.resource, resource, uri, out);
    for (const principal of statement.principals) ask(handlers.principal, principal, uri, out);
    for (const test of statement.tests) {
      ask(handlers.test, test, uri, out);
      if (handlers.value.length > 0) for (const value of test.values) ask(handlers.value, value, uri, out);
    }
  }
}

function ask<T>(
  handlers: readonly (readonly [PolicyRule, (thing: T) => Issues])[],
  thing: T,
  uri: string,
  out: Found[],
): void {
  for (const [rule, handler] of handlers) {
    const issues = handler(thing);
    if (!issues) continue;
    if ('span' in issues) out.push({ rule, finding: { uri, ...issues } });
    else for (const issue of issues) out.push({ rule, finding: { uri, ...issue } });
  }
}
