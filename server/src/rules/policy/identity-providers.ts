import type { PrincipalReading, StatementReading, TestReading } from './reading.ts';

type ProviderKind = 'saml' | 'oidc';

export interface IdentityProvider {
  readonly kind: ProviderKind;
  /** In lower case; what stands before the colon of the condition keys of an OpenID Connect provider. */
  readonly name: string;
}

const providerArn = /^arn:aws[\w-]*:iam::[^:]*:(saml|oidc)-provider\/(.+)$/;
const domain = /^(?:[a-z0-9-]+\.)+[a-z]{2,}(?:\/\S*)?$/i;

/** The provider that a Federated principal names: an ARN, or the domain of one that AWS knows by itself. */
export function identityProvider(text: string): IdentityProvider | undefined {
  const [, kind, name = ''] = providerArn.exec(text) ?? [];
  if (kind !== undefined) return { kind: kind as ProviderKind, name: name.toLowerCase() };
  return domain.test(text) ? { kind: 'oidc', name: text.toLowerCase() } : undefined;
}

/** The OpenID Connect providers that a trust statement lets in, each with its principal. */
export function oidcPrincipals(
  at: StatementReading,
): readonly { readonly principal: PrincipalReading; readonly name: string }[] {
  if (at.policy.kind !== 'trust' || at.effect !== 'Allow') return [];
  return at.principals.flatMap((principal) => {
    const provider =
      principal.type === 'Federated' && principal.element.key === 'Principal'
        ? identityProvider(principal.text)
        : undefined;
    return provider?.kind === 'oidc' ? [{ principal, name: provider.name }] : [];
  });
}

/** https://docs.github.com/en/actions/concepts/security/openid-connect; an enterprise may have a path of its own behind the host. */
export function isGithub(name: string): boolean {
  return /^token\.actions\.githubusercontent\.com(?:\/|$)/.test(name);
}

/** Claims that say which repository a workflow runs in, other than the subject. */
const ofRepository = /:(?:repository|repository_id|repository_owner|repository_owner_id|job_workflow_ref)$/;

/** The statement asks which repository a workflow of GitHub runs in, by a claim of its own. */
export function asksForRepository({ tests }: StatementReading): boolean {
  return tests.some(
    ({ key, operator }) => isGithub(key.slice(0, key.lastIndexOf(':'))) && !operator?.negated && ofRepository.test(key),
  );
}

/**
 * Keys that hold for whom a token was issued, one value each.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
const audiences: ReadonlySet<string> = new Set([
  'accounts.google.com:aud',
  'cognito-identity.amazonaws.com:aud',
  'graph.facebook.com:app_id',
  'token.actions.githubusercontent.com:aud',
  'www.amazon.com:app_id',
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml
  'saml:aud',
]);

export function isSingleAudience({ key }: TestReading): boolean {
  return audiences.has(key);
}
