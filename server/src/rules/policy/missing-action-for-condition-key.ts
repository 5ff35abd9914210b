import { matchesWildcard } from '../../catalog/wildcard.ts';
import { policyRule } from './policy-rule.ts';
import type { StatementReading } from './reading.ts';
import { withActions } from './with-action.ts';

export const missingActionForConditionKey = policyRule({
  meta: {
    id: 'policy/missing-action-for-condition-key',
    level: 'error',
    summary: 'A trust policy asks for what nobody is allowed to send',
    why: 'A source identity, session tags and the keys of those that are handed on come with a request to assume a role only where the trust policy allows `sts:SetSourceIdentity` or `sts:TagSession`. Without that action the condition never holds.',
    fixes: ['the action'],
    accessAnalyzer: 'MISSING_ACTION_FOR_CONDITION_KEY',
  },
  test({ key, operator, test, at }) {
    const { policy, effect, statement } = at;
    if (policy.kind !== 'trust' || effect !== 'Allow' || !policy.document.complete || !operator) return undefined;
    if (operator.negated || operator.ifExists || operator.family === 'Null' || operator.qualifier === 'ForAllValues')
      return undefined;
    const needed = setters.find(({ keys }) => keys.test(key))?.action;
    if (needed === undefined || statement.notAction || policy.statements.some((one) => mayAllow(one, needed)))
      return undefined;
    return {
      span: test.keySpan,
      message: `no request comes with "${test.key}", as long as ${needed} is not allowed`,
      fixes: () => {
        const changes = withActions(statement.action, [needed], statement.uri);
        return changes ? [{ title: `Add ${needed}`, changes }] : [];
      },
    };
  },
});

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
const setters: readonly { readonly keys: RegExp; readonly action: string }[] = [
  { keys: /^sts:sourceidentity$/, action: 'sts:SetSourceIdentity' },
  { keys: /^(?:aws:requesttag\/.+|sts:transitivetagkeys)$/, action: 'sts:TagSession' },
];

/** What cannot be read may be anything. */
function mayAllow({ effect, actions, statement }: StatementReading, name: string): boolean {
  const { action, notAction } = statement;
  if (effect === 'Deny') return false;
  if (!statement.complete || notAction || !action?.complete || actions.length !== action.values.length) return true;
  return actions.some(({ text }) => matchesWildcard(text.toLowerCase(), name.toLowerCase()));
}
