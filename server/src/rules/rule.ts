import type { Catalog } from '../catalog/catalog.ts';
import type { Unit } from '../graph/unit.ts';
import type { PlacedPolicy } from '../graph/unit.ts';
import type { Statement } from '../model/policy.ts';
import type { Change } from '../text/change.ts';
import type { Place, Span } from '../text/span.ts';

export type Level = 'error' | 'warning' | 'info' | 'hint';

export interface RuleMeta {
  /** `family/name-of-the-bad-thing`: the contract with settings, ignore comments and scripts. */
  readonly id: string;
  readonly level: Level;
  /** One clause: what the rule finds. */
  readonly summary: string;
  /** The consequence, in a sentence or three; Markdown. */
  readonly why: string;
  /** What its fixes do, one line each; a rule without it promises none. */
  readonly fixes?: readonly string[];
  /** AWS's own code for the same thing, where there is one. */
  readonly accessAnalyzer?: string;
  /** The rule is off until a setting gives it a level: AWS and its validator disagree about it. */
  readonly isOff?: true;
  /** The rule asks the catalog, and is off without one. */
  readonly needsCatalog?: true;
}

/** Does the rule of that id look beyond one policy, at what the resources of a unit do together? */
export function isJoining(id: string): boolean {
  return id.startsWith('integration/') || id.startsWith('invoke/');
}

export interface Finding {
  readonly uri: string;
  /** The narrowest text that is wrong; never empty, never several lines. */
  readonly span: Span;
  /** What to underline where `span` is about a whole statement or document and runs over several lines. */
  readonly word?: Span;
  readonly message: string;
  /** Where it differs from the rule's own level. */
  readonly level?: Level;
  readonly related?: readonly (Place & { readonly message: string })[];
  /** Computed when asked for, best first. */
  readonly fixes?: () => readonly Fix[];
  readonly accessAnalyzer?: string;
}

export interface Fix {
  readonly title: string;
  /** Only the author knows whether this is what was meant: never applied unasked. */
  readonly choice?: true;
  readonly changes: readonly Change[];
}

export interface RuleContext {
  readonly unit: Unit;
  readonly catalog: Catalog;
  /** How often a name stands as a word in a file's text: a fix that removes a resource must know who else speaks of it. */
  readonly mentionsOf: (uri: string, name: string) => number;
}

export interface Rule {
  readonly meta: RuleMeta;
  check(context: RuleContext): Iterable<Finding>;
}

/** A rule that looks at one statement at a time, in every policy of the unit. */
export function statementRule(rule: {
  readonly meta: RuleMeta;
  checkStatement(statement: Statement, policy: PlacedPolicy, context: RuleContext): Iterable<Finding>;
}): Rule {
  return {
    meta: rule.meta,
    *check(context) {
      for (const policy of context.unit.policies) {
        for (const statement of policy.document.statements) yield* rule.checkStatement(statement, policy, context);
      }
    },
  };
}
