import type { TextElement } from '../../model/policy.ts';
import { literalOf } from '../../model/text-value.ts';
import { policyRule } from './policy-rule.ts';

export const rcpSyntaxErrorAllow = policyRule({
  meta: {
    id: 'policy/rcp-syntax-error-allow',
    level: 'error',
    summary: 'A statement of a resource control policy allows something',
    why: 'A resource control policy says what is denied. The only Allow that AWS Organizations takes is that of its own policy RCPFullAWSAccess: every action, every resource, everybody, without a condition.',
    accessAnalyzer: 'RCP_SYNTAX_ERROR_ALLOW',
  },
  statement({ statement, policy, effect }) {
    if (policy.kind !== 'rcp' || effect !== 'Allow' || !statement.effect) return undefined;
    const { resource, notResource, condition } = statement;
    if (!condition && !notResource && !hasOther(resource)) return undefined;
    return {
      span: statement.effect.span,
      message:
        'a resource control policy allows nothing in part: AWS refuses an Allow with a condition, or on other resources than "*"',
    };
  },
});

function hasOther(element: TextElement | undefined): boolean {
  return (element?.values ?? []).some((value) => {
    const text = literalOf(value);
    return text !== undefined && text !== '*';
  });
}
