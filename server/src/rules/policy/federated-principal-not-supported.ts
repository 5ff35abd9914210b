import { policyRule } from './policy-rule.ts';

export const federatedPrincipalNotSupported = policyRule({
  meta: {
    id: 'policy/federated-principal-not-supported',
    level: 'error',
    summary: 'A resource-based policy names an identity provider',
    why: 'Users of an identity provider come to AWS by assuming a role, whose trust policy names the provider. A policy of a bucket, a queue or another resource names that role; AWS refuses a Federated principal in it.',
    accessAnalyzer: 'FEDERATED_PRINCIPAL_NOT_SUPPORTED',
  },
  statement({ statement: { principal, notPrincipal }, policy }) {
    if (policy.kind !== 'resource' && policy.kind !== 'endpoint') return undefined;
    return [principal, notPrincipal].flatMap((element) =>
      (element?.entries ?? [])
        .filter(({ type }) => type === 'Federated')
        .map(({ typeSpan }) => ({
          span: typeSpan,
          message:
            'a resource-based policy names no identity provider: AWS refuses it, for its users come as a role that they assume',
        })),
    );
  },
});
