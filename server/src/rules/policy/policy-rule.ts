import type { Finding, Rule, RuleMeta } from '../rule.ts';
import type {
  ActionReading,
  PolicyReading,
  PrincipalReading,
  ResourceReading,
  StatementReading,
  TestReading,
  ValueReading,
} from './reading.ts';
import { walkPolicies } from './walk.ts';

/** A finding in the file of the policy. */
export type Issue = Omit<Finding, 'uri'>;
export type Issues = Issue | readonly Issue[] | undefined;

/**
 * What a rule says of each thing of a policy. All rules are asked on one walk, so that each thing is read once: a rule answers with
 * what it found, and keeps nothing.
 */
export interface PolicyVisitor {
  policy?(policy: PolicyReading): Issues;
  statement?(statement: StatementReading): Issues;
  action?(action: ActionReading): Issues;
  resource?(resource: ResourceReading): Issues;
  principal?(principal: PrincipalReading): Issues;
  /** One key under one operator. */
  test?(test: TestReading): Issues;
  /** One value of a test. */
  value?(value: ValueReading): Issues;
}

export interface PolicyRule extends Rule {
  readonly visitor: PolicyVisitor;
}

/** A rule about the document itself. `run.ts` asks all such rules together; `check` asks this one alone. */
export function policyRule(rule: { readonly meta: RuleMeta } & PolicyVisitor): PolicyRule {
  const { meta, ...visitor } = rule;
  const made: PolicyRule = {
    meta,
    visitor,
    *check(context) {
      for (const { finding } of walkPolicies([made], context)) yield finding;
    },
  };
  return made;
}

export function isPolicyRule(rule: Rule): rule is PolicyRule {
  return 'visitor' in rule;
}
