import { policyRule } from './policy-rule.ts';

export const allowWithNotPrincipal = policyRule({
  meta: {
    id: 'policy/allow-with-not-principal',
    level: 'warning',
    summary: 'Everybody but a few is allowed',
    why: 'Allow with NotPrincipal lets in all who are not named: every other account, and callers without credentials. AWS does not support it. Name those who are meant by Principal, or deny all others by a statement of its own.',
    accessAnalyzer: 'ALLOW_WITH_NOT_PRINCIPAL',
  },
  statement({ statement: { notPrincipal }, policy, effect }) {
    if ((policy.kind !== 'resource' && policy.kind !== 'endpoint') || effect !== 'Allow' || !notPrincipal)
      return undefined;
    return {
      span: notPrincipal.keySpan,
      message: 'everybody is let in who is not named here, callers without credentials too',
    };
  },
});
