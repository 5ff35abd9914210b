import type { Catalog } from '../../catalog/catalog.ts';
import type { PlacedPolicy } from '../../graph/unit.ts';
import type { PolicyDocument } from '../../model/policy.ts';
import { contains, type Span } from '../../text/span.ts';
import type { Finding, Fix, RuleContext } from '../rule.ts';
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
export function walkPolicies(rules: readonly PolicyRule[], { unit, catalog }: RuleContext): readonly Found[] {
  let handlers = handlersOfRules.get(rules);
  if (!handlers) handlersOfRules.set(rules, (handlers = handlersOf(rules)));
  const out: Found[] = [];
  for (const placed of unit.policies) out.push(...foundIn(placed, handlers, catalog));
  return out;
}

/** What was found in a document, with all that it depends on. */
interface Kept {
  readonly handlers: Handlers;
  readonly catalog: Catalog;
  readonly use: PlacedPolicy['use'];
  /** Where the document stood. */
  readonly start: number;
  readonly found: readonly Found[];
}

const keptFor = new WeakMap<PolicyDocument, Kept>();

/**
 * Nothing but the document, its slot and the catalog decides what these rules find: a document that is the same object keeps its
 * findings, wherever it was moved to.
 */
function foundIn(placed: PlacedPolicy, handlers: Handlers, catalog: Catalog): readonly Found[] {
  const { document, use } = placed;
  const kept = keptFor.get(document);
  if (kept?.handlers === handlers && kept.catalog === catalog && kept.use === use) {
    const by = document.span.start - kept.start;
    return kept.found.map((one) => movedTo(by, one, placed, catalog));
  }
  const found: Found[] = [];
  walkPolicy(new PolicyReading(placed, catalog), handlers, found);
  if (found.every(({ finding }) => isWithin(document.span, finding)))
    keptFor.set(document, { handlers, catalog, use, start: document.span.start, found: found.map(withoutFixes) });
  return found;
}

function isWithin(document: Span, { span, word, related }: Finding): boolean {
  return [span, ...(word ? [word] : []), ...(related ?? []).map((one) => one.span)].every((one) =>
    contains(document, one),
  );
}

/** Fixes know places, which move, so that they are made anew for whoever wants them. */
function withoutFixes({ rule, finding }: Found): Found {
  return { rule, finding: finding.fixes ? { ...finding, fixes: () => [] } : finding };
}

function movedTo(by: number, { rule, finding }: Found, placed: PlacedPolicy, catalog: Catalog): Found {
  const move = (span: Span): Span => ({ start: span.start + by, end: span.end + by });
  const span = move(finding.span);
  return {
    rule,
    finding: {
      ...finding,
      span,
      ...(finding.word ? { word: move(finding.word) } : {}),
      ...(finding.related ? { related: finding.related.map((one) => ({ ...one, span: move(one.span) })) } : {}),
      ...(finding.fixes ? { fixes: () => fixesAt(span, finding.message, rule, placed, catalog) } : {}),
    },
  };
}

function fixesAt(
  span: Span,
  message: string,
  rule: PolicyRule,
  placed: PlacedPolicy,
  catalog: Catalog,
): readonly Fix[] {
  const found: Found[] = [];
  walkPolicy(new PolicyReading(placed, catalog), handlersOf([rule]), found);
  const same = found.find(
    ({ finding }) => finding.message === message && finding.span.start === span.start && finding.span.end === span.end,
  );
  return same?.finding.fixes?.() ?? [];
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
