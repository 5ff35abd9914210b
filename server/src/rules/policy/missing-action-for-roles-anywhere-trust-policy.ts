import { matchesWildcard } from '../../catalog/wildcard.ts';
import { policyRule } from './policy-rule.ts';
import type { PrincipalReading, StatementReading } from './reading.ts';
import { withActions } from './with-action.ts';

export const missingActionForRolesAnywhereTrustPolicy = policyRule({
  meta: {
    id: 'policy/missing-action-for-roles-anywhere-trust-policy',
    level: 'error',
    summary: 'IAM Roles Anywhere is not allowed all that it needs to assume the role',
    why: 'IAM Roles Anywhere assumes a role, sets the source identity and tags the session in one call: it needs `sts:AssumeRole`, `sts:SetSourceIdentity` and `sts:TagSession`. With one of them missing nobody gets credentials.',
    fixes: ['the missing actions'],
    accessAnalyzer: 'MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY',
  },
  policy({ kind, document, statements }) {
    if (kind !== 'trust' || !document.complete) return undefined;
    const allowing = statements.filter((at) => at.effect === 'Allow' && principalIn(at));
    const [first] = allowing;
    const principal = first && principalIn(first);
    if (!principal || allowing.some(({ statement: { action, complete } }) => !action?.complete || !complete))
      return undefined;
    const missing = needed.filter((name) => !allowing.some((at) => allows(at, name)));
    if (missing.length === 0) return undefined;
    return {
      span: principal.value.span,
      message: `IAM Roles Anywhere cannot assume the role without ${missing.join(' and ')}`,
      fixes: () => {
        const changes = withActions(first?.statement.action, missing, document.uri);
        return changes ? [{ title: `Add ${missing.join(' and ')}`, changes }] : [];
      },
    };
  },
});

/** https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html */
const needed = ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'];

function principalIn({ principals }: StatementReading): PrincipalReading | undefined {
  return principals.find(
    ({ type, text, element }) =>
      type === 'Service' && element.key === 'Principal' && text === 'rolesanywhere.amazonaws.com',
  );
}

/** A text with holes may be any action. */
function allows({ actions, statement: { action } }: StatementReading, name: string): boolean {
  if (actions.length !== action?.values.length) return true;
  return actions.some(({ text, isNot }) => !isNot && matchesWildcard(text.toLowerCase(), name.toLowerCase()));
}
