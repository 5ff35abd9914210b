import type { Fix } from '../rules/rule.ts';
import type { ReportedFinding } from './workspace.ts';

/** Names that stand for the author's own, to be filled in by hand. */
const placeholder = /111122223333|o-exampleorgid/;

/**
 * Whether a fix may be applied to many findings at once, with nobody choosing: what narrows access that works is the author's choice,
 * and so is what holds a placeholder, or what the rule itself calls a choice.
 */
export function maybeUnattended(finding: ReportedFinding, fix: Fix): boolean {
  return !fix.choice && !finding.rule.startsWith('breadth/') && !placeholder.test(JSON.stringify(fix.changes));
}
