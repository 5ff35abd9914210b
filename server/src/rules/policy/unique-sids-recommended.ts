import { policyRule } from './policy-rule.ts';
import { repeatedSids } from './sids.ts';

export const uniqueSidsRecommended = policyRule({
  meta: {
    id: 'policy/unique-sids-recommended',
    level: 'warning',
    summary: 'Two statements have the same Sid',
    why: 'A Sid names a statement for whoever reads the policy, and for calls such as `remove-permission` that take one away. Two statements of one name cannot be told apart.',
    fixes: ['a number behind the name'],
    accessAnalyzer: 'UNIQUE_SIDS_RECOMMENDED',
  },
  policy(policy) {
    const { kind } = policy;
    if (kind === undefined || kind === 'identity' || kind === 'boundary') return undefined;
    return repeatedSids(policy, 'nobody can tell the two apart by it');
  },
});
