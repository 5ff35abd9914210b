import type { PrincipalElement } from '../../model/policy.ts';
import { literalOf, type TextValue } from '../../model/text-value.ts';
import type { Span } from '../../text/span.ts';
import { policyRule } from './policy-rule.ts';

export const rcpSyntaxErrorPrincipal = policyRule({
  meta: {
    id: 'policy/rcp-syntax-error-principal',
    level: 'error',
    summary: 'A resource control policy names a Principal other than "*"',
    why: 'A resource control policy is about everybody who reaches the resources of an organization. AWS Organizations takes no Principal but `"*"` in it, and no NotPrincipal. Who is meant is said by conditions, such as one on `aws:PrincipalArn`.',
    fixes: ['Principal `*`'],
    accessAnalyzer: 'RCP_SYNTAX_ERROR_PRINCIPAL',
  },
  statement({ statement, policy }) {
    if (policy.kind !== 'rcp') return undefined;
    const { principal, notPrincipal, uri } = statement;
    if (notPrincipal)
      return {
        span: notPrincipal.keySpan,
        message: 'NotPrincipal in a resource control policy: AWS refuses it, for a condition says who is left out',
      };
    const span = principal && placeOfOther(principal);
    if (!principal || !span) return undefined;
    return {
      span,
      message:
        'a resource control policy takes no Principal but "*": AWS refuses this one, for a condition says who is meant',
      fixes: () => [
        {
          title: 'Write Principal: "*"',
          choice: true,
          changes: [{ kind: 'set', uri, at: principal.at, value: '*' }],
        },
      ],
    };
  },
});

/** Where the element says something that is not `*`; undefined where a hole may be one. */
function placeOfOther({ bare, entries, conditional, complete }: PrincipalElement): Span | undefined {
  if (conditional || !complete) return undefined;
  if (bare) return isOther(bare) ? bare.span : undefined;
  for (const { type, typeSpan, values } of entries) {
    if (type !== 'AWS' && !type.startsWith('Fn::')) return typeSpan;
    const other = values.find(isOther);
    if (other) return other.span;
  }
  return undefined;
}

function isOther(value: TextValue): boolean {
  const text = literalOf(value);
  return text !== undefined && text !== '' && text !== '*';
}
