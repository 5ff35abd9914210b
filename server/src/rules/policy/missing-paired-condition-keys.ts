import { policyRule } from './policy-rule.ts';

export const missingPairedConditionKeys = policyRule({
  meta: {
    id: 'policy/missing-paired-condition-keys',
    level: 'warning',
    summary: 'A private address is asked for, and not in which VPC',
    why: 'Every VPC may use the same private addresses. `aws:VpcSourceIp` alone holds for callers of other VPCs that have the address too; with `aws:SourceVpc` it means one machine.',
    accessAnalyzer: 'MISSING_PAIRED_CONDITION_KEYS',
  },
  test({ key, test, operator, at }) {
    if (key !== 'aws:vpcsourceip' || operator?.family !== 'IpAddress' || at.effect !== 'Allow') return undefined;
    // Which VPC calls a private API is said by its endpoint, which has rules of its own.
    if (at.policy.service === 'execute-api') return undefined;
    const { condition } = at.statement;
    if (!condition?.complete || at.tests.some((other) => /^aws:sourcevpc(?:e|arn)?$/.test(other.key))) return undefined;
    return {
      span: test.keySpan,
      message: 'these private addresses are in other VPCs too, as long as aws:SourceVpc does not say in which',
    };
  },
});
