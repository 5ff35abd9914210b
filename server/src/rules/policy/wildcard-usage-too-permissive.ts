import { sensitiveConditionKeys } from './sensitive-keys.ts';
import { policyRule } from './policy-rule.ts';

export const wildcardUsageTooPermissive = policyRule({
  meta: {
    id: 'policy/wildcard-usage-too-permissive',
    level: 'error',
    summary: 'A wildcard stands in a key that names an account, an organization or a network',
    why: 'Ids of accounts, organizations and VPCs have no order: a pattern over them lets in whoever has an id that fits. AWS refuses wildcards in these keys, and in the id of `aws:userid`, whose part before the colon names the role or the user.',
    accessAnalyzer: 'WILDCARD_USAGE_TOO_PERMISSIVE',
  },
  value({ text, value, at }) {
    const { key, operator } = at;
    if (!operator?.wild || operator.negated || !/[*?]/.test(text) || /^\*+$/.test(text)) return undefined;
    if (sensitiveConditionKeys.has(key))
      return {
        span: value.span,
        message: `"${text}" lets in whoever has an id that fits: "${at.test.key}" takes no wildcards`,
      };
    if (key !== 'aws:userid') return undefined;
    const [id = ''] = text.split(':');
    if (!/[*?]/.test(id) || (id === '*' && text.includes(':'))) return undefined;
    return {
      span: value.span,
      message: `"${text}" lets in every principal whose id begins so: the wildcard belongs behind the colon`,
    };
  },
});
