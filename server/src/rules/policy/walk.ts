import type { Catalog } from '../../catalog/catalog.ts';
import type { PlacedPolicy, Unit } from '../../graph/unit.ts';
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
  const out: Found[] = [];
  for (const placed of unit.policies) out.push(...foundIn({ placed, catalog, unit }, rules));
  return out;
}

interface Place {
  readonly placed: PlacedPolicy;
  readonly catalog: Catalog;
  readonly unit: Unit;
}

/** What was found in a document, with all that it depends on. */
interface Kept {
  readonly rules: readonly PolicyRule[];
  readonly catalog: Catalog;
  readonly use: PlacedPolicy['use'];
  /** Where the document stood. */
  readonly start: number;
  readonly found: readonly Found[];
  /** Those whose answer depends on what stands around the document. */
  readonly asking: readonly PolicyRule[];
}

const keptFor = new WeakMap<PolicyDocument, Kept>();

/**
 * Most rules look at nothing but the document, its slot and the catalog: a document that is the same object keeps what they found,
 * wherever it was moved to. Those that asked for the unit are asked again.
 */
function foundIn(place: Place, rules: readonly PolicyRule[]): readonly Found[] {
  const { placed, catalog } = place;
  const { document, use } = placed;
  const kept = keptFor.get(document);
  if (kept?.rules === rules && kept.catalog === catalog && kept.use === use) {
    const by = document.span.start - kept.start;
    const old = kept.found.map((one) => movedBy(by, one, place));
    return kept.asking.length === 0 ? old : [...old, ...walkPolicy(place, kept.asking).found];
  }
  const { found, asking } = walkPolicy(place, rules);
  const own = found.filter(({ rule }) => !asking.has(rule));
  if (own.every(({ finding }) => isWithin(document.span, finding)))
    keptFor.set(document, {
      rules,
      catalog,
      use,
      start: document.span.start,
      found: own.map(detached),
      asking: sameList(rules.filter((rule) => asking.has(rule))),
    });
  return found;
}

const lists = new Map<string, readonly PolicyRule[]>();

/** One object for equal lists, so that what is kept by it is found again. */
function sameList(rules: readonly PolicyRule[]): readonly PolicyRule[] {
  const name = rules.map(({ meta }) => meta.id).join(' ');
  const known = lists.get(name);
  if (known?.every((rule, i) => rule === rules[i])) return known;
  lists.set(name, rules);
  return rules;
}

function isWithin(document: Span, { span, word, related }: Finding): boolean {
  return [span, ...(word ? [word] : []), ...(related ?? []).map((one) => one.span)].every((one) =>
    contains(document, one),
  );
}

/** For keeping: at its place of now, of which the spans move by themselves; and fixes know places, so that they are made anew when somebody wants one. */
function detached({ rule, finding }: Found): Found {
  const still = at(finding, 0);
  return { rule, finding: finding.fixes ? { ...still, fixes: () => [] } : still };
}

function movedBy(by: number, { rule, finding }: Found, place: Place): Found {
  const moved = at(finding, by);
  if (!finding.fixes) return { rule, finding: moved };
  return { rule, finding: { ...moved, fixes: () => fixesAt(moved.span, finding.message, rule, place) } };
}

function at(finding: Finding, by: number): Finding {
  const move = ({ start, end }: Span): Span => ({ start: start + by, end: end + by });
  return {
    ...finding,
    span: move(finding.span),
    ...(finding.word ? { word: move(finding.word) } : {}),
    ...(finding.related ? { related: finding.related.map((one) => ({ ...one, span: move(one.span) })) } : {}),
  };
}

function fixesAt(span: Span, message: string, rule: PolicyRule, place: Place): readonly Fix[] {
  const same = walkPolicy(place, sameList([rule])).found.find(
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

interface Walked {
  readonly found: Found[];
  /** The rules that asked for the unit. */
  readonly asking: Set<PolicyRule>;
}

function walkPolicy({ placed, catalog, unit }: Place, rules: readonly PolicyRule[]): Walked {
  let handlers = handlersOfRules.get(rules);
  if (!handlers) handlersOfRules.set(rules, (handlers = handlersOf(rules)));
  const policy = new PolicyReading(placed, catalog, unit);
  const walked: Walked = { found: [], asking: new Set() };
  ask(handlers.policy, policy, policy, walked);
  // A text that cannot be read as JSON is mended first.
  if (policy.document.problems.length > 0) return walked;
  for (const statement of policy.statements) {
    ask(handlers.statement, statement, policy, walked);
    for (const action of statement.actions) ask(handlers.action, action, policy, walked);
    for (const resource of statement.resources) ask(handlers.resource, resource, policy, walked);
    for (const principal of statement.principals) ask(handlers.principal, principal, policy, walked);
    for (const test of statement.tests) {
      ask(handlers.test, test, policy, walked);
      if (handlers.value.length > 0) for (const value of test.values) ask(handlers.value, value, policy, walked);
    }
  }
  return walked;
}

function ask<T>(
  handlers: readonly (readonly [PolicyRule, (thing: T) => Issues])[],
  thing: T,
  policy: PolicyReading,
  { found, asking }: Walked,
): void {
  const { uri } = policy.document;
  for (const [rule, handler] of handlers) {
    const issues = handler(thing);
    if (policy.takeAskedUnit()) asking.add(rule);
    if (!issues) continue;
    if ('span' in issues) found.push({ rule, finding: { uri, ...issues } });
    else for (const issue of issues) found.push({ rule, finding: { uri, ...issue } });
  }
}
