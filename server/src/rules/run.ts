import type { Catalog } from '../catalog/catalog.ts';
import type { Unit } from '../graph/unit.ts';
import type { Span } from '../text/span.ts';
import { ignoresIn } from './ignore-comments.ts';
import { isPolicyRule, type PolicyRule } from './policy/policy-rule.ts';
import { walkPolicies } from './policy/walk.ts';
import type { Finding, Level, Rule, RuleContext, RuleMeta } from './rule.ts';

export interface RunOptions {
  readonly unit: Unit;
  /** Without a catalog, rules that need one do not run. */
  readonly catalog: Catalog | undefined;
  readonly levels: Readonly<Record<string, Level | 'off'>>;
  readonly textOf: (uri: string) => string;
}

/** How often a name stands as a word in a file's text. */
export function mentionsCounted(textOf: RunOptions['textOf']): RuleContext['mentionsOf'] {
  return (uri, name) =>
    textOf(uri).split(new RegExp(`(?<![\\w])${name.replace(/[^\w]/g, '\\$&')}(?![\\w])`)).length - 1;
}

/** Runs the rules over one unit: levels are given and ignore comments are heard here, once for all rules. */
export function runRules(
  rules: readonly Rule[],
  options: RunOptions,
): readonly (Finding & { readonly rule: string; readonly level: Level })[] {
  const { unit, catalog, levels, textOf } = options;
  const out: (Finding & { readonly rule: string; readonly level: Level })[] = [];
  const mentionsOf = mentionsCounted(textOf);
  // A loose policy that two commands take is checked for each, and says the same thing once.
  const said = new Set<string>();
  const ignores = new Map<string, ReturnType<typeof ignoresIn>>();
  // A rule that does not need the catalog never looks at it.
  const context: RuleContext = { unit, catalog: catalog as Catalog, mentionsOf };
  const take = (rule: Rule, finding: Finding): void => {
    let ignore = ignores.get(finding.uri);
    if (!ignore) ignores.set(finding.uri, (ignore = ignoresIn(textOf(finding.uri))));
    if (ignore(rule.meta.id, finding.span)) return;
    const span = onOneLine(finding, textOf(finding.uri));
    const name = `${rule.meta.id} ${finding.uri} ${span.start} ${span.end}`;
    if (said.has(name)) return;
    said.add(name);
    out.push({
      ...finding,
      span,
      rule: rule.meta.id,
      level: (levels[rule.meta.id] as Level) ?? finding.level ?? rule.meta.level,
    });
  };
  const { single, policy } = activeRules(rules, levels, catalog !== undefined);
  for (const rule of single) for (const finding of rule.check(context)) take(rule, finding);
  for (const { rule, finding } of walkPolicies(policy, context)) take(rule, finding);
  return out;
}

interface ActiveRules {
  readonly single: readonly Rule[];
  /** Asked together, on one walk. */
  readonly policy: readonly PolicyRule[];
}

function isOn(meta: RuleMeta, levels: RunOptions['levels']): boolean {
  const level = levels[meta.id];
  return level === undefined ? !meta.isOff : level !== 'off';
}

const active = new WeakMap<
  RunOptions['levels'],
  { readonly rules: readonly Rule[]; readonly of: Map<boolean, ActiveRules> }
>();

/** The rules that are on, kept for as long as the settings are the same object. */
function activeRules(rules: readonly Rule[], levels: RunOptions['levels'], hasCatalog: boolean): ActiveRules {
  let known = active.get(levels);
  if (known?.rules !== rules) active.set(levels, (known = { rules, of: new Map() }));
  let found = known.of.get(hasCatalog);
  if (!found) {
    const on = rules.filter(({ meta }) => isOn(meta, levels) && (hasCatalog || !meta.needsCatalog));
    found = { single: on.filter((rule) => !isPolicyRule(rule)), policy: on.filter(isPolicyRule) };
    known.of.set(hasCatalog, found);
  }
  return found;
}

/** A finding about several lines underlines the first of them, or the word that the rule names for it. */
function onOneLine({ span, word }: Finding, text: string): Span {
  // Looked for in the span alone: a text without line ends is searched to its end for every finding.
  const length = text.slice(span.start, span.end).indexOf('\n');
  if (length < 0) return span;
  const end = span.start + length;
  return word ?? { start: span.start, end: text.charAt(end - 1) === '\r' ? end - 1 : end };
}
