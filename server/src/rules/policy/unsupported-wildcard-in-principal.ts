import type { Change } from '../../text/change.ts';
import type { Fix } from '../rule.ts';
import { addTest } from './add-test.ts';
import { hasPlaceholder } from './placeholder.ts';
import { policyRule } from './policy-rule.ts';
import type { PrincipalReading } from './reading.ts';
import { takesPrincipal } from './takes-principal.ts';

export const unsupportedWildcardInPrincipal = policyRule({
  meta: {
    id: 'policy/unsupported-wildcard-in-principal',
    level: 'error',
    summary: 'A wildcard is a part of a principal',
    why: 'A principal is named in full. The one wildcard that AWS takes is `*` alone, as an AWS principal, for everybody; a wildcard in a name or an ARN, or for a service or an identity provider, it refuses. Several roles can be meant by a condition on `aws:PrincipalArn`.',
    fixes: ['the account, with a condition on the ARN', 'the role in place of its sessions'],
    accessAnalyzer: 'UNSUPPORTED_WILDCARD_IN_PRINCIPAL',
  },
  principal(principal) {
    const { type, text, value, at } = principal;
    // In other policies a principal is wrong as such; a bare text is told to be none.
    if (type === undefined || !takesPrincipal(at.policy) || at.policy.kind === 'rcp') return undefined;
    const plain = text.replace(/\$\{[^}]*\}/g, '');
    if (!/[*?]/.test(plain) || hasPlaceholder(text) || (type === 'AWS' && text === '*')) return undefined;
    return {
      span: value.span,
      message: `"${text}" has a wildcard: AWS refuses it, for a principal is named in full`,
      fixes: () => fixesOf(principal),
    };
  },
});

function fixesOf(principal: PrincipalReading): readonly Fix[] {
  const { text, value, element, at } = principal;
  const { statement } = at;
  if (element.key !== 'Principal') return [];
  const role = sessionsOf(text);
  if (role !== undefined)
    return [
      {
        title: `Write ${role}, which stands for all its sessions`,
        choice: true,
        changes: [{ kind: 'set', uri: statement.uri, at: value.at, value: role }],
      },
    ];
  const [, head] = /^(arn:aws[\w-]*:iam::\d{12}:)(?:role|user)\//.exec(text) ?? [];
  // The condition would hold for every principal of the statement.
  if (head === undefined || element.entries.length !== 1 || element.entries[0]?.values.length !== 1) return [];
  const condition = addTest(statement, 'ArnLike', 'aws:PrincipalArn', text);
  const changes: readonly Change[] = condition
    ? [{ kind: 'set', uri: statement.uri, at: value.at, value: `${head}root` }, condition]
    : [];
  return changes.length > 0 ? [{ title: 'The account, with a condition on aws:PrincipalArn', changes }] : [];
}

/** The role that `arn:aws:sts::111122223333:assumed-role/name/*` is about; its ARN lacks the path that the role may have. */
function sessionsOf(text: string): string | undefined {
  const [, partition, account, name] = /^(arn:aws[\w-]*):sts::(\d{12}):assumed-role\/([^/*?]+)\/\*$/.exec(text) ?? [];
  return name === undefined ? undefined : `${partition}:iam::${account}:role/${name}`;
}
