import { sensitiveConditionKeys } from './sensitive-keys.ts';
import { policyRule } from './policy-rule.ts';

export const variableUsageTooPermissive = policyRule({
  meta: {
    id: 'policy/variable-usage-too-permissive',
    level: 'error',
    summary: 'A policy variable stands in a pattern over ids of accounts, organizations or networks',
    why: 'A variable is what the request says, which may be a star: under a Like operator it can then match every id. AWS refuses variables in such patterns.',
    accessAnalyzer: 'VARIABLE_USAGE_TOO_PERMISSIVE',
  },
  value({ text, value, at }) {
    const { key, operator } = at;
    if (!operator?.wild || operator.family !== 'String' || operator.negated || !sensitiveConditionKeys.has(key))
      return undefined;
    if (!/\$\{[\w.-]+:[^}]*\}/.test(text)) return undefined;
    return {
      span: value.span,
      message: `"${text}" may hold a star, which ${operator.base} takes for a wildcard over every "${at.test.key}"`,
    };
  },
});
