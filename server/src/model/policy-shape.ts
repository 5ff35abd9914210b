import type { Shape, Statement } from './policy.ts';
import { literalOf } from './text-value.ts';

/** The only actions that a trust policy may hold, in AWS's spelling (facts: shape rules of the policy kinds). */
export const assumeActions = [
  'sts:AssumeRole',
  'sts:AssumeRoleWithSAML',
  'sts:AssumeRoleWithWebIdentity',
  'sts:TagSession',
  'sts:SetSourceIdentity',
  'sts:SetContext',
] as const;

const assume = new Set<string>(assumeActions.map((action) => action.toLowerCase()));

/** True for an STS assume action, or a wildcard that can only mean such (`sts:AssumeRole*`, `sts:*`). IAM compares actions without case. */
export function isAssumeAction(action: string): boolean {
  const text = action.toLowerCase();
  return assume.has(text) || /^sts:(?:\*|assume\w*\*|tag\w*\*|set\w*\*)$/.test(text);
}

/**
 * What the statements say the document is, whatever its place. `trust`: somebody may assume, and no resource; `resource`: principals
 * and resources; `identity`: resources, no principal. Unclear when they disagree, or when something cannot be read.
 */
export function shapeOf(statements: readonly Statement[]): Shape {
  const shapes = new Set(statements.map(shapeOfStatement));
  const [only, second] = [...shapes];
  return only !== undefined && second === undefined ? only : 'unclear';
}

export function shapeOfStatement(statement: Statement): Shape {
  if (!statement.complete) return 'unclear';
  const principal = statement.principal ?? statement.notPrincipal;
  const resource = statement.resource ?? statement.notResource;
  if (principal && resource) return 'resource';
  if (resource) return 'identity';
  if (!principal || statement.notAction || !statement.action?.complete || statement.action.values.length === 0)
    return 'unclear';
  return statement.action.values.every((action) => isAssumeAction(literalOf(action) ?? '')) ? 'trust' : 'unclear';
}
