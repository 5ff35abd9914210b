import { literalOf } from '../../model/text-value.ts';
import { policyRule, type Issue } from './policy-rule.ts';

export const redundantPrincipalInRoleTrustPolicy = policyRule({
  meta: {
    id: 'policy/redundant-principal-in-role-trust-policy',
    level: 'hint',
    summary: 'A session of a role stands beside the role itself',
    why: 'A trust policy that names a role lets all of its sessions in. A session named beside it changes nothing.',
    fixes: ['remove it'],
    accessAnalyzer: 'REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY',
  },
  statement({ statement: { principal, uri }, policy }) {
    if (policy.kind !== 'trust' || !principal || principal.conditional) return undefined;
    const values = principal.entries.flatMap((entry) =>
      entry.type === 'AWS' && !entry.conditional && entry.values.length > 1 ? entry.values : [],
    );
    return values.flatMap((value): readonly Issue[] => {
      const [, account, role] = session.exec(literalOf(value) ?? '') ?? [];
      if (account === undefined || role === undefined) return [];
      const parent = values.find((other) => isRole(literalOf(other) ?? '', account, role));
      if (!parent) return [];
      const text = literalOf(value) ?? '';
      return [
        {
          span: value.span,
          message: `"${text}" adds nothing to its role, which stands beside it`,
          related: [{ uri, span: parent.span, message: 'the role' }],
          fixes: () => [{ title: 'Remove the session', changes: [{ kind: 'remove', uri, at: value.at }] }],
        },
      ];
    });
  },
});

/** AWS's documentation has it with either service. */
const session = /^arn:aws[\w-]*:(?:sts|iam)::(\d{12}):assumed-role\/([^/]+)\/[^/]+$/;

/** A role's path is no part of the name that its sessions bear. */
function isRole(text: string, account: string, name: string): boolean {
  const [, owner, path = ''] = /^arn:aws[\w-]*:iam::(\d{12}):role\/(.+)$/.exec(text) ?? [];
  return owner === account && path.slice(path.lastIndexOf('/') + 1) === name;
}
