import { policiesOf, principalsOf } from '../../access/principals.ts';
import { actionHolds } from '../../access/statement-applies.ts';
import { dependentAction } from '../../catalog/dependent-actions.ts';
import type { PolicyDocument } from '../../model/policy.ts';
import { literalOf } from '../../model/text-value.ts';
import { policyRule } from './policy-rule.ts';
import type { PolicyReading } from './reading.ts';

export const dependentActionMissing = policyRule({
  meta: {
    id: 'policy/dependent-action-missing',
    level: 'info',
    summary: 'An action that AWS performs only with another, which the policy does not allow',
    why:
      'Some requests need more than the action they are called by: who creates a Lambda function hands it a role, for which iam:PassRole is needed. Where no other policy of the identity allows that, the request is refused, ' +
      'with a message about the action that nobody thought of. AWS lists them as dependent actions in the Service Authorization Reference.',
  },
  action({ text, value, isNot, isWild, at }) {
    if (isNot || isWild || at.effect !== 'Allow' || at.policy.kind !== 'identity') return undefined;
    const dependent = dependentAction(text);
    if (
      !dependent ||
      mayAllow(at.policy.document, dependent.needs) ||
      mayBeAllowedElsewhere(at.policy, dependent.needs)
    )
      return undefined;
    const when = dependent.when === undefined ? '' : ` ${dependent.when}`;
    return {
      span: value.span,
      message: `${dependent.action} needs ${dependent.needs} too${when}, which nothing in this policy allows`,
    };
  },
});

function mayAllow(document: PolicyDocument, action: string): boolean {
  return (
    !document.complete ||
    document.statements.some(
      (statement) => literalOf(statement.effect) !== 'Deny' && actionHolds(statement, action).answer !== 'no',
    )
  );
}

/** Another policy of someone who carries this one allows it, or is out of sight. */
function mayBeAllowedElsewhere({ placed, unit }: PolicyReading, action: string): boolean {
  return principalsOf(unit).some((principal) => {
    const { policies, unseen } = policiesOf(principal, unit).identity;
    if (!policies.some(({ policy }) => policy.document === placed.document)) return false;
    return unseen.length > 0 || policies.some(({ policy }) => mayAllow(policy.document, action));
  });
}
