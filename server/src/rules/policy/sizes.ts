import type { SizeQuota } from '../../catalog/policy-quotas.ts';
import type { Issue } from './policy-rule.ts';
import type { PolicyReading } from './reading.ts';

/** A policy whose written characters alone are more than its quota. */
export function sizeIssue({ document }: PolicyReading, quota: SizeQuota | undefined): Issue | undefined {
  const { size, span, statementKey } = document;
  if (!quota || size === undefined || size <= quota.characters) return undefined;
  const most = quota.characters.toLocaleString('en-US');
  return {
    span,
    ...(statementKey ? { word: statementKey } : {}),
    message: `${size.toLocaleString('en-US')} characters without white space are more than the ${most} of ${quota.of}`,
  };
}
