import { assumeActions, isAssumeAction } from '../../model/policy-shape.ts';
import { literalOf } from '../../model/text-value.ts';
import { editDistance } from '../nearest.ts';
import { statementRule } from '../rule.ts';

export const actionNotAssumeRole = statementRule({
  meta: {
    id: 'trust/action-not-assume-role',
    level: 'error',
    summary: 'A trust policy holds an action that is not one of assuming a role',
    why:
      'A trust policy can allow `sts:AssumeRole`, `sts:AssumeRoleWithSAML`, `sts:AssumeRoleWithWebIdentity`, `sts:TagSession`, `sts:SetSourceIdentity` and `sts:SetContext`. ' +
      'AWS refuses any other: `AssumeRole policy may only specify STS AssumeRole actions`.',
    fixes: ['the nearest of these actions'],
    accessAnalyzer: 'UNSUPPORTED_ACTION_IN_POLICY',
  },
  *checkStatement(statement, policy) {
    const use = policy.use;
    if (use?.slot !== 'trust') return;
    // With a Resource and no Principal it is a permissions policy in the wrong place, which is told as such.
    if ((statement.resource ?? statement.notResource) && !(statement.principal ?? statement.notPrincipal)) return;
    for (const action of statement.action?.values ?? []) {
      const text = literalOf(action);
      if (text === undefined || !/^[A-Za-z][\w-]*:[\w*?]+$/.test(text) || isAssumeAction(text)) continue;
      const nearest = nearestAction(text);
      yield {
        uri: statement.uri,
        span: action.span,
        message: `"${text}" in a trust policy: AWS refuses it (AssumeRole policy may only specify STS AssumeRole actions)`,
        related:
          use.uri === statement.uri
            ? []
            : [{ uri: use.uri, span: use.span, message: `used as the trust policy by ${use.name}` }],
        fixes: () => [
          {
            title: `Replace with ${nearest}`,
            changes: [{ kind: 'replace-text', uri: statement.uri, span: action.span, text: nearest }],
          },
        ],
      };
    }
  },
});

/** The assume action that takes the fewest letters to reach; `sts:AssumeRole` for what is nothing like any. */
function nearestAction(text: string): string {
  let best: string = assumeActions[0];
  let least = Math.max(4, text.length / 2);
  for (const action of assumeActions) {
    const distance = editDistance(text.toLowerCase(), action.toLowerCase());
    if (distance < least) {
      best = action;
      least = distance;
    }
  }
  return best;
}
