import { policyRule } from './policy-rule.ts';

export const rcpSyntaxErrorNotaction = policyRule({
  meta: {
    id: 'policy/rcp-syntax-error-notaction',
    level: 'error',
    summary: 'A resource control policy has a NotAction',
    why: 'AWS Organizations takes Action in a resource control policy, and refuses NotAction: only some services support these policies, and each statement names which it is about.',
    accessAnalyzer: 'RCP_SYNTAX_ERROR_NOTACTION',
  },
  statement({ statement: { notAction }, policy }) {
    if (policy.kind !== 'rcp' || !notAction) return undefined;
    return {
      span: notAction.keySpan,
      message: 'NotAction in a resource control policy: AWS refuses it, for each statement lists the actions it denies',
    };
  },
});
