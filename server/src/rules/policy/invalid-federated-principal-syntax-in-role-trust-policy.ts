import { identityProvider } from './identity-providers.ts';
import { hasPlaceholder } from './placeholder.ts';
import { policyRule } from './policy-rule.ts';

export const invalidFederatedPrincipalSyntaxInRoleTrustPolicy = policyRule({
  meta: {
    id: 'policy/invalid-federated-principal-syntax-in-role-trust-policy',
    level: 'error',
    summary: 'A Federated principal that is no identity provider',
    why: 'A Federated principal is the ARN of a SAML or OpenID Connect provider of the account, or the domain of a provider that AWS knows by itself: `cognito-identity.amazonaws.com`, `accounts.google.com`. AWS refuses any other.',
    accessAnalyzer: 'INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY',
  },
  principal({ at, type, text, value }) {
    if (type !== 'Federated' || at.policy.kind !== 'trust') return undefined;
    // Wildcards are told as such, and words in capitals stand for something (ACCOUNT_ID).
    if (/[*?$]/.test(text) || hasPlaceholder(text) || /(?:^|[:/])[A-Z][A-Z_-]+(?:[:/]|$)/.test(text)) return undefined;
    if (identityProvider(text)) return undefined;
    return {
      span: text === '' ? value.at : value.span,
      message: `"${text}" is neither a provider's ARN nor a domain: AWS refuses it as a Federated principal`,
    };
  },
});
