import type { PolicySet } from '../../access/evaluate.ts';
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
      'with a message about the action that nobody thought of. AWS lists them as dependent actions in the Service Authorization Reference. ' +
      'It is told where all policies of an identity are in sight, and of a policy on its own where it is about that service alone: a policy of several services is a block that others are built upon.',
  },
  action({ text, value, isNot, isWild, at }) {
    if (isNot || isWild || at.effect !== 'Allow' || at.policy.kind !== 'identity') return undefined;
    const dependent = dependentAction(text);
    if (!dependent || mayAllow(at.policy.document, dependent.needs)) return undefined;
    const isAlone = setsOf(at.policy).length === 0;
    if (isAlone ? !isAboutOneService(at.policy) : mayBeAllowedElsewhere(at.policy, dependent.needs)) return undefined;
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

/** All that is allowed is of one service: its author thought of that one only. */
function isAboutOneService({ statements }: PolicyReading): boolean {
  const services = statements
    .filter(({ effect }) => effect !== 'Deny')
    .flatMap(({ actions }) => actions.map(({ service, isNot }) => (isNot ? '*' : service)));
  return new Set(services).size === 1;
}

/** The policies of those who carry this one. */
function setsOf({ placed, unit }: PolicyReading): readonly PolicySet[] {
  return principalsOf(unit)
    .map((principal) => policiesOf(principal, unit).identity)
    .filter(({ policies }) => policies.some(({ policy }) => policy.document === placed.document));
}

/** Another policy of someone who carries this one allows it, or is out of sight. */
function mayBeAllowedElsewhere(policy: PolicyReading, action: string): boolean {
  return setsOf(policy).some(
    ({ policies, unseen }) => unseen.length > 0 || policies.some((one) => mayAllow(one.policy.document, action)),
  );
}
